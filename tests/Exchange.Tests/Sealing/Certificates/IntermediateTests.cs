using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Exchange.Tests.Sealing.Certificates;

/// <summary>What <see cref="CardTrust"/> says of the authorities between a leaf and the card's own.</summary>
internal sealed class IntermediateTests
{
    private static readonly DateTimeOffset Now = TestParty.Now;

    private readonly TestCards _cards = new();

    [Test]
    public void A_path_through_an_intermediate_is_trusted() =>
        Judge(_cards.Root.Below("CN=Unit CA", pathLength: 0)).ShouldBe(new Trusted());

    [Test]
    public void A_path_through_two_intermediates_is_trusted()
    {
        var upper = _cards.Root.Below("CN=Upper CA", pathLength: 1);
        Judge(upper.Below("CN=Lower CA"), upper).ShouldBe(new Trusted());
    }

    [Test]
    public void An_intermediate_without_the_CA_flag_is_no_path() =>
        Refusal(_cards.Root.Below("CN=Unit CA", isAuthority: false)).ShouldBe(ReceiptCode.CertificatePath);

    [Test]
    public void An_intermediate_that_may_not_sign_certificates_is_no_path() =>
        Refusal(_cards.Root.Below("CN=Unit CA", usage: X509KeyUsageFlags.CrlSign)).ShouldBe(ReceiptCode.CertificatePath);

    [Test]
    public void An_intermediate_without_keyUsage_is_no_path() =>
        Refusal(_cards.Root.Below("CN=Unit CA", usage: X509KeyUsageFlags.None)).ShouldBe(ReceiptCode.CertificatePath);

    [Test]
    public void A_chain_in_another_order_is_no_path()
    {
        var upper = _cards.Root.Below("CN=Upper CA");
        var lower = upper.Below("CN=Lower CA");
        var leaf = Leaf(lower);
        Verdict(_cards.WithSigning(leaf, upper, lower), leaf, upper, lower).ShouldBe(new Refused(ReceiptCode.CertificatePath));
    }

    [Test]
    public void An_intermediate_below_its_path_length_is_no_path()
    {
        var upper = _cards.Root.Below("CN=Upper CA", pathLength: 0);
        Refusal(upper.Below("CN=Lower CA"), upper).ShouldBe(ReceiptCode.CertificatePath);
    }

    [Test]
    public void The_roots_own_path_length_binds()
    {
        var root = TestAuthority.Root(pathLength: 0);
        var intermediate = root.Below("CN=Unit CA");
        var leaf = Leaf(intermediate);
        Verdict(CardOf(root, intermediate, leaf), leaf, intermediate).ShouldBe(new Refused(ReceiptCode.CertificatePath));
    }

    [Test]
    public void A_root_without_the_CA_flag_is_no_path()
    {
        var root = TestAuthority.Root(isAuthority: false);
        var intermediate = root.Below("CN=Unit CA");
        var leaf = Leaf(intermediate);
        Verdict(CardOf(root, intermediate, leaf), leaf, intermediate).ShouldBe(new Refused(ReceiptCode.CertificatePath));
    }

    [Test]
    public void A_critical_extension_that_nobody_knows_is_no_path()
    {
        var unknown = new System.Security.Cryptography.X509Certificates.X509Extension("1.3.6.1.4.1.99999.1", [0x05, 0x00], critical: true);
        var leaf = _cards.Root.Issue(_cards.Subject, _cards.SigningKey.SubjectPublicKeyInfo, TestCards.SigningUsage, extensions: unknown);
        Verdict(_cards.WithSigning(leaf), leaf).ShouldBe(new Refused(ReceiptCode.CertificatePath));
    }

    [Test]
    public void Five_certificates_below_the_root_are_no_path()
    {
        var authorities = new List<TestAuthority> { _cards.Root.Below("CN=CA 0") };
        for (var level = 1; level < 4; level++)
            authorities.Insert(0, authorities[0].Below($"CN=CA {level}"));
        Refusal([.. authorities]).ShouldBe(ReceiptCode.CertificatePath);
        Judge([.. authorities.Skip(1)]).ShouldBe(new Trusted());
    }

    [Test]
    public void An_intermediate_that_comes_before_the_leaf_is_no_path()
    {
        var intermediate = _cards.Root.Below("CN=Unit CA");
        var card = _cards.Card with { Signing = TestCards.Pem(intermediate.Certificate, Leaf(intermediate)) };
        CardTrust
            .Of(card)
            .JudgeSigner([intermediate.Certificate, Leaf(intermediate)], Now, Now)
            .ShouldBe(new Refused(ReceiptCode.NotTheSigningCertificate));
        CardCheck.Check(card, Now).ShouldHaveSingleItem().Code.ShouldBe(ReceiptCode.CertificatePath);
    }

