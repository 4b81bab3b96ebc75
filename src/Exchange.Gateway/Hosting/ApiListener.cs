using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Gateway.People;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Exchange.Gateway.Hosting;

/// <summary>
/// Makes the API listen where no other program of the machine can take its place: on a Unix socket in the home, which only the
/// gateway's user can enter, and its group if the operator permits it (0710); and on TCP, if a setting says so, with a certificate that
/// clients verify.
/// </summary>
internal static class ApiListener
{
    /// <exception cref="UnsafeSettingException">The home's path is too long for a socket, or the certificate cannot be used.</exception>
    public static void Add(IWebHostBuilder web, GatewayHome home, ApiSettings settings, DateTimeOffset now)
    {
        if (!ApiPlace.CanBeSocket(home.ApiSocket))
        {
            throw new UnsafeSettingException(
                $"{home.Folder}: the path of this home is too long: {home.ApiSocket} may have {ApiPlace.LongestSocketPath} bytes. "
                    + "Move the home to a shorter path."
            );
        }

        var tls = settings.Address is { } url ? ReadCertificate(home, url, now) : null;
        web.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.ListenUnixSocket(home.ApiSocket);
                if (tls is not null)
                    Listen(kestrel, settings.Address!, listen => listen.UseHttps(tls));
            });
        web.ConfigureServices(services => services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = Bind));
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(url.IdnHost, out var address))
            kestrel.Listen(address, url.Port, configure);
        else
            kestrel.ListenAnyIP(url.Port, configure);
    }

    // Bound, restricted to user and group, and only then listened on: nobody else can connect at any moment, whatever the umask.
    private static Socket Bind(EndPoint endpoint)
    {
        if (endpoint is not UnixDomainSocketEndPoint)
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        var path = endpoint.ToString()!;
        // Left by a gateway that was killed. The lock of the home is held, so no other listens there.
        File.Delete(path);
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        return socket;
    }

    private static HttpsConnectionAdapterOptions ReadCertificate(GatewayHome home, Uri url, DateTimeOffset now)
    {
        if (new[] { home.ApiCertificate, home.ApiKey }.FirstOrDefault(file => !File.Exists(file)) is { } missing)
        {
            throw new UnsafeSettingException(
                $"Api:Url: there is no {missing}. On TCP the API needs a certificate for {url.IdnHost} (PEM, with its chain) in "
                    + $"{home.ApiCertificate} and the key in {home.ApiKey}."
            );
        }

        PrivateFile.RefuseIfOthersWrite(home.ApiCertificate);
        PrivateFile.RefuseIfShared(home.ApiKey);
        var chain = new X509Certificate2Collection();
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(home.ApiCertificate, home.ApiKey);
            chain.ImportFromPemFile(home.ApiCertificate);
            if (!certificate.MatchesHostname(url.IdnHost, allowCommonName: false))
            {
                throw new UnsafeSettingException(
                    $"{home.ApiCertificate} does not name {url.IdnHost}, the host of Api:Url. Clients verify it and would not connect."
                );
            }

            if (CertificateRules.TimeFaultOf(certificate, now) is { } fault)
                throw new UnsafeSettingException($"{home.ApiCertificate} {fault}. Replace it.");

            return new()
            {
                ServerCertificate = certificate,
                ServerCertificateChain = chain,
                SslProtocols = SslProtocols.Tls13,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                // TLS has verified that the client has the private key. Whose it is, its digest tells (Callers).
                ClientCertificateValidation = (_, _, _) => true,
            };
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new UnsafeSettingException(
                $"{home.ApiCertificate} and {home.ApiKey} are not a certificate and its key (PEM): {exception.Message}"
            );
        }
    }
}
