using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;

namespace Exchange.Tests.Sealing.Certificates;

internal sealed class GrantCheckTests
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    private readonly TestCards _own = new();
    private readonly TestAuthority _theirs = TestAuthority.Root("CN=MYS CA");

    [Test]
    public void A_grant_for_the_own_key_is_taken() => CheckOf(Grant()).ShouldBeEmpty();

    [Test]
    public void A_grant_for_another_party_is_not_taken() =>
        CheckOf(Grant() with { For = PartyName.Parse("IDN") }).ShouldBe([(ReceiptCode.MembersOrTypes, "/for")]);

    [Test]
    public void A_grant_for_another_key_is_not_taken() =>
        CheckOf(Grant(publicKeyInfo: new TestKeys.Signing().SubjectPublicKeyInfo))
            .ShouldBe([(ReceiptCode.NotTheSigningCertificate, "/certificate")]);

    [TestCase("CN=IDN")]
    [TestCase("CN=BGD, CN=IDN")]
    public void A_grant_under_another_name_is_not_taken(string subject) =>
        CheckOf(Grant(subject)).ShouldBe([(ReceiptCode.NotTheSigningCertificate, "/certificate")]);

    [Test]
    public void A_grant_that_does_not_let_log_in_is_not_taken([Values(null, ServerAuth)] string? usage) =>
        CheckOf(Grant(usage: usage)).ShouldBe([(ReceiptCode.NotTheSigningCertificate, "/certificate")]);

    [Test]
    public void A_grant_whose_chain_has_its_authority_in_it_is_not_taken()
    {
        var grant = Grant();
        CheckOf(grant with { Certificate = grant.Certificate + "\n" + grant.Authorities })
            .ShouldBe([(ReceiptCode.CertificatePath, "/certificate")]);
    }

    [Test]
    public void What_is_not_PEM_is_named()
    {
        CheckOf(Grant() with { Authorities = "?" }).ShouldBe([(ReceiptCode.MembersOrTypes, "/authorities")]);
        CheckOf(Grant() with { Certificate = "?" }).ShouldBe([(ReceiptCode.MembersOrTypes, "/certificate")]);
    }

    [Test]
    public void An_own_card_without_a_request_is_the_callers_mistake() =>
        Should.Throw<ArgumentException>(() => GrantCheck.Check(Grant(), _own.Card with { Client = "?" })).ParamName.ShouldBe("own");

    private IEnumerable<(ReceiptCode Code, string Pointer)> CheckOf(MailboxGrant grant) =>
        GrantCheck.Check(grant, _own.Card).Select(fault => (fault.Code, fault.Pointer));

    private MailboxGrant Grant(string subject = "CN=BGD", byte[]? publicKeyInfo = null, string? usage = ClientAuth)
    {
        X509Extension[] usages = usage is null ? [] : [new X509EnhancedKeyUsageExtension([new Oid(usage)], false)];
        var key = publicKeyInfo ?? _own.ClientKey.ExportSubjectPublicKeyInfo();
        return new()
        {
            For = PartyName.Parse("BGD"),
            At = PartyName.Parse("MYS"),
            Host = "broker.mys.example",
            Port = 5671,
            TlsName = "broker.mys.example",
            Authorities = TestCards.Pem(_theirs.Certificate),
            Certificate = TestCards.Pem(_theirs.Issue(subject, key, X509KeyUsageFlags.DigitalSignature, extensions: usages)),
        };
    }
}
