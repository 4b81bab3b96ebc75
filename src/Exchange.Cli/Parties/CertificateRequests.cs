using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Issuing;

namespace Exchange.Cli.Parties;

/// <summary>The folder <c>requests</c> of a home that waits for the certificates of an external authority.</summary>
internal sealed class RequestFolder
{
    private readonly string _folder;
    private readonly Names _names;

    private RequestFolder(string folder, Names names) => (_folder, _names) = (folder, names);

    /// <exception cref="CommandFailedException">There is none, or the card exists already.</exception>
    public static RequestFolder Of(Home home)
    {
        var names = Path.Combine(home.RequestFolder, "names.json");
        if (File.Exists(home.CardFile) || !File.Exists(names))
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                $"{home.Folder} does not wait for certificates.",
                "Nothing was changed.",
                "Start with: exchange party init --csr"
            );
        }

        return new(home.RequestFolder, JsonSerializer.Deserialize<Names>(File.ReadAllBytes(names), ProtocolJson.Options)!);
    }

    public static void Write(Home home, PartyName party, PartyRequests requests, CardLog log, CardWitness witness)
    {
        OwnFile.CreateFolder(home.RequestFolder);
        void Put(string name, string pem) => OwnFile.Write(Path.Combine(home.RequestFolder, name), pem);
        Put(NameOf("signing"), requests.Signing);
        Put(NameOf("encryption"), requests.Encryption);
        Put(NameOf("client"), requests.Client);
        Put(NameOf("broker"), requests.Broker);
        Put(NameOf("kem"), requests.KemPublicKey);
        Put("names.json", JsonSerializer.Serialize(new Names(party, log, witness), ProtocolJson.Indented) + "\n");
    }

    /// <summary>The file of a member's request: an ML-KEM key cannot sign one, and is there as it is.</summary>
    public static string NameOf(string member) => member == "kem" ? "kem.pub" : $"{member}.csr";

    /// <summary>The public key to be certified: SubjectPublicKeyInfo, DER.</summary>
    public byte[] KeyOf(string member)
    {
        var pem = File.ReadAllText(Path.Combine(_folder, NameOf(member)));
        return member == "kem"
            ? Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data])
            : CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256).PublicKey.ExportSubjectPublicKeyInfo();
    }

    /// <summary>The card with the certificates that <paramref name="pem"/> gives by member.</summary>
    public PartyCard CardOf(Func<string, string> pem, DateTimeOffset now) =>
        new()
        {
            Party = _names.Party,
            Serial = 1,
            ValidFrom = now,
            Protocols = [Protocol.Messages.MessageHeader.Protocol],
            Authorities = pem("authorities"),
            Crls = pem("crls"),
            Signing = pem("signing"),
            Encryption = pem("encryption"),
            Kem = pem("kem"),
            Client = File.ReadAllText(Path.Combine(_folder, "client.csr")),
            Log = _names.Log,
            Witness = _names.Witness,
        };

    private sealed record Names(PartyName Party, CardLog Log, CardWitness Witness);
}

/// <summary>
/// Whether the party's own authority has certified exactly the keys that it was asked to: a certificate of another key makes a
/// home whose gateway could not start, and a broker that nobody can reach.
/// </summary>
internal sealed class CertifiedKeyCheck(RequestFolder requests, Func<string, string> issued)
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    /// <summary>All faults; 353 for each certificate that is not the one asked for.</summary>
    public IEnumerable<Fault> Check(PartyCard card, string tlsName)
    {
        foreach (var member in new[] { "signing", "encryption", "kem", "client", "broker" })
        {
            if (!HasRequestedKey(member))
                yield return Wrong(member, $"The certificate is not for the key of requests/{RequestFolder.NameOf(member)}.");
        }

        foreach (var fault in GrantCheck.Check(Grant(card, tlsName), card).Where(fault => fault.Pointer == "/certificate"))
        {
            yield return fault with
            {
                Pointer = "/client",
            };
        }

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
    private MailboxGrant Grant(PartyCard card, string tlsName) =>
        new()
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
        if (
            !certificate
                .Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .Any(usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == ServerAuth))
        )
        {
            return "The certificate has no extendedKeyUsage serverAuth.";
        }

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
