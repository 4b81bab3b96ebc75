using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Benchmarks;

/// <summary>
/// Exchanges per second between two gateways: one exchange is one request of 4 KiB and its verified receipt. Beside it, in the
/// same run, what the broker alone can do with the same bytes, and what the cryptography alone costs.
/// </summary>
internal sealed class ExchangeLoad(DemoStage stage, GatewayClient client)
{
    // Fewer leave the processors idle for a seventh of the time: each waits for the commit of its own.
    private const int Workers = 64;
    private const int MostUnderWay = 1500;
    private const int Unloaded = 200;

    // A gateway runs for months: in its first half minute a third of its time is the compiler's.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(40);

    private readonly byte[] _request = SampleRequest.Json();
    private readonly SettledCount _settled = new(stage.Asker.Home.DatabaseFile);
    private readonly SettledCount _acknowledged = new(stage.Answerer.Home.DatabaseFile);
    private int _submitted;

    public static async Task<string> RunAsync(TimeSpan duration, bool acknowledges)
    {
        await using var stage = DemoStage.Make(keep: null);
        await stage.StartAsync(Console.Error.WriteLine, settings => Set(settings, acknowledges), CancellationToken.None);
        using var client = stage.Asker.Connect();
        return await new ExchangeLoad(stage, client).MeasureAsync(acknowledges ? "exchange-acknowledged" : "exchange", duration);
    }

    private static void Set(JsonObject settings, bool acknowledges)
    {
        settings["Border"]!.AsObject().Remove("RecordFolder");
        WithoutRelease(settings);
        settings["Policy"] = new JsonObject { ["AcknowledgeAutomatically"] = acknowledges };
    }

    /// <summary>What is measured is the way of a message, not the people who release it.</summary>
    internal static void WithoutRelease(JsonObject settings) =>
        settings["Release"] = new JsonObject
        {
            ["Kinds"] = new JsonArray(),
            ["VictimData"] = false,
            ["MinorData"] = false,
            ["HandlingCodes"] = false,
            ["AboveClassification"] = "confidential",
        };

    private async Task<string> MeasureAsync(string name, TimeSpan duration)
    {
        await LoadAsync(Warmup);
        await DrainAsync();
        var latencies = await LatencyAsync(Unloaded);
        var processors = Processors();
        var own = ProcessorTime.OfThisProcess();
        var (from, fromAcknowledged, watch) = (_settled.Now(), _acknowledged.Now(), Stopwatch.StartNew());
        await LoadAsync(duration);
        var seconds = watch.Elapsed.TotalSeconds;
        var exchanges = _settled.Now() - from;
        var acknowledged = _acknowledged.Now() - fromAcknowledged;
        var used = Processors();
        var ownUsed = ProcessorTime.OfThisProcess() - own;
        await DrainAsync();
        var (entries, ready) = await RestartAsync();
        var size = _settled.SealedSize();
        var raw = await RawBroker.MeasureAsync(stage, size, TimeSpan.FromSeconds(Math.Min(10, duration.TotalSeconds)));
        // The gateways are stopped by now; nothing else takes processor from what is measured last.
        await Task.WhenAll(stage.Asker.Broker.StopAsync(), stage.Answerer.Broker.StopAsync());
        var primitives = Primitives.Measure();
        var gatewayMicroseconds = (used.Gateways - processors.Gateways).TotalMicroseconds / exchanges;
        return JsonSerializer.Serialize(
            new
            {
                benchmark = name,
                exchangesPerSecond = Math.Round(exchanges / seconds, 1),
                acknowledgementsPerSecond = Math.Round(acknowledged / seconds, 1),
                seconds = Math.Round(seconds, 1),
                exchanges,
                sealedBytes = size,
                rawPerSecond = Math.Round(raw, 1),
                ratioToRaw = Math.Round(exchanges / seconds / raw, 4),
                gatewayMicrosecondsPerExchange = Math.Round(gatewayMicroseconds),
                brokerMicrosecondsPerExchange = Math.Round((used.Brokers - processors.Brokers).TotalMicroseconds / exchanges),
                loadMicrosecondsPerExchange = Math.Round(ownUsed.TotalMicroseconds / exchanges),
                primitiveMicrosecondsPerExchange = Math.Round(primitives),
                gatewayOverPrimitives = Math.Round(gatewayMicroseconds / primitives, 2),
                p50Milliseconds = Math.Round(latencies[latencies.Count / 2], 1),
                p99Milliseconds = Math.Round(latencies[(int)(latencies.Count * 0.99)], 1),
                entries,
                secondsToReady = Math.Round(ready.TotalSeconds, 1),
            }
        );
    }

    // How long the gateway with this log takes to be ready again.
    private async Task<(long Entries, TimeSpan Ready)> RestartAsync()
    {
        var entries = _settled.Entries();
        await stage.Asker.Gateway.StopAsync();
        var watch = Stopwatch.StartNew();
        await stage.Asker.Gateway.StartAsync(CancellationToken.None);
        return (entries, watch.Elapsed);
    }

    private async Task LoadAsync(TimeSpan duration)
    {
        using var end = new CancellationTokenSource(duration);
        var before = _settled.Now() - _submitted;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => SubmitUntilAsync(before, end.Token)));
    }

    private async Task SubmitUntilAsync(long before, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            // More than can be receipted would only wait in queues.
            if (_submitted - (_settled.Recent - before) > MostUnderWay)
            {
                await Task.Delay(5, CancellationToken.None);
                continue;
            }

            Interlocked.Increment(ref _submitted);
            await SubmitAsync();
        }
    }

    private Task<SubmittedView> SubmitAsync() =>
        client.PostAsync<SubmittedView>("api/v1/messages", _request, MessageId.New(TimeProvider.System), CancellationToken.None);

    private async Task DrainAsync()
    {
        for (var waited = Stopwatch.StartNew(); _settled.Unsettled() > 0 && waited.Elapsed < TimeSpan.FromSeconds(60);)
            await Task.Delay(100);
    }

    private async Task<List<double>> LatencyAsync(int count)
    {
        var latencies = new List<double>();
        for (var turn = 0; turn < count; turn++)
        {
            var watch = Stopwatch.StartNew();
            var sent = await SubmitAsync();
            _submitted++;
            while (!_settled.IsSettled(sent.MessageId))
                await Task.Delay(1);
            latencies.Add(watch.Elapsed.TotalMilliseconds);
        }

        latencies.Sort();
        return latencies;
    }

    private (TimeSpan Gateways, TimeSpan Brokers) Processors() =>
        (
            ProcessorTime.Of(stage.Asker.Gateway.ProcessId!.Value, stage.Answerer.Gateway.ProcessId!.Value),
            ProcessorTime.Of(stage.Asker.Broker.NodeId!.Value, stage.Answerer.Broker.NodeId!.Value)
        );
}
