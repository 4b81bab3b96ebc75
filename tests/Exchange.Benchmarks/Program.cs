using BenchmarkDotNet.Running;
using Exchange.Benchmarks;

// exchange [SECONDS]: two gateways, two brokers and the load on this machine; one JSON line. exchange-acknowledged: the same with
// automatic acknowledgements. exchange-long [MESSAGES]: the first and the last messages of one exchange. verify [ENTRIES]: an export
// made and verified. append: the journal in a small log and in a large one. replay [ENTRIES]: an export replayed.
// lists [SERVER]: exchanges listed and filtered, on SQLite or on a PostgreSQL. pages: each page of the desk. parse: a request read.
// Anything else is for BenchmarkDotNet.
if (args is ["exchange" or "exchange-acknowledged", ..])
{
    var seconds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 60;
    Console.WriteLine(await ExchangeLoad.RunAsync(TimeSpan.FromSeconds(seconds), acknowledges: args[0] != "exchange"));
    return;
}

switch (args)
{
    case ["verify", ..]:
        Console.WriteLine(
            await VerifyFigures.RunAsync(
                args.Length > 1 ? long.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000
            )
        );
        return;
    case ["verify-export", var folder]:
        Console.WriteLine(VerifyFigures.VerifyExport(folder));
        return;
    case ["exchange-long", ..]:
        Console.WriteLine(
            await LongExchange.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 10_000)
        );
        return;
    case ["append"]:
        Console.WriteLine(await AppendFigures.RunAsync());
        return;
    case ["replay-export", var folder]:
        Console.WriteLine(await ReplayFigures.ReplayExportAsync(folder));
        return;
    case ["replay", ..]:
        Console.WriteLine(
            await ReplayFigures.RunAsync(
                args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000
            )
        );
        return;
    case ["lists", ..]:
        await ListFigures.RunAsync(Console.Out, args.Length > 1 ? args[1] : null);
        return;
    case ["pages"]:
        await PageFigures.RunAsync(Console.Out);
        return;
    case ["parse"]:
        Console.WriteLine(ParseFigures.Run());
        return;
    default:
        break;
}

BenchmarkSwitcher.FromAssembly(typeof(ExchangeLoad).Assembly).Run(args);
