using System.Text;

namespace Exchange.Protocol.Api;

/// <summary>Where a gateway's API listens: always on a Unix socket in its home, and also on TCP if an address is configured.</summary>
public static class ApiPlace
{
    /// <summary>Name of the socket in the home.</summary>
    public const string SocketName = "api.sock";

    /// <summary>Longest path of a Unix socket in bytes: <c>sun_path</c> without its last zero (unix(7)).</summary>
    public const int LongestSocketPath = 107;

    public static bool CanBeSocket(string path) => Encoding.UTF8.GetByteCount(path) <= LongestSocketPath;

    /// <summary>
    /// Reads <c>https://HOST[:PORT]</c>, where HOST is the name in the certificate: a DNS name or an IP address, but not the wildcard
    /// address.
    /// </summary>
    public static bool TryParse(string? text, out Uri url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url!)
        && url is { Scheme: "https", PathAndQuery: "/", UserInfo: "", Fragment: "", Port: > 0 }
        && url.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        && url.DnsSafeHost is not ("0.0.0.0" or "::");
}
