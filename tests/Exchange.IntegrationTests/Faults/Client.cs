using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.IntegrationTests.Faults;

/// <summary>A case-management system that sends requests: under the same key again and again, until it is told that one is taken.</summary>
internal sealed class Client(DemoParty party)
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly byte[] _request = Request();
    private readonly ConcurrentDictionary<Guid, Guid> _taken = new();

    /// <summary>The message that each key has made.</summary>
    public IReadOnlyDictionary<Guid, Guid> Taken => _taken;

    /// <summary>Sends so many new requests, some at once.</summary>
    public async Task SendAsync(int count)
    {
        using var gateway = party.Connect();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
            await SendAsync(gateway, MessageId.New(TimeProvider.System))
        );
    }

    /// <summary>Sends one request under this key, until it is taken.</summary>
    public async Task SendAsync(Guid key)
    {
        using var gateway = party.Connect();
        await SendAsync(gateway, key);
    }

    /// <summary>Sends one request under this key, once, and gives the plain answer.</summary>
    public async Task<HttpResponseMessage> PostAsync(Guid key)
    {
        var address = GatewayAddress.Of(party.Home);
        using var http = new HttpClient(address.Transport());
        using var post = new HttpRequestMessage(HttpMethod.Post, new Uri(address.Base, "api/v1/messages"))
        {
            Content = new ByteArrayContent(_request) { Headers = { ContentType = new("application/json") } },
            Headers = { Authorization = new("Bearer", address.Token) },
        };
        post.Headers.Add("Idempotency-Key", key.ToString());
        var answer = await http.SendAsync(post);
        if (answer.IsSuccessStatusCode)
            Take(key, (await answer.Content.ReadFromJsonAsync<SubmittedView>(ProtocolJson.Options))!);
        return answer;
    }

    private async Task SendAsync(GatewayClient gateway, Guid key)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                Take(key, await gateway.PostAsync<SubmittedView>("api/v1/messages", _request, key, CancellationToken.None));
                return;
            }
            catch (CommandFailedException failure)
                when (failure.Code is ExitCode.Unreachable or ExitCode.Failed && waited.Elapsed < Patience)
            {
                await Task.Delay(Pause);
            }
        }
    }

    private void Take(Guid key, SubmittedView answer) =>
        _taken.GetOrAdd(key, answer.MessageId).ShouldBe(answer.MessageId, "the same key has made another message");

    private static byte[] Request()
    {
        using var resource = typeof(DemoStage).Assembly.GetManifestResourceStream("request.json")!;
        using var json = new MemoryStream();
        resource.CopyTo(json);
        return json.ToArray();
    }
}
