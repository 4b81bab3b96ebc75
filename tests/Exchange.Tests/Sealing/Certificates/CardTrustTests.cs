using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;

namespace Exchange.Tests.Sealing.Certificates;

internal sealed class CardTrustTests
{
    private static readonly DateTimeOffset Now = TestParty.Now;

    private readonly TestCards _cards = new();

    [Test]
    public void The_cards_own_signing_certificate_is_trusted() => Judge(_cards.Card, [_cards.SigningLeaf]).ShouldBe(new Trusted());

    [Test]
    public void A_unit_of_a_country_is_trusted_under_its_own_name()
    {
        var unit = new TestCards("BGD-CID");
        Judge(unit.Card, [unit.SigningLeaf]).ShouldBe(new Trusted());
    }

    [Test]
    public void A_card_whose_certificates_cannot_be_read_is_the_callers_mistake(
        [Values("", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")] string pem
    )
    {
        Should.Throw<ArgumentException>(() => CardTrust.Of(_cards.Card with { Authorities = pem })).Message.ShouldContain("authorities");
        Should.Throw<ArgumentException>(() => CardTrust.Of(_cards.Card with { Signing = pem })).Message.ShouldContain("signing");
    }

    [Test]
    public void A_card_whose_lists_cannot_be_read_is_the_callers_mistake(
        [Values("no PEM", "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----")] string pem
    ) => Should.Throw<ArgumentException>(() => CardTrust.Of(_cards.Card with { Crls = pem })).Message.ShouldContain("crls");

    [Test]
    public void Text_between_certificates_is_not_read_over() =>
        Should.Throw<ArgumentException>(() => CardTrust.Of(_cards.Card with { Signing = "subject=CN=BGD\n" + _cards.Card.Signing }));

    [Test]
    public void A_certificate_under_another_label_is_not_read() =>
        Should.Throw<ArgumentException>(() =>
            CardTrust.Of(_cards.Card with { Signing = _cards.Card.Signing.Replace(" CERTIFICATE", " TRUSTED CERTIFICATE") })
        );

    [TestCase("301731153008060355040313014A3009060355040613024244", true, TestName = "A_name_in_the_order_of_DER_is_read")]
    [TestCase("3017311530090603550406130242443008060355040313014A", false, TestName = "A_name_out_of_the_order_of_DER_is_not_read")]
    public void The_order_of_DER_counts(string name, bool isRead)
    {
        var subject = new X500DistinguishedName(Convert.FromHexString(name));
        var leaf = _cards.Root.Issue(subject, _cards.SigningKey.SubjectPublicKeyInfo, TestCards.SigningUsage);
        (CardCertificate.Read(leaf) is not null).ShouldBe(isRead);
    }

    [Test]
    public void No_changed_byte_of_the_certificate_is_trusted()
    {
        for (var index = 0; index < _cards.SigningLeaf.Length; index++)
        {
            var leaf = _cards.SigningLeaf.ToArray();
            leaf[index] ^= 0x01;
            if (CardCertificate.Read(leaf) is not null)
                Judge(_cards.WithSigning(leaf), [leaf]).ShouldNotBe(new Trusted());
            else
                Should.Throw<ArgumentException>(() => CardTrust.Of(_cards.WithSigning(leaf)));
        }
    }

    [Test]
    public void A_message_without_certificates_is_refused() => Refusal(_cards.Card, []).ShouldBe(ReceiptCode.CertificatePath);

    [Test]
    public void Another_certificate_of_the_same_authority_and_name_is_not_the_cards() =>
        Refusal(_cards.Card, [Leaf(_cards.Root)]).ShouldBe(ReceiptCode.NotTheSigningCertificate);

    [Test]
    public void The_same_name_from_another_authority_has_no_path() =>
        Refusal(_cards.Card, [Leaf(TestAuthority.Root())]).ShouldBe(ReceiptCode.CertificatePath);

    [Test]
    public void A_strangers_chain_of_garbage_has_no_path() =>
        Refusal(
                _cards.Card,
                [
                    [0x30, 0x00],
                ]
            )
            .ShouldBe(ReceiptCode.CertificatePath);

    [Test]
    public void A_chain_with_an_extra_certificate_is_not_the_cards() =>
        Refusal(_cards.Card, [_cards.SigningLeaf, _cards.Root.Certificate]).ShouldBe(ReceiptCode.NotTheSigningCertificate);

    [Test]
    public void A_chain_with_another_intermediate_of_the_same_name_is_not_the_cards()
    {
        var (first, second) = (_cards.Root.Below("CN=Unit CA"), _cards.Root.Below("CN=Unit CA"));
        var leaf = Leaf(first);
        Refusal(_cards.WithSigning(leaf, first), [leaf, second.Certificate]).ShouldBe(ReceiptCode.NotTheSigningCertificate);
    }

    [Test]
    public void A_chain_that_lacks_an_intermediate_is_not_the_cards()
    {
        var intermediate = _cards.Root.Below("CN=Unit CA");
        var leaf = Leaf(intermediate);
        Refusal(_cards.WithSigning(leaf, intermediate), [leaf]).ShouldBe(ReceiptCode.NotTheSigningCertificate);
    }

    [Test]
    public void A_card_may_not_list_a_certificate_of_another_authority() =>
        RefusalOfSigning(Leaf(TestAuthority.Root())).ShouldBe(ReceiptCode.CertificatePath);

    [TestCase(X509KeyUsageFlags.DigitalSignature)]
    [TestCase(X509KeyUsageFlags.NonRepudiation)]
    [TestCase(X509KeyUsageFlags.KeyAgreement)]
    [TestCase(TestCards.SigningUsage | X509KeyUsageFlags.KeyAgreement)]
    [TestCase(TestCards.SigningUsage | X509KeyUsageFlags.KeyCertSign)]
    public void A_certificate_with_another_usage_does_not_sign(X509KeyUsageFlags usage) =>
        RefusalOfSigning(_cards.Root.Issue(_cards.Subject, _cards.SigningKey.SubjectPublicKeyInfo, usage))
            .ShouldBe(ReceiptCode.NotTheSigningCertificate);

    [TestCase("CN=BGD, C=MY", TestName = "Another_country_does_not_sign")]
    [TestCase("CN=BGD", TestName = "No_country_does_not_sign")]
    [TestCase("CN=BGD, C=BGD", TestName = "An_alpha_3_country_does_not_sign")]
    [TestCase("CN=BGD, C=BD, C=MY", TestName = "Two_countries_do_not_sign")]
    [TestCase("CN=BGD-CID, C=BD", TestName = "Another_unit_does_not_sign")]
    [TestCase("CN=BGD, CN=BGD, C=BD", TestName = "Two_names_do_not_sign")]
    public void A_certificate_with_another_subject_does_not_sign(string subject) =>
        RefusalOfSigning(_cards.Root.Issue(subject, _cards.SigningKey.SubjectPublicKeyInfo, TestCards.SigningUsage))
            .ShouldBe(ReceiptCode.NotTheSigningCertificate);

    [Test]
    public void A_key_on_another_curve_does_not_sign()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        RefusalOfSigning(_cards.Root.Issue(_cards.Subject, key.ExportSubjectPublicKeyInfo(), TestCards.SigningUsage))
            .ShouldBe(ReceiptCode.NotTheSigningCertificate);
    }

    [Test]
    public void An_authoritys_certificate_does_not_sign_messages() =>
        RefusalOfSigning(
                _cards.Root.Issue(
                    _cards.Subject,
                    _cards.SigningKey.SubjectPublicKeyInfo,
                    TestCards.SigningUsage,
                    extensions: new X509BasicConstraintsExtension(true, false, 0, true)
                )
            )
            .ShouldBe(ReceiptCode.NotTheSigningCertificate);

    [Test]
    public void A_signature_before_the_certificate_is_refused()
    {
        var trust = CardTrust.Of(_cards.Card);
        trust.JudgeSigner([_cards.SigningLeaf], Now.AddYears(-1), Now).ShouldBe(new Trusted());
        trust
            .JudgeSigner([_cards.SigningLeaf], Now.AddYears(-1).AddSeconds(-1), Now)
            .ShouldBe(new Refused(ReceiptCode.CertificateNotValidThen));
    }

    [Test]
    public void A_signature_after_the_certificate_expired_is_refused()
    {
        var trust = CardTrust.Of(_cards.Card);
        trust.JudgeSigner([_cards.SigningLeaf], Now.AddYears(1), Now).ShouldBe(new Trusted());
        trust
            .JudgeSigner([_cards.SigningLeaf], Now.AddYears(1).AddSeconds(1), Now)
            .ShouldBe(new Refused(ReceiptCode.CertificateNotValidThen));
    }

    [Test]
    public void A_message_signed_in_time_may_be_opened_after_the_certificate_expired()
    {
        var card = _cards.Card with { Crls = TestCards.CrlPem(_cards.Root.Crl(Now.AddYears(2), Now.AddYears(3))) };
        Judge(card, [_cards.SigningLeaf], signingTime: Now, now: Now.AddYears(2).AddDays(1)).ShouldBe(new Trusted());
    }

    [Test]
    public void An_expired_root_refuses_what_was_signed_later()
    {
        var root = TestAuthority.Root(notAfter: Now.AddSeconds(-1));
        var leaf = Leaf(root);
        var card = CardOf(root, leaf);
        Refusal(card, [leaf]).ShouldBe(ReceiptCode.CertificateNotValidThen);
        Judge(card, [leaf], signingTime: Now.AddSeconds(-1)).ShouldBe(new Trusted());
    }

    [Test]
    public void A_card_may_have_an_authority_that_the_signer_is_not_under()
    {
        var card = _cards.Card with
        {
            Authorities = TestCards.Pem(TestAuthority.Root("CN=Other Root").Certificate, _cards.Root.Certificate),
        };
        Judge(card, [_cards.SigningLeaf]).ShouldBe(new Trusted());
    }

    private PartyCard CardOf(TestAuthority root, byte[] leaf) =>
        _cards.Card with
        {
            Authorities = TestCards.Pem(root.Certificate),
            Crls = TestCards.CrlPem(root.Crl()),
            Signing = TestCards.Pem(leaf),
        };

    private byte[] Leaf(TestAuthority authority) =>
        authority.Issue(_cards.Subject, _cards.SigningKey.SubjectPublicKeyInfo, TestCards.SigningUsage);

    private ReceiptCode RefusalOfSigning(byte[] leaf) => Refusal(_cards.WithSigning(leaf), [leaf]);

    private static ReceiptCode Refusal(PartyCard card, byte[][] chain) => Judge(card, chain).ShouldBeOfType<Refused>().Code;

    private static SignerVerdict Judge(PartyCard card, byte[][] chain, DateTimeOffset? signingTime = null, DateTimeOffset? now = null) =>
        CardTrust.Of(card).JudgeSigner([.. chain.Select(certificate => (ReadOnlyMemory<byte>)certificate)], signingTime ?? Now, now ?? Now);
}
