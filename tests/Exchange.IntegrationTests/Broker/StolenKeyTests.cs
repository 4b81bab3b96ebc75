using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Exchange.IntegrationTests.Broker;

/// <summary>
/// The way that the pages describe, with the commands and lines that they and the commands name: MYS's client key is stolen.
/// </summary>
internal sealed class StolenKeyTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-stolen-");
    private readonly int _port = LoopbackPorts.Free(1)[0];
    private PrivateBroker _broker = null!;

    private Home Bgd => HomeOf("BGD");

    [SetUp]
    public async Task Start()
    {
        TestMailbox.Require();
        foreach (var party in new[] { "BGD", "MYS", "THA" })
        {
            await RunAsync(
                "party",
                "init",
                party,
                "--home",
                HomeOf(party).Folder,
                "--mailbox",
                $"127.0.0.1:{_port}",
                "--tls-name",
                "localhost"
            );
        }

        foreach (var party in new[] { "MYS", "THA" })
        {
            await ImportAsync(party);
            await GrantAsync(party);
        }

        await RunAsync("broker", "definitions", "--home", Bgd.Folder, "--out", Bgd.BrokerFolder);
        _broker = new(new(Bgd.BrokerFolder), new(Path.Combine(_folder.FullName, "node")), _port);
        await _broker.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task Stop()
    {
        if (_broker is not null)
            await _broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task The_thief_is_put_out_at_once_and_the_owner_of_the_key_comes_back_with_another()
    {
        var stolen = CertificateOf("MYS");
        await using var thief = await LogInAsync("MYS", stolen);
        await using var other = await LogInAsync("THA", CertificateOf("THA"));

        var then = JsonNode.Parse(await RunAsync("party", "revoke", "MYS", "--yes", "--home", Bgd.Folder, "--json"))!["then"]!.ToString();

        await Should.ThrowAsync<BrokerUnreachableException>(() => LogInAsync("MYS", stolen));
        thief.IsOpen.ShouldBeTrue();
        // Nobody is on the way in here, so the line need not wait for anybody.
        await BrokerControl.RunAsync(_broker.NodeId!.Value, $"sleep() {{ :; }}; {then}");
        await Eventually.IsAsync(false, () => Task.FromResult(thief.IsOpen));
        other.IsOpen.ShouldBeTrue();
        await using (await LogInAsync("THA", CertificateOf("THA"))) { }

        await RunAsync("party", "renew", "--client", "--home", HomeOf("MYS").Folder);
        await ImportAsync("MYS");
        await GrantAsync("MYS");
        await using (await LogInAsync("MYS", CertificateOf("MYS"))) { }
        await Should.ThrowAsync<BrokerUnreachableException>(() => LogInAsync("MYS", stolen));
    }

    private Home HomeOf(string party) => new(Path.Combine(_folder.FullName, party));

    private string GrantFile(string party) => Path.Combine(_folder.FullName, $"{party}-at-BGD.grant.json");

    private Task<string> GrantAsync(string party) => RunAsync("mailbox", "grant", party, "--out", GrantFile(party), "--home", Bgd.Folder);

    private async Task ImportAsync(string party)
    {
        var card = HomeOf(party).CardFile;
        await RunAsync("party", "import", card, "--confirm", Fingerprint.Of(await File.ReadAllBytesAsync(card)), "--home", Bgd.Folder);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var run = await CommandLine.RunAsync(arguments);
        run.ExitCode.ShouldBe(0, run.Error);
        return run.Output;
    }

    // What a thief takes: the key, and the certificate that belongs to it.
    private X509Certificate2 CertificateOf(string party)
    {
        var (home, grant) = (HomeOf(party), MailboxGrant.Read(File.ReadAllBytes(GrantFile(party))).OrThrow());
        using var protection = new KeyProtection(File.ReadAllText(home.PassphraseFile).Trim());
        using var keys = FileKeyStore.Open(home.KeyFolder, protection);
        using var certificate = X509Certificate2.CreateFromPem(grant.Certificate);
        return certificate.CopyWithPrivateKey(keys.Client(ClientKey.Of(grant))!);
    }

    private async Task<IConnection> LogInAsync(string party, X509Certificate2 certificate) =>
        await new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = _port,
            VirtualHost = $"border-{party}",
            AuthMechanisms = [new ExternalMechanismFactory()],
            AutomaticRecoveryEnabled = false,
            Ssl = new()
            {
                Enabled = true,
                ServerName = "localhost",
                Version = SslProtocols.Tls13,
                // Whom the client believes is not what is asked here.
                CertificateValidationCallback = (_, shown, _, _) => shown is not null,
                ClientCertificateContext = System.Net.Security.SslStreamCertificateContext.Create(certificate, null, offline: true),
            },
        }.CreateConnectionAsync();
}
