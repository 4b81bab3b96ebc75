using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Broker;
using Exchange.Cli.Demo;
using Exchange.Protocol.Parties;
using Exchange.Tests;
using RabbitMQ.Client;

namespace Exchange.IntegrationTests.Broker;

/// <summary>BGD's mailbox broker, for real: its own CA, the generated configuration, a private node. MYS and THA deliver to it.</summary>
internal sealed class TestMailbox : IAsyncDisposable
{
    public const string Virtual = "border-MYS";

    public const string TlsName = "mailbox.bgd.test";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-broker-");
    private readonly BrokerFolder _configuration;
    private readonly int _port = LoopbackPorts.Free(1)[0];

    public TestMailbox()
    {
        _configuration = new(Path.Combine(_folder.FullName, "conf"));
        Broker = new(_configuration, new(Path.Combine(_folder.FullName, "node")), _port);
    }

    public PrivateBroker Broker { get; }

    public string Folder => _folder.FullName;

    public string AuthoritiesFile => _configuration.Authorities;

    public string AdvancedFile => _configuration.Advanced;

    public string RevocationFolder => Path.Combine(_folder.FullName, "crls");

    public TestAuthority Authority { get; } = new("BGD CA");

    public static void Require() =>
        Requirement.Need(
            "broker",
            PrivateBroker.IsInstalled,
            $"RabbitMQ's server is not installed: there is no {PrivateBroker.ServerProgram}."
        );

    /// <summary>Writes the configuration anew; a start or restart takes it.</summary>
    public void Configure(MailboxLimits limits, IPAddress? address = null)
    {
        var certificate = Path.Combine(_folder.FullName, "broker.pem");
        var key = Path.Combine(_folder.FullName, "broker.key");
        using (var issued = Authority.Issue(TlsName, TestAuthority.ServerAuth, TlsName))
        {
            File.WriteAllText(certificate, issued.ExportCertificatePem());
            File.WriteAllText(key, issued.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
        _configuration.Write(
            new()
            {
                Owner = PartyName.Parse("BGD"),
                Counterparts = [PartyName.Parse("MYS"), PartyName.Parse("THA")],
                Listen = new(address ?? IPAddress.Loopback, _port),
                AuthoritiesFile = _configuration.Authorities,
                CertificateFile = certificate,
                KeyFile = key,
                DefinitionsFile = _configuration.Definitions,
                RevocationFolder = RevocationFolder,
                Limits = limits,
            },
            CardWith(Authority.Crl())
        );
    }

    /// <summary>Gives the broker these revocation lists (PEM) and no others, as the owner's command line does.</summary>
    public void Publish(string crls) => Cli.Broker.RevocationFolder.Write(RevocationFolder, CardWith(crls));

    /// <summary>Logs in with a certificate that BGD's CA issued to this name.</summary>
    public async Task<IConnection> LogInAsync(string name, string virtualHost = Virtual)
    {
        using var certificate = Authority.Issue(name, TestAuthority.ClientAuth);
        return await new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = _port,
            VirtualHost = virtualHost,
            AuthMechanisms = [new ExternalMechanismFactory()],
            AutomaticRecoveryEnabled = false,
            Ssl = new()
            {
                Enabled = true,
                ServerName = TlsName,
                Version = SslProtocols.Tls13,
                CertificateValidationCallback = (_, presented, _, _) => IsOurs(presented),
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            },
        }.CreateConnectionAsync();
    }

    /// <summary>
    /// Opens TLS by hand, and says the protocol's first words; gives what the broker answered, which is nothing if it refused.
    /// </summary>
    public async Task<byte[]> GreetAsync(X509Certificate2? certificate, SslProtocols protocol)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await using var tls = new SslStream(client.GetStream());
        var answer = new byte[256];
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = TlsName,
                    EnabledSslProtocols = protocol,
                    RemoteCertificateValidationCallback = (_, presented, _, _) => IsOurs(presented),
                    ClientCertificateContext = certificate is null
                        ? null
                        : SslStreamCertificateContext.Create(certificate, null, offline: true),
                }
            );
            await tls.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray());
            return answer[..await tls.ReadAsync(answer)];
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return [];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        Authority.Dispose();
        _folder.Delete(recursive: true);
    }

    // As much of the owner's card as its broker is made from.
    private PartyCard CardWith(string crls) =>
        new()
        {
            Party = PartyName.Parse("BGD"),
            Serial = 1,
            ValidFrom = default,
            Protocols = [],
            Authorities = Authority.Pem,
            Crls = crls,
            Signing = "",
            Encryption = "",
            Kem = "",
            Client = "",
            Log = new("", []),
            Witness = new("", []),
        };

    private bool IsOurs(X509Certificate? presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return presented is X509Certificate2 certificate && chain.Build(certificate) && certificate.MatchesHostname(TlsName);
    }
}
