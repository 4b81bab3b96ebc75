using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Certificates;
using Exchange.Tests.Cli;
using Exchange.Tests.Sealing.Certificates;

namespace Exchange.Tests.Samples;

/// <summary>The cards of <c>certs-sample</c>. Their private keys are made in a temporary folder, and go with it.</summary>
internal static class SampleCards
{
    /// <summary>The time at which they are judged.</summary>
    public static readonly DateTimeOffset At = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    // The authorities are older, so that one of their certificates can have ended meanwhile.
    private static readonly DateTimeOffset Founded = At.AddDays(-30);

    private const X509KeyUsageFlags SigningUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;

    public static string Folder { get; } = Path.Combine(Repository.Root, "certs-sample");

    /// <summary>The folders of the bad ones.</summary>
    public static readonly string[] BadOnes = ["expired", "revoked", "wrong-country", "wrong-usage"];

    public static string FileOf(string party, string folder = "") => Path.Combine(Folder, folder, $"{party}.party.json");

    public static PartyCard Read(string party, string folder = "") => PartyCard.Read(File.ReadAllBytes(FileOf(party, folder))).OrThrow();

    public static async Task MakeAsync()
    {
        using var bgd = await FoundedHome.OfAsync("BGD", Founded);
        using var mys = await FoundedHome.OfAsync("MYS", Founded);
        Write(bgd.Card, "");
        Write(mys.Card, "");
        WriteParts(bgd.Card);
        WriteParts(mys.Card);
        WriteBadOnes(bgd);
    }

    private static void WriteBadOnes(FoundedHome home)
    {
        var card = home.Card;
        using var loaded = X509CertificateLoader.LoadCertificate(PemChain.Read(card.Authorities)[0].Span);
        var authority = TestAuthority.From(loaded.SubjectName.Name, home.AuthorityKey());
        var good = PemChain.Read(card.Signing)[0].ToArray();
        Write(card with { Signing = Leaf(authority, good, "CN=BGD, C=BD", SigningUsage, At.AddDays(-1)) }, "expired");
        Write(card with { Signing = Leaf(authority, good, "CN=BGD, C=BD", X509KeyUsageFlags.KeyAgreement) }, "wrong-usage");
        Write(card with { Signing = Leaf(authority, good, "CN=BGD, C=MY", SigningUsage) }, "wrong-country");
        Write(card with { Crls = TestCards.CrlPem(authority.Crl(At.AddMinutes(-5), At.AddDays(90), good)) + "\n" }, "revoked");
    }

    // The same key, certified again as it should not be.
    private static string Leaf(
        TestAuthority authority,
        byte[] good,
        string subject,
        X509KeyUsageFlags usage,
        DateTimeOffset? notAfter = null
    )
    {
        using var loaded = X509CertificateLoader.LoadCertificate(good);
        var leaf = authority.Issue(
            subject,
            loaded.PublicKey.ExportSubjectPublicKeyInfo(),
            usage,
            Founded,
            notAfter ?? Founded.AddYears(2),
            new X509BasicConstraintsExtension(false, false, 0, true),
            new X509SubjectKeyIdentifierExtension(loaded.PublicKey, false)
        );
        return TestCards.Pem(leaf) + "\n";
    }

    private static void Write(PartyCard card, string folder)
    {
        Directory.CreateDirectory(Path.Combine(Folder, folder));
        File.WriteAllText(FileOf(card.Party.Value, folder), JsonSerializer.Serialize(card, ProtocolJson.Indented) + "\n");
    }

    private static void WriteParts(PartyCard card)
    {
        var parts = new Dictionary<string, string>
        {
            ["authority.pem"] = card.Authorities,
            ["authority.crl"] = card.Crls,
            ["signing.pem"] = card.Signing,
            ["encryption.pem"] = card.Encryption,
            ["kem.pem"] = card.Kem,
            ["client.csr"] = card.Client,
        };
        Directory.CreateDirectory(Path.Combine(Folder, card.Party.Value));
        foreach (var (name, pem) in parts)
            File.WriteAllText(Path.Combine(Folder, card.Party.Value, name), pem);
    }
}
