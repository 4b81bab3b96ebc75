using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace Exchange.Gateway.Border;

/// <summary>
/// The connection to the agency's own broker that the bus library is given: TLS with a verified broker, and the <see cref="FrameGuard"/>.
/// </summary>
/// <param name="broker">For messages.</param>
/// <param name="tlsName">The DNS name that its certificate must have.</param>
/// <param name="authorities">The only trust anchors for it; null: those of the machine.</param>
/// <param name="passwordFile">Read at each connection, so that a new password needs no restart.</param>
/// <param name="clock">For the guard.</param>
internal sealed class DomesticConnection(
    string broker,
    string tlsName,
    X509Certificate2Collection? authorities,
    string passwordFile,
    TimeProvider clock
)
{
    /// <summary>Before each connection of the library.</summary>
    public async Task PrepareAsync(ConnectionFactory factory)
    {
        factory.Password = (await File.ReadAllTextAsync(passwordFile)).Trim();
        factory.RequestedFrameMax = FrameGuard.FrameMax;
        factory.RequestedChannelMax = FrameRules.Domestic.Channels;
        // TLS is made here, under the guard; the client's own would accept a broker of any authority.
        factory.Ssl.Enabled = false;
        factory.SocketFactory = family => new GuardedConnection(
            new(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
            Handshake(),
            stream => new(stream, broker, FrameRules.Domestic, null, clock)
        );
    }

    private SslClientAuthenticationOptions Handshake()
    {
        var handshake = new SslClientAuthenticationOptions
        {
            TargetHost = tlsName,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (authorities is not null)
        {
            handshake.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            handshake.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return handshake;
    }
}
