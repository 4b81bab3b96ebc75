using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol;
using Exchange.Sealing.Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Exchange.Tests.Sealing.Certificates;

/// <summary>What <see cref="CardTrust"/> makes of revocation lists.</summary>
internal sealed class RevocationTests
{
    private static readonly DateTimeOffset Now = TestParty.Now;
    private static readonly SignerVerdict Stale = new Wait();
    private static readonly SignerVerdict Revoked = new Refused(ReceiptCode.CertificateRevoked);

    private readonly TestCards _cards = new();

    [Test]
    public void A_revoked_certificate_is_refused_whatever_the_signing_time()
    {
        var list = _cards.Root.Crl(_cards.SigningLeaf);
        Judge([list]).ShouldBe(Revoked);
        Judge([list], signingTime: Now.AddMonths(-6)).ShouldBe(Revoked);
        Judge([list], signingTime: Now.AddYears(5)).ShouldBe(Revoked);
    }

    [Test]
    public void Another_certificates_revocation_changes_nothing() =>
        Judge([_cards.Root.Crl(_cards.Root.Issue(_cards.Subject, new TestKeys.Signing().SubjectPublicKeyInfo, TestCards.SigningUsage))])
            .ShouldBe(new Trusted());

    [Test]
    public void A_list_that_has_run_out_makes_wait()
    {
        var list = _cards.Root.Crl(Now.AddDays(-7), Now);
        Judge([list]).ShouldBe(new Trusted());
        Judge([list], now: Now.AddSeconds(1)).ShouldBe(Stale);
    }

    [Test]
    public void A_list_of_the_year_1_is_old_and_no_failure()
    {
        var time = DerNode.Primitive(0x18, "00010101000000Z"u8.ToArray());
        var list = RevocationList.Read(Forgery.Edit(_cards.Root.Crl(), root => root[0, 3].Become(time))).ShouldNotBeNull();

        list.IsFreshAt(Now).ShouldBeTrue("the list has begun");
        list.IsFreshAt(Now.AddYears(1)).ShouldBeFalse("and ends");
    }

    [Test]
    public void A_list_from_the_future_makes_wait_beyond_ten_minutes()
    {
        var list = _cards.Root.Crl(Now.AddMinutes(10), Now.AddDays(7));
        Judge([list]).ShouldBe(new Trusted());
        Judge([list], now: Now.AddSeconds(-1)).ShouldBe(Stale);
    }

    [Test]
    public void Without_a_list_there_is_waiting() => Judge([]).ShouldBe(Stale);

    [Test]
    public void A_fresh_list_beside_one_that_has_run_out_is_enough() =>
        Judge([_cards.Root.Crl(Now.AddDays(-7), Now.AddDays(-1)), _cards.Root.Crl()]).ShouldBe(new Trusted());

    [Test]
    public void A_list_of_another_authority_makes_wait() => Judge([TestAuthority.Root("CN=Other Root").Crl()]).ShouldBe(Stale);

    [Test]
    public void A_list_of_another_authority_with_the_same_name_makes_wait() => Judge([TestAuthority.Root().Crl()]).ShouldBe(Stale);

    [Test]
    public void A_list_that_another_authority_wrote_revokes_nothing() =>
        Judge([_cards.Root.Crl(), TestAuthority.Root().Crl(_cards.SigningLeaf)]).ShouldBe(new Trusted());

    [Test]
    public void A_list_signed_by_the_issuer_in_anothers_name_makes_wait() =>
        Judge([Forge(_cards.Root, issuer: "CN=Other Root")]).ShouldBe(Stale);

    [Test]
    public void Revocation_wins_over_a_list_that_has_run_out() =>
        Judge([_cards.Root.Crl(Now.AddDays(-30), Now.AddDays(-20), _cards.SigningLeaf)]).ShouldBe(Revoked);

    [Test]
    public void Revocation_by_an_older_list_stays() =>
        Judge([_cards.Root.Crl(Now.AddDays(-30), Now.AddDays(-20), _cards.SigningLeaf), _cards.Root.Crl()]).ShouldBe(Revoked);

