using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Client;

/// <summary>Connections to a gateway's API. Nothing is sent, the token least of all, before the listener is verified.</summary>
public static class ApiTransport
{
    private const int CurrentFolder = -100;
    private const int OwnerAt = 20;
    private const uint Owner = 8;

    /// <param name="socket">Path of the Unix socket; null for https.</param>
    /// <param name="authorities">Certificates (PEM) that verify an https gateway; null for those of the machine.</param>
    /// <exception cref="CryptographicException">There is no certificate in <paramref name="authorities"/>.</exception>
    public static SocketsHttpHandler To(string? socket, string? authorities)
    {
        // No proxy and no redirect: the token goes to the gateway and nowhere else.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        if (socket is not null)
            handler.ConnectCallback = (_, cancellation) => ConnectAsync(socket, cancellation);
        else if (authorities is not null)
            handler.SslOptions.CertificateChainPolicy = TrustIn(authorities);
        return handler;
    }

    private static X509ChainPolicy TrustIn(string authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPem(authorities);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("There is no certificate in it.");
    }

    // Only the owner of the home may enter it. Where it was opened to others, one of them may listen in the gateway's place.
    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            var (listener, owner) = (ListenerOf(socket), OwnerOf(Path.GetDirectoryName(path)!));
            return listener == owner
                ? new NetworkStream(socket, ownsSocket: true)
                : throw new UntrustedGatewayException(
                    $"What listens on {path} belongs to user {listener}, and its folder to user {owner}: it may not be the gateway."
                );
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // SO_PEERCRED (unix(7)): process, user and group of whoever called listen, four bytes each.
    private static uint ListenerOf(Socket socket)
    {
        const int socketLevel = 1,
            peerCredentials = 17,
            user = 4;
        Span<byte> credentials = stackalloc byte[12];
        _ = socket.GetRawSocketOption(socketLevel, peerCredentials, credentials);
        return MemoryMarshal.Read<uint>(credentials[user..]);
    }

    private static uint OwnerOf(string folder)
    {
        var status = new byte[256];
        return Status(CurrentFolder, folder, 0, Owner, status) == 0
            ? BitConverter.ToUInt32(status, OwnerAt)
            : throw new IOException($"{folder} cannot be looked at: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    // statx(2), as its record has one form on every architecture. LPStr is UTF-8 on Unix.
    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int folder, [MarshalAs(UnmanagedType.LPStr)] string path, int flags, uint wanted, [Out] byte[] status);
}

/// <summary>What listens at the gateway's address could not be verified. Nothing was sent.</summary>
public sealed class UntrustedGatewayException(string message) : IOException(message);
