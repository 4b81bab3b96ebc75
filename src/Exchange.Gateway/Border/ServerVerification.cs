using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exchange.Gateway.Border;

/// <summary>
/// Judges a broker's certificate in one TLS handshake: a path to the endpoint's own authorities, made for servers, and
/// the one name. CRLs are not fetched; a broker's certificate is revoked by the next grant.
/// </summary>
internal sealed class ServerVerification(BrokerEndpoint endpoint)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Why it was refused; null as long as it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The broker is who it should be; it may still refuse us.</summary>
    public bool HasAccepted { get; private set; }

    /// <summary>The certificate of a broker that was accepted.</summary>
    public ShownCertificate? Shown { get; private set; }

    /// <summary>TLS 1.3 with our certificate, judged by this.</summary>
    public SslClientAuthenticationOptions Handshake(SslStreamCertificateContext identity) =>
        new()
        {
            TargetHost = endpoint.TlsName,
            EnabledSslProtocols = SslProtocols.Tls13,
            ClientCertificateContext = identity,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accept(certificate, chain, errors),
        };

    public bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = certificate is X509Certificate2 leaf ? Judge(leaf, chain, errors) : "it showed no certificate";
        HasAccepted = Refusal is null;
        if (HasAccepted)
            Shown = new(certificate!.Subject, ((X509Certificate2)certificate).NotAfter.ToUniversalTime());
        return HasAccepted;
    }

    private string? Judge(X509Certificate2 leaf, X509Chain? presented, SslPolicyErrors errors)
    {
        // Only the path is judged again below; the platform's every other objection stands.
        var others = errors & ~SslPolicyErrors.RemoteCertificateChainErrors;
        if (others != SslPolicyErrors.None || !leaf.MatchesHostname(endpoint.TlsName, allowWildcards: false, allowCommonName: false))
            return $"its certificate is not for the name {endpoint.TlsName}";
        return JudgePath(leaf, presented);
    }

    private string? JudgePath(X509Certificate2 leaf, X509Chain? presented)
    {
        using var path = new X509Chain();
        path.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        path.ChainPolicy.CustomTrustStore.AddRange(endpoint.Authorities);
        path.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        path.ChainPolicy.DisableCertificateDownloads = true;
        path.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        // What the broker sent along; a help to find the path, never trust.
        path.ChainPolicy.ExtraStore.AddRange(presented?.ChainPolicy.ExtraStore ?? []);
        return path.Build(leaf)
            ? null
            : $"its certificate has no valid path to the authorities in the grant ({string.Join(", ", path.ChainStatus.Select(status => status.Status))})";
    }
}

/// <summary>A certificate that a broker has shown, and when it ends (UTC).</summary>
internal sealed record ShownCertificate(string Subject, DateTimeOffset ValidUntil);
