using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Border;

/// <summary>A counterpart's broker, with the right certificate, that says to each connection what the test wants.</summary>
internal sealed class HostileBroker : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly Task _serving;

    public HostileBroker(TestAuthority authority, Func<AmqpWire, Task> say)
    {
        _certificate = authority.Issue(TestMailbox.TlsName, TestAuthority.ServerAuth, TestMailbox.TlsName);
        _listener.Start();
        _serving = ServeAsync(say);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _certificate.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<AmqpWire, Task> say)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await SayAsync(client, say).WaitAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task SayAsync(TcpClient client, Func<AmqpWire, Task> say)
    {
        try
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    EnabledSslProtocols = SslProtocols.Tls13,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
                }
            );
            await say(new(tls));
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The gateway has hung up.
        }
    }
}
