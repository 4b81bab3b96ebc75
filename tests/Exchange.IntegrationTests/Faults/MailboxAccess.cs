using System.Net.Security;
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
    private IConnection? _connection;

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
        var endpoint = BrokerEndpoint.FromPem(
            grant.Host,
            grant.Port,
            grant.TlsName,
            $"border-{_party.Name}",
            grant.Authorities,
            grant.Certificate,
            Key(grant.Certificate)
        );
        return new(endpoint, new(), TimeProvider.System, _ => { });
    }

    /// <summary>Messages of the counterpart's that lie in a queue of our own broker.</summary>
    public async Task<uint> CountAsync(string queue)
    {
        // One connection for all counts: a login may have 64, and those that were closed count until a busy broker has noticed.
        if (_connection is not { IsOpen: true })
        {
            _connection?.Dispose();
            _connection = await ConnectAsync();
        }

        await using var channel = await _connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _keys.Dispose();
        _protection.Dispose();
    }

    private async Task<IConnection> ConnectAsync()
    {
        var chain = await File.ReadAllTextAsync(_party.Home.OwnClientFile);
        var endpoint = BrokerEndpoint.FromPem(
            "127.0.0.1",
            _party.Broker.Port,
            "localhost",
            $"border-{_other.Name}",
            _party.Card.Authorities,
            chain,
            Key(chain)
        );
        // Not as the gateway logs in: its own connection has no use for a count, and lets none through.
        return await new ConnectionFactory
        {
            AutomaticRecoveryEnabled = false,
            HostName = endpoint.Host,
            Port = endpoint.Port,
            VirtualHost = endpoint.VirtualHost,
            AuthMechanisms = [new ExternalMechanismFactory()],
            Ssl = new()
            {
                Enabled = true,
                CertificateValidationCallback = (_, presented, path, errors) =>
                    new ServerVerification(endpoint).Accept(presented, path, errors),
                ServerName = endpoint.TlsName,
                ClientCertificateContext = SslStreamCertificateContext.Create(endpoint.Certificate, endpoint.Intermediates, offline: true),
            },
        }.CreateConnectionAsync();
    }

    private ECDsa Key(string chain)
    {
        using var leaf = X509Certificate2.CreateFromPem(chain);
        return _keys.Client(leaf.PublicKey.ExportSubjectPublicKeyInfo())!;
    }
}
