using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Issuing;

namespace Exchange.Tests.Cli;

/// <summary>What the authority of BGD does with the requests of a home that was begun with <c>party init --csr</c>.</summary>
internal static class NationalAuthority
{
    /// <summary>Certifies every request, into a folder as <c>party certify</c> takes it.</summary>
    /// <param name="home">The home with the requests.</param>
    /// <param name="folder">Where the certificates go.</param>
    /// <param name="now">UTC.</param>
    /// <param name="other">A member that is certified for the key of another home.</param>
    /// <param name="clientAsServer">The client's certificate is one of a server.</param>
    public static void Certify(
        string home,
        string folder,
        DateTimeOffset now,
        (string Member, string Home)? other = null,
        bool clientAsServer = false
    )
    {
        var party = PartyName.Parse("BGD");
        using var authority = Authority.Found(party, now);
        Directory.CreateDirectory(folder);
        void Put(string name, string pem) => File.WriteAllText(Path.Combine(folder, $"{name}.pem"), pem);
        byte[] Key(string member) => KeyOf(member == other?.Member ? other.Value.Home : home, member);
        Put("authorities", PemChain.Write(authority.Certificate));
        Put("crls", authority.IssueCrl(1, now));
        Put(
            "signing",
            PemChain.Write(
                authority.IssueRole(party, Key("signing"), X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, now)
            )
        );
        Put("encryption", PemChain.Write(authority.IssueRole(party, Key("encryption"), X509KeyUsageFlags.KeyAgreement, now)));
        Put("kem", PemChain.Write(authority.IssueRole(party, Key("kem"), X509KeyUsageFlags.KeyEncipherment, now)));
        Put(
            "client",
            PemChain.Write(
                clientAsServer ? authority.IssueServer("localhost", Key("client"), now) : authority.IssueClient(party, Key("client"), now)
            )
        );
        Put("broker", PemChain.Write(authority.IssueServer("localhost", Key("broker"), now)));
    }

    private static byte[] KeyOf(string home, string member) =>
        member == "kem"
            ? Block(home, "kem.pub")
            : CertificateRequest
                .LoadSigningRequest(Block(home, $"{member}.csr"), HashAlgorithmName.SHA256)
                .PublicKey.ExportSubjectPublicKeyInfo();

    private static byte[] Block(string home, string file)
    {
        var pem = File.ReadAllText(Path.Combine(home, "requests", file));
        return Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
    }
}
