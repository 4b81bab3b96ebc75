using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Issuing;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Sealing.Keys;

internal sealed class AuthorityTests
{
    private static readonly DateTimeOffset Now = TestParty.Now;
    private static readonly PartyName Bgd = PartyName.Parse("BGD");

    private readonly byte[] _publicKey = new TestKeys.Signing().SubjectPublicKeyInfo;

    private TemporaryFolder _folder = null!;
    private Authority _authority = null!;
    private KeyProtection _protection = null!;

    [SetUp]
    public void Found() => (_folder, _authority, _protection) = (new(), Authority.Found(Bgd, Now), new("a passphrase of a test"));

    [TearDown]
    public void Remove()
    {
        _authority.Dispose();
        _protection.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void It_certifies_nothing_that_certifies()
    {
        using var own = Load(_authority.Certificate);
        using var leaf = Load(_authority.IssueRole(Bgd, _publicKey, X509KeyUsageFlags.KeyAgreement, Now));

        own.Extensions.OfType<X509BasicConstraintsExtension>()
            .Single()
            .ShouldSatisfyAllConditions(
                constraints => constraints.CertificateAuthority.ShouldBeTrue(),
                constraints => constraints.PathLengthConstraint.ShouldBe(0)
            );
        leaf.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority.ShouldBeFalse();
    }

    [Test]
    public void A_client_may_log_in_and_a_broker_may_be_logged_in_to_and_neither_the_other()
    {
        UsageOf(_authority.IssueClient(Bgd, _publicKey, Now)).ShouldBe(["1.3.6.1.5.5.7.3.2"]);
        UsageOf(_authority.IssueServer("mailbox.example", _publicKey, Now)).ShouldBe(["1.3.6.1.5.5.7.3.1"]);
    }

    [TestCase("mailbox.example", "mailbox.example")]
    [TestCase("192.0.2.10", "192.0.2.10")]
    [TestCase("2001:db8::10", "2001:db8::10")]
    public void A_broker_has_the_name_that_clients_check_and_no_other(string name, string checkedName)
    {
        using var server = Load(_authority.IssueServer(name, _publicKey, Now));

        server.MatchesHostname(checkedName, allowWildcards: false, allowCommonName: false).ShouldBeTrue();
        server.MatchesHostname("other.example", allowWildcards: false, allowCommonName: false).ShouldBeFalse();
    }

    [Test]
    public void No_two_certificates_have_the_same_serial_number()
    {
        var serials = Enumerable.Range(0, 20).Select(_ => SerialOf(_authority.IssueClient(Bgd, _publicKey, Now))).ToList();

        serials.Distinct().Count().ShouldBe(20);
        // Sixteen bytes, and positive.
        serials.ShouldAllBe(serial => serial.Length == 32 && serial[0] >= '4' && serial[0] <= '7');
    }

    [Test]
    public void What_it_revokes_is_on_its_list_alone()
    {
        var (first, second) = (_authority.IssueClient(Bgd, _publicKey, Now), _authority.IssueClient(Bgd, _publicKey, Now));
        RevocationList.TryReadAll(_authority.IssueCrl(2, Now, first), out var lists).ShouldBeTrue();

        var list = lists!.ShouldHaveSingleItem();
        list.SpeaksFor(CardCertificate.Read(_authority.Certificate.ToArray())!).ShouldBeTrue();
        list.Lists(CardCertificate.Read(first.ToArray())!).ShouldBeTrue();
        list.Lists(CardCertificate.Read(second.ToArray())!).ShouldBeFalse();
        list.IsFreshAt(Now.AddDays(90)).ShouldBeTrue();
        list.IsFreshAt(Now.AddDays(90).AddSeconds(1)).ShouldBeFalse();
    }

    [Test]
    public void A_later_list_has_all_that_an_earlier_one_had()
    {
        var (first, second) = (_authority.IssueClient(Bgd, _publicKey, Now), _authority.IssueClient(Bgd, _publicKey, Now));
        var list = _authority.RenewCrl(_authority.RenewCrl(_authority.IssueCrl(1, Now), Now, first), Now.AddDays(80), second);
        RevocationList.TryReadAll(list, out var lists).ShouldBeTrue();

        lists![0].SpeaksFor(CardCertificate.Read(_authority.Certificate.ToArray())!).ShouldBeTrue();
        new[] { first, second }.ShouldAllBe(certificate => lists[0].Lists(CardCertificate.Read(certificate.ToArray())!));
        lists[0].IsFreshAt(Now.AddDays(170)).ShouldBeTrue();
        CertificateRevocationListBuilder.LoadPem(list, out var number);
        number.ShouldBe(3);
        Should.Throw<CryptographicException>(() => _authority.RenewCrl("", Now));
    }

    [Test]
    public void It_opens_from_its_files_and_issues_under_the_same_name_and_key()
    {
        using var opened = Authority.Open(_authority.Certificate, KeyFile(_authority.ExportKey()), _protection);

        CertificatePath
            .Find(
                [CardCertificate.Read(opened.IssueRole(Bgd, _publicKey, X509KeyUsageFlags.KeyAgreement, Now).ToArray())!],
                [CardCertificate.Read(_authority.Certificate.ToArray())!],
                []
            )
            .ShouldHaveSingleItem();
    }

    [Test]
    public void A_key_of_another_authority_is_refused()
    {
        using var other = Authority.Found(Bgd, Now);

        Refusal(KeyFile(other.ExportKey())).ShouldContain("is not the key of the authority's certificate");
    }

    [Test]
    public void A_key_of_another_kind_is_refused()
    {
        using var rsa = RSA.Create(2048);

        Refusal(KeyFile(rsa.ExportPkcs8PrivateKey())).ShouldContain("authority-1.pem");
    }

    [Test]
    public void Where_there_is_no_key_the_authority_is_elsewhere() => Refusal(_folder.In("nothing.pem")).ShouldContain("elsewhere");

    private string Refusal(string keyFile) =>
        Should.Throw<KeyStoreException>(() => Authority.Open(_authority.Certificate, keyFile, _protection)).Message;

    private string KeyFile(byte[] pkcs8)
    {
        _folder.Write(_protection.Protect(pkcs8), "authority-1.pem");
        return _folder.In("authority-1.pem");
    }

    private static List<string> UsageOf(ReadOnlyMemory<byte> certificate)
    {
        using var loaded = Load(certificate);
        return
        [
            .. loaded
                .Extensions.OfType<X509EnhancedKeyUsageExtension>()
                .Single()
                .EnhancedKeyUsages.OfType<Oid>()
                .Select(usage => usage.Value!),
        ];
    }

    private static string SerialOf(ReadOnlyMemory<byte> certificate)
    {
        using var loaded = Load(certificate);
        return loaded.SerialNumber;
    }

    private static X509Certificate2 Load(ReadOnlyMemory<byte> certificate) => X509CertificateLoader.LoadCertificate(certificate.Span);
}