    [Test]
    public void An_issuer_that_may_not_sign_lists_makes_wait()
    {
        var root = TestAuthority.Root(usage: X509KeyUsageFlags.KeyCertSign);
        var leaf = root.Issue(_cards.Subject, _cards.SigningKey.SubjectPublicKeyInfo, TestCards.SigningUsage);
        var card = _cards.Card with
        {
            Authorities = TestCards.Pem(root.Certificate),
            Signing = TestCards.Pem(leaf),
            Crls = TestCards.CrlPem(root.Crl()),
        };
        CardTrust.Of(card).JudgeSigner([leaf], Now, Now).ShouldBe(Stale);
    }

    [Test]
    public void A_list_of_which_a_byte_was_changed_makes_wait()
    {
        var good = _cards.Root.Crl();
        for (var index = 0; index < good.Length; index++)
        {
            var list = good.ToArray();
            list[index] ^= 0x01;
            if (RevocationList.Read(list) is not null)
                Judge([list]).ShouldBe(Stale);
        }
    }

    [Test]
    public void A_list_that_names_two_algorithms_is_not_read()
    {
        var list = CertificateList.GetInstance(_cards.Root.Crl());
        var other = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha384);
        var mixed = new DerSequence(list.TbsCertList, other, list.Signature).GetDerEncoded();
        RevocationList.Read(mixed).ShouldBeNull();
    }

    [Test]
    public void A_forged_list_without_oddities_is_good() => Judge([Forge(_cards.Root)]).ShouldBe(new Trusted());

    [Test]
    public void A_list_without_a_next_update_makes_wait() => Judge([Forge(_cards.Root, hasNextUpdate: false)]).ShouldBe(Stale);

    [Test]
    public void A_list_of_only_a_part_makes_wait() =>
        Judge([Forge(_cards.Root, critical: X509Extensions.IssuingDistributionPoint)]).ShouldBe(Stale);

    [Test]
    public void A_delta_list_makes_wait() => Judge([Forge(_cards.Root, critical: X509Extensions.DeltaCrlIndicator)]).ShouldBe(Stale);

    [Test]
    public void A_list_with_entries_of_another_issuer_makes_wait() => Judge([Forge(_cards.Root, hasForeignEntry: true)]).ShouldBe(Stale);

    [Test]
    public void A_list_signed_with_SHA_1_makes_wait() => Judge([Forge(_cards.Root, algorithm: "SHA1withECDSA")]).ShouldBe(Stale);

    private static byte[] Forge(
        TestAuthority signer,
        string issuer = "CN=Police Root CA",
        bool hasNextUpdate = true,
        DerObjectIdentifier? critical = null,
        bool hasForeignEntry = false,
        string algorithm = "SHA256withECDSA"
    )
    {
        var generator = new X509V2CrlGenerator();
        using var certificate = X509CertificateLoader.LoadCertificate(signer.Certificate);
        generator.SetIssuerDN(
            issuer == certificate.Subject
                ? X509Name.GetInstance(Asn1Object.FromByteArray(certificate.SubjectName.RawData))
                : new X509Name(issuer)
        );
        generator.SetThisUpdate(Now.UtcDateTime.AddDays(-1));
        if (hasNextUpdate)
            generator.SetNextUpdate(Now.UtcDateTime.AddDays(6));
        if (critical is not null)
            generator.AddExtension(critical, true, DerSequence.Empty);
        if (hasForeignEntry)
            generator.AddCrlEntry(Org.BouncyCastle.Math.BigInteger.Ten, Now.UtcDateTime, ForeignEntry());
        return generator.Generate(new Asn1SignatureFactory(algorithm, PrivateKeyFactory.CreateKey(signer.PrivateKeyInfo))).GetEncoded();
    }

    private static X509Extensions ForeignEntry()
    {
        var generator = new X509ExtensionsGenerator();
        generator.AddExtension(X509Extensions.CertificateIssuer, true, new GeneralNames(new GeneralName(new X509Name("CN=Other Root"))));
        return generator.Generate();
    }

    private SignerVerdict Judge(byte[][] lists, DateTimeOffset? signingTime = null, DateTimeOffset? now = null) =>
        CardTrust.Of(_cards.Card with { Crls = TestCards.CrlPem(lists) }).JudgeSigner([_cards.SigningLeaf], signingTime ?? Now, now ?? Now);
}
