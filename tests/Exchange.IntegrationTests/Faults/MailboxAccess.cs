using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Demo;
using Exchange.Gateway.Border;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;
using RabbitMQ.Client;

namespace Exchange.IntegrationTests.Faults;

/// <summary>A party's own logins to its mailbox and to the one at its counterpart, beside its gateway.</summary>
internal sealed class MailboxAccess : IDisposable
{
    private readonly DemoParty _party;
    private readonly DemoParty _other;
    private readonly KeyProtection _protection;
    private readonly FileKeyStore _keys;

    public MailboxAccess(DemoParty party, DemoParty other)
    {
        (_party, _other) = (party, other);
        _protection = new(File.ReadAllText(party.Home.PassphraseFile).Trim());
        _keys = FileKeyStore.Open(party.Home.KeyFolder, _protection);
    }

    /// <summary>Delivers to the counterpart as the gateway does.</summary>
    public MailboxPublisher Publisher()
    {
        var grant = MailboxGrant.Read(File.ReadAllBytes(_party.Home.GrantFile(_party.Name, _other.Name))).Value!;
        var endpoint = BrokerEndpoint.FromPem(grant.Host, grant.Port, grant.TlsName, $"border-{_party.Name}", grant.Authorities, grant.Certificate, Key(grant.Certificate));
        return new(endpoint, new(), TimeProvider.System, _ => { });
    }

    /// <summary>Messages of the counterpart's that lie in a queue of our own broker.</summary>
    public async Task<uint> CountAsync(string queue)
    {
        var chain = await File.ReadAllTextAsync(_party.Home.OwnClientFile);
        var endpoint = BrokerEndpoint.FromPem("127.0.0.1", _party.Broker.Port, "localhost", $"border-{_other.Name}", _party.Card.Authorities, chain, Key(chain));
        var channel = new CreateChannelOptions(publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false);
        await using var session = await new BrokerConnector(endpoint, channel, new(), TimeProvider.System).OpenAsync(CancellationToken.None);
        return (await session.Channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    public void Dispose()
    {
        _keys.Dispose();
        _protection.Dispose();
    }

    private ECDsa Key(string chain)
    {
        using var leaf = X509Certificate2.CreateFromPem(chain);
        return _keys.Client(leaf.PublicKey.ExportSubjectPublicKeyInfo())!;
    }
}
