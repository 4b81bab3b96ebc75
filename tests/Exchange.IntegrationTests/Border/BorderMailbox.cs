using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Exchange.Cli.Broker;
using Exchange.Gateway.Border;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

/// <summary>BGD's mailbox broker as both ends of the border use it. THA's mailbox there has lost its bindings.</summary>
internal sealed class BorderMailbox : IAsyncDisposable
{
    public const string Sender = "MYS",
        SenderWithoutQueue = "THA",
        Owner = "BGD",
        Administrator = "ADM";

    /// <summary>Short, so that what must end in bounded time ends while one waits.</summary>
    public static readonly BorderOptions Quick = new()
    {
        PublishTimeout = TimeSpan.FromSeconds(5),
        ConnectTimeout = TimeSpan.FromSeconds(3),
        BackOffMinimum = TimeSpan.FromMilliseconds(100),
        BackOffMaximum = TimeSpan.FromSeconds(1),
    };

    private readonly TestMailbox _mailbox = new();

    public Cli.Demo.PrivateBroker Broker => _mailbox.Broker;

    public void Publish(string crls) => _mailbox.Publish(crls);

    public TestAuthority Authority => _mailbox.Authority;

    public static string VirtualHost(string sender) => $"border-{sender}";

    public async Task StartAsync()
    {
        _mailbox.Configure(new MailboxLimits { MaximumBytes = 16 * 1024 * 1024 });
        await ChangeDefinitionsAsync();
        await Broker.StartAsync(CancellationToken.None);
    }

    /// <summary>An endpoint that is right in everything but what the test says.</summary>
    public BrokerEndpoint Endpoint(
        string login,
        string sender = Sender,
        string tlsName = TestMailbox.TlsName,
        string? authorities = null,
        int? port = null
    )
    {
        using var certificate = Authority.Issue(login, TestAuthority.ClientAuth);
        using var key = certificate.GetECDsaPrivateKey()!;
        return BrokerEndpoint.FromPem(
            "127.0.0.1",
            port ?? Broker.Port,
            tlsName,
            VirtualHost(sender),
            authorities ?? Authority.Pem,
            certificate.ExportCertificatePem(),
            key
        );
    }

    public MailboxPublisher Publisher(BorderOptions? options = null, Action<LinkState>? onState = null, int? port = null) =>
        new(Endpoint(Sender, port: port), options ?? Quick, TimeProvider.System, onState ?? (_ => { }));

    public MailboxConsumer Consumer(BorderOptions? options = null, Action<LinkState>? onState = null, int? port = null) =>
        new(Endpoint(Owner, port: port), options ?? Quick, TimeProvider.System, onState ?? (_ => { }));

    /// <summary>Messages that wait in the queue, those in hand at a consumer not counted.</summary>
    public async Task<uint> WaitingAsync()
    {
        await using var connection = await _mailbox.LogInAsync(Owner);
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync("messages")).MessageCount;
    }

    public async Task EmptyAsync()
    {
        await using var connection = await _mailbox.LogInAsync(Owner);
        await using var channel = await connection.CreateChannelAsync();
        // What the consumer of an earlier test had in hand comes back when the broker has noticed its end.
        await Eventually.IsAsync(0u, async () => (await channel.QueueDeclarePassiveAsync("messages")).ConsumerCount);
        await channel.QueuePurgeAsync("messages");
    }

    public Task<RabbitMQ.Client.IConnection> LogInAsync(string name) => _mailbox.LogInAsync(name);

    public ValueTask DisposeAsync() => _mailbox.DisposeAsync();

    /// <summary>What the owner's administrator may do: takes the queue away.</summary>
    public async Task DeleteQueueAsync()
    {
        await using var connection = await _mailbox.LogInAsync(Administrator);
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync("messages", ifUnused: false, ifEmpty: false);
    }

    /// <summary>Makes it anew, empty.</summary>
    public async Task MakeQueueAsync()
    {
        await using var connection = await _mailbox.LogInAsync(Administrator);
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(
            "messages",
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }
        );
        await channel.QueueBindAsync("messages", "border", "message");
    }

    private async Task ChangeDefinitionsAsync()
    {
        var file = Path.Combine(Path.GetDirectoryName(_mailbox.AuthoritiesFile)!, "definitions.json");
        var definitions = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        definitions["bindings"] = new JsonArray([
            .. definitions["bindings"]!
                .AsArray()
                .Where(binding => (string?)binding!["vhost"] != VirtualHost(SenderWithoutQueue))
                .Select(binding => binding!.DeepClone()),
        ]);
        var administrator = definitions["users"]!.AsArray().First(user => (string?)user!["name"] == Owner)!.DeepClone();
        administrator["name"] = Administrator;
        definitions["users"]!.AsArray().Add(administrator);
        definitions["permissions"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["user"] = Administrator,
                    ["vhost"] = VirtualHost(Sender),
                    ["configure"] = ".*",
                    ["write"] = ".*",
                    ["read"] = ".*",
                }
            );
        await File.WriteAllTextAsync(file, definitions.ToJsonString());
    }
}
