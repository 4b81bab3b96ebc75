using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Exchange.Gateway.Border;

/// <summary>
/// In TLS 1.3 a server judges our certificate after our handshake is done (RFC 8446, section 4.4), and its alert races with
/// our first words: those are then answered by a reset, which hides the alert. So this knocks again, says nothing, and listens.
/// </summary>
internal sealed class RefusalProbe(BrokerEndpoint endpoint, SslStreamCertificateContext identity)
{
    // A broker that takes us waits for our first words for longer; an alert comes at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The alert with which the broker refuses us, or what else went wrong; null if it listens to us.</summary>
    public async Task<Exception?> KnockAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port, limit.Token);
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsClientAsync(new ServerVerification(endpoint).Handshake(identity), limit.Token);
            _ = await tls.ReadAsync(new byte[1], limit.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or AuthenticationException or SocketException)
        {
            return e;
        }
    }
}
