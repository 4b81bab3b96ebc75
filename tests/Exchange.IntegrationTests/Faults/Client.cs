using System.Collections.Concurrent;
using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.IntegrationTests.Faults;

/// <summary>A case-management system that sends requests: under the same key again and again, until it is told that one is taken.</summary>
internal sealed class Client(DemoParty party)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly byte[] _request = Request();
    private readonly ConcurrentDictionary<Guid, Guid> _taken = new();

    /// <summary>The message that each key has made.</summary>
    public IReadOnlyDictionary<Guid, Guid> Taken => _taken;

    /// <summary>Sends so many new requests, some at once.</summary>
    public async Task SendAsync(int count)
    {
        using var gateway = party.Connect();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (_, _) => await SendAsync(gateway, MessageId.New(TimeProvider.System)));
    }

    /// <summary>Sends one request under this key, until it is taken.</summary>
    public async Task SendAsync(Guid key)
    {
        using var gateway = party.Connect();
        await SendAsync(gateway, key);
    }

    /// <summary>Sends one request under this key, once.</summary>
    /// <exception cref="CommandFailedException">It was not taken.</exception>
    public async Task<SubmittedView> TryAsync(GatewayClient gateway, Guid key)
    {
        var answer = await gateway.PostAsync<SubmittedView>("api/v1/messages", _request, key, CancellationToken.None);
        _taken.GetOrAdd(key, answer.MessageId).ShouldBe(answer.MessageId, "the same key has made another message");
        return answer;
    }

    private async Task SendAsync(GatewayClient gateway, Guid key)
    {
        while (true)
        {
            try
            {
                await TryAsync(gateway, key);
                return;
            }
            catch (CommandFailedException failure) when (failure.Code is ExitCode.Unreachable or ExitCode.Failed)
            {
                await Task.Delay(Pause);
            }
        }
    }

    private static byte[] Request()
    {
        using var resource = typeof(DemoStage).Assembly.GetManifestResourceStream("request.json")!;
        using var json = new MemoryStream();
        resource.CopyTo(json);
        return json.ToArray();
    }
}
