using System.Security.Cryptography.X509Certificates;
using Exchange.Client;
using Exchange.Desk.Security;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Exchange.Desk;

/// <summary>The settings of the desk: section <c>Desk</c> of the configuration (<c>Desk__Gateway=…</c> in the environment).</summary>
internal sealed record DeskSettings
{
    public const string Section = "Desk";

    /// <summary>The gateway's API: <c>unix:PATH</c>, or <c>https://HOST[:PORT]</c>.</summary>
    public string Gateway { get; init; } = "";

    /// <summary>File of the authorities (PEM) that verify an https gateway; those of the machine if it is absent.</summary>
    public string? Authority { get; init; }

    /// <summary>Where browsers reach the desk: <c>https://HOST:PORT</c>, or plain http on this machine alone.</summary>
    public string Url { get; init; } = "http://localhost:7481";

    /// <summary>The certificate (PEM, with its chain) and key of an https address.</summary>
    public string? Certificate { get; init; }

    /// <inheritdoc cref="Certificate"/>
    public string? Key { get; init; }

    /// <summary>Folder, for the desk alone, of the keys that seal its cookies.</summary>
    public string State { get; init; } = "";

    /// <summary>The national identity provider with which people may sign in; none if it is absent.</summary>
    public ProviderSettings? OpenIdConnect { get; init; }

    /// <summary>Path of the gateway's socket; null of an https gateway.</summary>
    public string? Socket => Gateway.StartsWith("unix:", StringComparison.Ordinal) ? Path.GetFullPath(Gateway["unix:".Length..]) : null;

    public Uri Base => new(Socket is null ? Gateway : "http://gateway");

    public bool IsHttps => new Uri(Url).Scheme == Uri.UriSchemeHttps;

    public CookieSecurePolicy CookiePolicy => IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;

    /// <summary>
    /// With the prefix that binds a cookie to this host over https (RFC 6265bis); browsers refuse it over plain http, also on this machine.
    /// </summary>
    public string CookieName(string name) => IsHttps ? $"__Host-{name}" : name;

    /// <summary>Why the desk cannot start so, as a sentence that names the setting; null if it can.</summary>
    public string? Fault()
    {
        if (Socket is null ? !ApiPlace.TryParse(Gateway, out _) : !ApiPlace.CanBeSocket(Socket))
            return $"Desk:Gateway is '{Gateway}'. Give unix:/var/lib/exchange/api.sock, or https://gateway.police.example:7480.";
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/")
            return $"Desk:Url is '{Url}'. Give https://desk.police.example, or http://localhost:7481 for browsers on this machine.";
        // A cookie over plain http could be read on its way.
        if (url is { Scheme: "http", IsLoopback: false })
            return $"Desk:Url is plain HTTP and reachable from other machines ({Url}). Give an https address, with Desk:Certificate and Desk:Key.";
        if (url.Scheme == "https" && new[] { Certificate, Key }.Any(file => file is null || !File.Exists(file)))
            return "Desk:Url is https. Name the files of its certificate and key (PEM) in Desk:Certificate and Desk:Key.";
        if (OpenIdConnect?.Fault() is { } fault)
            return fault;
        return State.Length == 0 ? "Desk:State is missing. Name a folder that only the desk's user can enter." : StateFault();
    }

    private string? StateFault()
    {
        Directory.CreateDirectory(State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return (File.GetUnixFileMode(State) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) == 0
            ? null
            : $"Desk:State: others may enter {State}, and its keys open every session. Run: chmod 700 {State}";
    }

    /// <summary>The certificate of an https address, which goes to browsers with its chain.</summary>
    public HttpsConnectionAdapterOptions ReadCertificate()
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(Certificate!);
        return new() { ServerCertificate = X509Certificate2.CreateFromPemFile(Certificate!, Key), ServerCertificateChain = chain };
    }

    public SocketsHttpHandler Transport() => ApiTransport.To(Socket, Authority is { } file ? File.ReadAllText(file) : null);
}
