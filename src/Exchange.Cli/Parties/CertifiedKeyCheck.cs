using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Certificates;

namespace Exchange.Cli.Parties;

/// <summary>
/// Whether the party's own authority has certified exactly the keys that it was asked to: a certificate of another key makes a
/// home whose gateway could not start, and a broker that nobody can reach.
/// </summary>
/// <param name="requests">What was asked for.</param>
/// <param name="issued">A certificate's file by member.</param>
internal sealed class CertifiedKeyCheck(RequestFolder requests, Func<string, string> issued)
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    /// <summary>All faults; 353 for each certificate that is not the one asked for.</summary>
    /// <param name="card">The card that would be made.</param>
    /// <param name="tlsName">The name by which counterparts know the mailbox broker.</param>
    public IEnumerable<Fault> Check(PartyCard card, string tlsName)
    {
        foreach (var member in new[] { "signing", "encryption", "kem", "client", "broker" })
        {
            if (!HasRequestedKey(member))
                yield return Wrong(member, $"The certificate is not for the key of requests/{RequestFolder.NameOf(member)}.");
        }

        foreach (var fault in GrantCheck.Check(Grant(card, tlsName), card).Where(fault => fault.Pointer == "/certificate"))
            yield return fault with { Pointer = "/client" };
        if (BrokerFault(card, tlsName) is { } text)
            yield return Wrong("broker", text);
    }

    private static Fault Wrong(string member, string text) => new(ReceiptCode.NotTheSigningCertificate, $"/{member}", text);

    private bool HasRequestedKey(string member)
    {
        using var certificate = Leaf(member);
        return certificate is not null && certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(requests.KeyOf(member));
    }

    // As if it were a grant at our own broker: there our gateway logs in with it.
    private MailboxGrant Grant(PartyCard card, string tlsName) => new()
    {
        For = card.Party,
        At = card.Party,
        Host = tlsName,
        Port = 1,
        TlsName = tlsName,
        Authorities = card.Authorities,
        Certificate = issued("client"),
    };

    private string? BrokerFault(PartyCard card, string tlsName)
    {
        using var certificate = Leaf("broker");
        if (certificate is null)
            return "Not a certificate in PEM.";
        if (!certificate.MatchesHostname(tlsName))
            return $"The certificate is not for the name {tlsName}.";
        if (!certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == ServerAuth)))
            return "The certificate has no extendedKeyUsage serverAuth.";
        return ChainsTo(card.Authorities, certificate) ? null : "The certificate does not chain to authorities.pem.";
    }

    private bool ChainsTo(string authorities, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        chain.ChainPolicy.ExtraStore.ImportFromPem(issued("broker"));
        return chain.Build(certificate);
    }

    private X509Certificate2? Leaf(string member)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(PemChain.Read(issued(member))[0].Span);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return null;
        }
    }
}
