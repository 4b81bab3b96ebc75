using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Sealing.Certificates;

internal sealed class CardRevocationsTests
{
    private static readonly DateTimeOffset Now = TestParty.Now;

    [TestCase("CN=BGD Exchange Authority, C=BD")]
    [TestCase("CN=\"  National   ROOT  of the Police\", OU=Q, O=\"Dhaka, Metro\", C=BD")]
    [TestCase("CN=জাতীয় মূল, C=BD")]
    [TestCase("E=Root@Police.Example, CN=root, C=BD")]
    [TestCase("C=BD, OU=x + CN=B")]
    public void A_list_has_the_name_by_which_openssl_looks_for_it(string issuer)
    {
        Openssl.Need();
        using var folder = new TemporaryFolder();
        var list = List(issuer);
        folder.Write(list, "list.pem");

        Card(list)
            .RevocationFiles()
            .ShouldHaveSingleItem()
            .ShouldBe(new(Openssl.Run(folder.Folder, "crl -in list.pem -noout -hash").Trim() + ".r0", list));
    }

    [Test]
    public void Lists_of_one_issuer_are_counted()
    {
        var files = Card(List("CN=A") + List("CN=B") + List("CN=A")).RevocationFiles();

        files.Keys.Select(name => name[8..]).ShouldBe([".r0", ".r1", ".r0"], ignoreOrder: true);
        files.Values.Distinct().Count().ShouldBe(3);
    }

    [Test]
    public void A_serial_number_on_another_authoritys_list_revokes_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var ours = new CertificateRequest("CN=A", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now, Now.AddDays(1));
        var chain = ours.ExportCertificatePem() + "\n";

        Card(List("CN=A", ours.SerialNumberBytes.Span)).HasRevoked(chain).ShouldBeTrue();
        Card(List("CN=B", ours.SerialNumberBytes.Span)).HasRevoked(chain).ShouldBeFalse();
    }

    [Test]
    public void What_is_no_list_or_no_certificate_says_nothing()
    {
        Should.Throw<ArgumentException>(() => Card("nothing").RevocationFiles());
        Should.Throw<ArgumentException>(() => Card("nothing").HasRevoked("nothing"));
        Should.Throw<ArgumentException>(() => Card(List("CN=A")).HasRevoked("nothing"));
    }

    private static string List(string issuer, ReadOnlySpan<byte> revoked = default)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName(issuer), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var authority = request.CreateSelfSigned(Now, Now.AddDays(10));
        var builder = new CertificateRevocationListBuilder();
        if (!revoked.IsEmpty)
            builder.AddEntry(revoked);
        return PemEncoding.WriteString("X509 CRL", builder.Build(authority, 1, Now.AddDays(9), HashAlgorithmName.SHA256, thisUpdate: Now))
            + "\n";
    }

    private static PartyCard Card(string crls) =>
        new()
        {
            Party = PartyName.Parse("BGD"),
            Serial = 1,
            ValidFrom = Now,
            Protocols = [],
            Authorities = "",
            Crls = crls,
            Signing = "",
            Encryption = "",
            Kem = "",
            Client = "",
            Log = new("", []),
            Witness = new("", []),
        };
}
