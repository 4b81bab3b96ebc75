using BenchmarkDotNet.Running;
using Exchange.Benchmarks;

// exchange [SECONDS]: two gateways, two brokers and the load on this machine; one JSON line. exchange-acknowledged: the same with
// automatic acknowledgements. Anything else is for BenchmarkDotNet.
if (args is ["exchange" or "exchange-acknowledged", ..])
{
    var seconds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 60;
    Console.WriteLine(await ExchangeLoad.RunAsync(TimeSpan.FromSeconds(seconds), acknowledges: args[0] != "exchange"));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ExchangeLoad).Assembly).Run(args);
