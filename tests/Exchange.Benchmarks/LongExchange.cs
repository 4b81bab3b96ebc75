using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Benchmarks;

/// <summary>
/// What a message costs at the beginning and at the end of a long exchange: partial responses to one request, several at a time, each
/// with its verified receipt. Then how long the gateway with that log takes to be ready again.
/// </summary>
internal sealed class LongExchange(DemoStage stage, GatewayClient asker, GatewayClient answerer)
{
    private const int Window = 500;
    private const int Workers = 8;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly SettledCount _settled = new(stage.Answerer.Home.DatabaseFile);

    public static async Task<string> RunAsync(int messages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messages, 2 * Window);
        await using var stage = DemoStage.Make(keep: null);
        await stage.StartAsync(Console.Error.WriteLine, Set, CancellationToken.None);
        using var asker = stage.Asker.Connect();
        using var answerer = stage.Answerer.Connect();
        return await new LongExchange(stage, asker, answerer).MeasureAsync(messages);
    }

    private static void Set(JsonObject settings)
    {
        ExchangeLoad.WithoutRelease(settings);
        settings["Border"]!.AsObject().Remove("RecordFolder");
    }

    private async Task<string> MeasureAsync(int messages)
    {
        // In an exchange of its own, so that what is compiled meanwhile is no part of the first messages' cost.
        await AnswerAsync(await OpenAsync(), 4 * Window);
        var request = await OpenAsync();
        var first = await AnswerAsync(request, Window);
        await AnswerAsync(request, messages - (2 * Window));
        var last = await AnswerAsync(request, Window);
        var entries = _settled.Entries();
        await stage.Answerer.Gateway.StopAsync();
        var watch = Stopwatch.StartNew();
        await stage.Answerer.Gateway.StartAsync(CancellationToken.None);
        return JsonSerializer.Serialize(
            new
            {
                benchmark = "exchange-long",
                messages,
                firstMicrosecondsPerMessage = Math.Round(first),
                lastMicrosecondsPerMessage = Math.Round(last),
                lastOverFirst = Math.Round(last / first, 2),
                entries,
                secondsToReady = Math.Round(watch.Elapsed.TotalSeconds, 1),
            }
        );
    }

    private async Task<Guid> OpenAsync()
    {
        var sent = await asker.PostAsync<SubmittedView>(
            "api/v1/messages",
            StoryFile.Read("request.json"),
            MessageId.New(TimeProvider.System),
            CancellationToken.None
        );
        while ((await asker.GetAsync<MessageView>($"api/v1/messages/{sent.MessageId}", CancellationToken.None)).SettledAt is null)
            await Task.Delay(Look);
        return sent.MessageId;
    }

    // Microseconds of processor time of both gateways per message, its receipt included.
    private async Task<double> AnswerAsync(Guid request, int count)
    {
        var before = Gateways();
        var left = count;
        await Task.WhenAll(
            Enumerable
                .Range(0, Workers)
                .Select(async _ =>
                {
                    while (Interlocked.Decrement(ref left) >= 0)
                    {
                        await answerer.PostAsync<SubmittedView>(
                            $"api/v1/messages/{request}/respond",
                            StoryFile.Read("partial-response.json"),
                            MessageId.New(TimeProvider.System),
                            CancellationToken.None
                        );
                    }
                })
        );
        while (_settled.Unsettled() > 0)
            await Task.Delay(Look);
        return (Gateways() - before).TotalMicroseconds / count;
    }

    private TimeSpan Gateways() => ProcessorTime.Of(stage.Asker.Gateway.ProcessId!.Value, stage.Answerer.Gateway.ProcessId!.Value);
}
