using System.Net;
using Exchange.Cli.Broker;
using Exchange.Cli.Parties;
using Exchange.Cli.People;

namespace Exchange.Cli.Demo;

/// <summary>A temporary party: its home, its broker on a loopback port, and its gateway.</summary>
internal sealed class DemoParty : IAsyncDisposable
{
    private readonly int _brokerPort;

    public DemoParty(string name, string folder, int brokerPort)
    {
        Name = PartyName.Parse(name);
        Home = new(folder);
        _brokerPort = brokerPort;
        BrokerFolder = new(Home.BrokerFolder);
        Broker = new(BrokerFolder, new(Path.Combine(folder, "broker", "node")), _brokerPort);
        Gateway = new(Home, Path.Combine(folder, "gateway.log"));
    }

    public PartyName Name { get; }
    public Home Home { get; }
    public BrokerFolder BrokerFolder { get; }
    public PrivateBroker Broker { get; }
    public PrivateGateway Gateway { get; }

    /// <summary>Where its desk will be; null for none.</summary>
    public Uri? DeskAddress { get; set; }

    /// <summary>The card, by which others verify it.</summary>
    public PartyCard Card { get; set; } = null!;

    public GatewayClient Connect() => new(GatewayAddress.Of(Home));

    public void Found(DateTimeOffset now) =>
        Card = new HomeFounding(Home, Name, new("127.0.0.1", _brokerPort, "localhost")).Found(Home.PassphraseFile, now);

    /// <summary>Imports the other's card, as two officers do.</summary>
    public void Meet(DemoParty other) => File.Copy(other.Home.CardFile, Home.CounterpartCardFile(other.Name));

    public Task GrantAsync(DemoParty other) =>
        GatewayProgram
            .Find()
            .RunAsync(
                ["mailbox", "grant", other.Name.Value, "--out", other.Home.GrantFile(other.Name, Name), "--home", Home.Folder],
                Home.PassphraseFile
            );

    /// <summary>Makes the key with which the commands work that <c>--home</c> names.</summary>
    public async Task MakeKeyAsync()
    {
        var made = await KeyAddVerb.MakeInStoppedAsync(
            Home,
            new("demo", [Role.Officer, Role.Operator, Role.Administrator]) { Clearances = Enum.GetValues<Clearance>() },
            Home.PassphraseFile
        );
        OwnFile.Write(Home.TokenFile, made.Key + "\n");
    }

    public void ConfigureBroker() =>
        BrokerFolder.Write(
            new()
            {
                Owner = Name,
                Counterparts = [.. Home.Counterparts().Select(card => card.Party)],
                Listen = new IPEndPoint(IPAddress.Loopback, _brokerPort),
                AuthoritiesFile = BrokerFolder.Authorities,
                CertificateFile = Home.BrokerCertificateFile,
                KeyFile = Home.BrokerKeyFile,
                DefinitionsFile = BrokerFolder.Definitions,
                RevocationFolder = Home.RevocationFolder,
            },
            Card
        );

    // Both at once: nobody waits for messages that are still queued.
    public async ValueTask DisposeAsync() => await Task.WhenAll(Gateway.DisposeAsync().AsTask(), Broker.DisposeAsync().AsTask());
}
