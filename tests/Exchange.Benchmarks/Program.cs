using BenchmarkDotNet.Running;
using Exchange.Benchmarks;

// exchange [SECONDS]: two gateways, two brokers and the load on this machine; one JSON line. Anything else is for BenchmarkDotNet.
if (args is ["exchange", ..])
{
    var seconds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 60;
    Console.WriteLine(await ExchangeLoad.RunAsync(TimeSpan.FromSeconds(seconds)));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ExchangeLoad).Assembly).Run(args);