    [Test]
    public void A_leaf_that_certifies_another_leaf_is_no_path()
    {
        var forged = TestAuthority
            .From(_cards.Subject, _cards.SigningKey.Key)
            .Issue(_cards.Subject, new TestKeys.Signing().SubjectPublicKeyInfo, TestCards.SigningUsage);
        var card = _cards.Card with { Signing = TestCards.Pem(forged, _cards.SigningLeaf) };
        CardTrust.Of(card).JudgeSigner([forged, _cards.SigningLeaf], Now, Now).ShouldBe(new Refused(ReceiptCode.CertificatePath));
    }

    [Test]
    public void A_certificate_signed_with_SHA_1_is_no_path()
    {
        var (strong, weak) = (SignedWith("SHA256withECDSA"), SignedWith("SHA1withECDSA"));
        Verdict(_cards.WithSigning(strong), strong).ShouldBe(new Trusted());
        Verdict(_cards.WithSigning(weak), weak).ShouldBe(new Refused(ReceiptCode.CertificatePath));
    }

    [Test]
    public void An_expired_intermediate_refuses_what_was_signed_later() =>
        Refusal(_cards.Root.Below("CN=Unit CA", notAfter: Now.AddSeconds(-1))).ShouldBe(ReceiptCode.CertificateNotValidThen);

    [Test]
    public void A_revoked_intermediate_revokes_what_is_below_it()
    {
        var intermediate = _cards.Root.Below("CN=Unit CA");
        var leaf = Leaf(intermediate);
        var card = _cards.WithSigning(leaf, intermediate) with
        {
            Crls = TestCards.CrlPem(_cards.Root.Crl(intermediate.Certificate), intermediate.Crl()),
        };
        Verdict(card, leaf, intermediate).ShouldBe(new Refused(ReceiptCode.CertificateRevoked));
    }

    [Test]
    public void Every_authority_on_the_path_needs_a_list()
    {
        var intermediate = _cards.Root.Below("CN=Unit CA");
        var leaf = Leaf(intermediate);
        var card = _cards.WithSigning(leaf, intermediate);
        Verdict(card with { Crls = TestCards.CrlPem(_cards.Root.Crl()) }, leaf, intermediate).ShouldBe(new Wait());
        Verdict(card with { Crls = TestCards.CrlPem(intermediate.Crl()) }, leaf, intermediate).ShouldBe(new Wait());
        Verdict(card, leaf, intermediate).ShouldBe(new Trusted());
    }

    private byte[] SignedWith(string algorithm)
    {
        var model = new X509CertificateParser().ReadCertificate(_cards.SigningLeaf);
        var generator = new X509V3CertificateGenerator();
        generator.SetIssuerDN(model.IssuerDN);
        generator.SetSubjectDN(model.SubjectDN);
        generator.SetSerialNumber(Org.BouncyCastle.Math.BigInteger.Two);
        generator.SetNotBefore(model.NotBefore);
        generator.SetNotAfter(model.NotAfter);
        generator.SetPublicKey(model.GetPublicKey());
        generator.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(KeyUsage.DigitalSignature | KeyUsage.NonRepudiation));
        return generator
            .Generate(new Asn1SignatureFactory(algorithm, PrivateKeyFactory.CreateKey(_cards.Root.PrivateKeyInfo)))
            .GetEncoded();
    }

    private ReceiptCode Refusal(params TestAuthority[] intermediates) => Judge(intermediates).ShouldBeOfType<Refused>().Code;

    private SignerVerdict Judge(params TestAuthority[] intermediates)
    {
        var leaf = Leaf(intermediates[0]);
        return Verdict(_cards.WithSigning(leaf, intermediates), leaf, intermediates);
    }

    private byte[] Leaf(TestAuthority authority) =>
        authority.Issue(_cards.Subject, _cards.SigningKey.SubjectPublicKeyInfo, TestCards.SigningUsage);

    private PartyCard CardOf(TestAuthority root, TestAuthority intermediate, byte[] leaf) =>
        _cards.Card with
        {
            Authorities = TestCards.Pem(root.Certificate),
            Crls = TestCards.CrlPem(root.Crl(), intermediate.Crl()),
            Signing = TestCards.Pem(leaf, intermediate.Certificate),
        };

    private static SignerVerdict Verdict(PartyCard card, byte[] leaf, params TestAuthority[] intermediates) =>
        CardTrust.Of(card).JudgeSigner([leaf, .. intermediates.Select(authority => (ReadOnlyMemory<byte>)authority.Certificate)], Now, Now);
}
