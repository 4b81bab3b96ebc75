using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Cms;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Parameters;

namespace Exchange.Tests.Sealing.Certificates;

internal sealed class CardCheckTests
{
    private static readonly DateTimeOffset Now = TestParty.Now;

    private readonly TestCards _cards = new();

    private PartyCard Card => _cards.Card;

    [Test]
    public void A_good_card_has_no_fault() => CardCheck.Check(Card, Now).ShouldBeEmpty();

    [Test]
    public void A_party_that_does_not_open_this_protocol_is_not_taken() =>
        OnlyFault(Card with { Protocols = ["exchange/2"] }).ShouldBe((ReceiptCode.MembersOrTypes, "/protocols"));

    [Test]
    public void What_is_not_PEM_is_named()
    {
        OnlyFault(Card with { Authorities = "?" }).ShouldBe((ReceiptCode.MembersOrTypes, "/authorities"));
        OnlyFault(Card with { Crls = "?" }).ShouldBe((ReceiptCode.MembersOrTypes, "/crls"));
        OnlyFault(Card with { Signing = "?" }).ShouldBe((ReceiptCode.MembersOrTypes, "/signing"));
        OnlyFault(Card with { Encryption = "?" }).ShouldBe((ReceiptCode.MembersOrTypes, "/encryption"));
        OnlyFault(Card with { Kem = "?" }).ShouldBe((ReceiptCode.MembersOrTypes, "/kem"));
        OnlyFault(Card with { Client = "?" }).ShouldBe((ReceiptCode.MembersOrTypes, "/client"));
    }

    [Test]
    public void An_authority_without_the_CA_flag_is_none() =>
        FaultOfAuthority(TestAuthority.Root("CN=Other", isAuthority: false).Certificate);

    [Test]
    public void An_authority_that_may_not_sign_certificates_is_none() =>
        FaultOfAuthority(TestAuthority.Root("CN=Other", usage: X509KeyUsageFlags.CrlSign).Certificate);

    [Test]
    public void An_authority_below_another_is_none() => FaultOfAuthority(_cards.Root.Below("CN=Unit CA").Certificate);

    [Test]
    public void An_authority_that_another_key_signed_in_its_name_is_none() =>
        FaultOfAuthority(_cards.Root.Below("CN=Police Root CA").Certificate);

    [Test]
    public void Every_chain_must_lead_to_an_authority()
    {
        var stranger = new TestCards().Card;
        OnlyFault(Card with { Signing = stranger.Signing }).ShouldBe((ReceiptCode.CertificatePath, "/signing"));
        OnlyFault(Card with { Encryption = stranger.Encryption }).ShouldBe((ReceiptCode.CertificatePath, "/encryption"));
        OnlyFault(Card with { Kem = stranger.Kem }).ShouldBe((ReceiptCode.CertificatePath, "/kem"));
    }

    [Test]
    public void A_chain_with_an_authority_in_it_is_not_taken()
    {
        OnlyFault(Card with { Signing = Card.Signing + "\n" + Card.Authorities }).ShouldBe((ReceiptCode.CertificatePath, "/signing"));
        OnlyFault(Card with { Encryption = Card.Encryption + "\n" + Card.Authorities })
            .ShouldBe((ReceiptCode.CertificatePath, "/encryption"));
        OnlyFault(Card with { Kem = Card.Kem + "\n" + Card.Authorities }).ShouldBe((ReceiptCode.CertificatePath, "/kem"));
    }

    [Test]
    public void A_chain_with_an_authority_under_another_certificate_of_its_key_is_not_taken()
    {
        var again = _cards.Root.Issue(
            "CN=Police Root CA",
            _cards.Root.PublicKeyInfo,
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
            extensions: new X509BasicConstraintsExtension(true, false, 0, true)
        );
        OnlyFault(Card with { Signing = Card.Signing + "\n" + TestCards.Pem(again) }).ShouldBe((ReceiptCode.CertificatePath, "/signing"));
    }

    [Test]
    public void A_card_is_not_taken_before_it_is_in_force()
    {
        CardCheck.Check(Card with { ValidFrom = Now.AddMinutes(10) }, Now).ShouldBeEmpty("clocks may differ by 10 minutes");
        var fault = CardCheck.Check(Card with { ValidFrom = Now.AddMinutes(10).AddMilliseconds(1) }, Now).ShouldHaveSingleItem();
        (fault.Code, fault.Pointer).ShouldBe((ReceiptCode.TimesImplausible, "/validFrom"));
        fault.Text.ShouldContain("not valid yet");
        OnlyFault(Card with { ValidFrom = DateTimeOffset.MaxValue }).ShouldBe((ReceiptCode.TimesImplausible, "/validFrom"));
        CardCheck.Check(Card with { ValidFrom = DateTimeOffset.MinValue }, Now).ShouldBeEmpty();
    }

    [Test]
    public void A_name_that_no_cosignature_can_hold_is_not_taken()
    {
        // 85 characters of three bytes each are 255 bytes.
        var (longest, longer) = (new string('\u20AC', 85), new string('\u20AC', 85) + "x");
        CardCheck.Check(WithOrigin(longest), Now).ShouldBeEmpty();
        OnlyFault(WithOrigin(longer)).ShouldBe((ReceiptCode.MembersOrTypes, "/log/origin"));
        CardCheck.Check(WithWitness(longest), Now).ShouldBeEmpty();
        OnlyFault(WithWitness(longer)).ShouldBe((ReceiptCode.MembersOrTypes, "/witness/name"));
    }

    [Test]
    public void A_certificate_that_has_expired_is_not_taken() =>
        CardCheck
            .Check(Card with { Crls = TestCards.CrlPem(_cards.Root.Crl(Now, Now.AddYears(3))) }, Now.AddYears(2))
            .Select(fault => (fault.Code, fault.Pointer))
            .ShouldBe([
                (ReceiptCode.CertificateNotValidThen, "/signing"),
                (ReceiptCode.CertificateNotValidThen, "/encryption"),
                (ReceiptCode.CertificateNotValidThen, "/kem"),
            ]);

    [Test]
    public void A_certificate_that_is_not_valid_yet_is_not_taken()
    {
        var leaf = _cards.Root.Issue(_cards.Subject, _cards.SigningKey.SubjectPublicKeyInfo, TestCards.SigningUsage, Now.AddSeconds(1));
        OnlyFault(Card with { Signing = TestCards.Pem(leaf) }).ShouldBe((ReceiptCode.CertificateNotValidThen, "/signing"));
    }

    [Test]
    public void A_revoked_certificate_is_not_taken()
    {
        var leaf = _cards.KemLeaf(MLKemParameters.ml_kem_768);
        OnlyFault(Card with { Kem = TestCards.Pem(leaf), Crls = TestCards.CrlPem(_cards.Root.Crl(leaf)) })
            .ShouldBe((ReceiptCode.CertificateRevoked, "/kem"));
    }

    [Test]
    public void Lists_that_have_run_out_or_are_missing_are_one_fault()
    {
        OnlyFault(Card with { Crls = TestCards.CrlPem(_cards.Root.Crl(Now.AddDays(-7), Now.AddDays(-1))) })
            .ShouldBe((ReceiptCode.CertificatePath, "/crls"));
        OnlyFault(Card with { Crls = TestCards.CrlPem() }).ShouldBe((ReceiptCode.CertificatePath, "/crls"));
    }

    [Test]
    public void A_certificate_of_one_role_does_not_serve_another()
    {
        OnlyFault(Card with { Signing = Leaf(X509KeyUsageFlags.KeyAgreement) })
            .ShouldBe((ReceiptCode.NotTheSigningCertificate, "/signing"));
        OnlyFault(Card with { Encryption = Leaf(TestCards.SigningUsage) }).ShouldBe((ReceiptCode.NotTheSigningCertificate, "/encryption"));
        OnlyFault(Card with { Encryption = Leaf(X509KeyUsageFlags.KeyAgreement | X509KeyUsageFlags.DigitalSignature) })
            .ShouldBe((ReceiptCode.NotTheSigningCertificate, "/encryption"));
        OnlyFault(Card with { Kem = Leaf(X509KeyUsageFlags.KeyEncipherment) }).ShouldBe((ReceiptCode.NotTheSigningCertificate, "/kem"));
    }

    [Test]
    public void A_KEM_certificate_must_be_as_the_outer_seal_needs_it()
    {
        OnlyFaultOfKem(_cards.KemLeaf(MLKemParameters.ml_kem_512));
        OnlyFaultOfKem(_cards.KemLeaf(MLKemParameters.ml_kem_768, hasKeyIdentifier: false));
        OnlyFaultOfKem(_cards.KemLeaf(MLKemParameters.ml_kem_768, usage: X509KeyUsageFlags.KeyAgreement));
    }

    [Test]
    public void A_KEM_key_that_FIPS_203_does_not_let_encapsulate_is_not_taken()
    {
        const int keySize = 1184;
        var key = TestKeys.Kem.Generate(MLKemParameters.ml_kem_768).SubjectPublicKeyInfo;
        byte[] WithFirstCoefficient(int value) =>
            [.. key[..^keySize], (byte)value, (byte)((key[^(keySize - 1)] & 0xF0) | (value >> 8)), .. key[^(keySize - 2)..]];

        CardCheck.Check(Card with { Kem = TestCards.Pem(_cards.KemLeaf(WithFirstCoefficient(3328))) }, Now).ShouldBeEmpty();
        byte[] longer = new SubjectPublicKeyInfo(SubjectPublicKeyInfo.GetInstance(key).Algorithm, [.. key[^keySize..], 0]).GetDerEncoded();
        foreach (var leaf in new[] { WithFirstCoefficient(3329), WithFirstCoefficient(4095), longer }.Select(info => _cards.KemLeaf(info)))
        {
            OnlyFault(Card with { Kem = TestCards.Pem(leaf) }).Pointer.ShouldBe("/kem");
            Should.Throw<ArgumentException>(() => new KemCertificate(leaf)).Message.ShouldContain("a valid ML-KEM-768 key");
        }
    }

    [Test]
    public void A_client_request_signed_by_another_key_is_not_taken()
    {
        var der = PemEncoding.Find(Card.Client) is var fields ? Convert.FromBase64String(Card.Client[fields.Base64Data]) : [];
        der[^1] ^= 1;
        OnlyFault(Card with { Client = PemEncoding.WriteString("CERTIFICATE REQUEST", der) })
            .ShouldBe((ReceiptCode.MembersOrTypes, "/client"));
    }

    [Test]
    public void Two_client_requests_are_not_taken() =>
        OnlyFault(Card with { Client = Card.Client + "\n" + Card.Client }).ShouldBe((ReceiptCode.MembersOrTypes, "/client"));

    [TestCase("CN=MYS")]
    [TestCase("CN=BGD, CN=MYS")]
    [TestCase("C=BD")]
    public void A_client_request_for_another_name_is_not_taken(string subject) =>
        OnlyFault(Card with { Client = TestCards.Request(_cards.ClientKey, subject) })
            .ShouldBe((ReceiptCode.NotTheSigningCertificate, "/client"));

    [Test]
    public void A_client_request_for_a_key_on_another_curve_is_not_taken()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        OnlyFault(Card with { Client = TestCards.Request(key, "CN=BGD") }).ShouldBe((ReceiptCode.NotTheSigningCertificate, "/client"));
    }

    [Test]
    public void A_log_without_one_key_of_each_kind_is_not_taken()
    {
        var origin = Card.Log.Origin;
        OnlyFaultOfLog(TestCards.Ed25519Verifier(origin), TestCards.Ed25519Verifier(origin));
        OnlyFaultOfLog(TestCards.MlDsaVerifier(origin), TestCards.MlDsaVerifier(origin));
        OnlyFaultOfLog(TestCards.Ed25519Verifier(origin));
    }

    [Test]
    public void A_log_key_with_another_name_than_the_origin_is_not_taken() =>
        OnlyFaultOfLog(TestCards.Ed25519Verifier("mys.exchange/audit"), Card.Log.Verifiers[1]);

    [Test]
    public void A_verifier_key_that_is_malformed_is_not_taken()
    {
        var (good, other) = (Card.Log.Verifiers[0], Card.Log.Verifiers[1]);
        OnlyFaultOfLog(good.Replace('+', '-'), other);
        OnlyFaultOfLog(good + "=", other);
        OnlyFaultOfLog(TestCards.Verifier(Card.Log.Origin, [0x02, .. RandomNumberGenerator.GetBytes(32)]), other);
        OnlyFaultOfLog(TestCards.Verifier(Card.Log.Origin, [0x01, .. new byte[32]]), other);
        OnlyFaultOfLog(good, TestCards.Verifier(Card.Log.Origin, [0x06, .. RandomNumberGenerator.GetBytes(1311)]));
        OnlyFaultOfLog(good, TestCards.Verifier(Card.Log.Origin, []));
        OnlyFaultOfLog(other, good);
    }

    [TestCase("")]
    [TestCase("bgd exchange/audit")]
    public void An_origin_that_notes_cannot_have_is_not_taken(string origin) =>
        OnlyFault(Card with { Log = new(origin, [TestCards.Ed25519Verifier(origin), TestCards.MlDsaVerifier(origin)]) })
            .ShouldBe((ReceiptCode.MembersOrTypes, "/log/verifiers"));

    [Test]
    public void A_verifier_key_with_another_hash_is_not_taken()
    {
        var parts = Card.Log.Verifiers[0].Split('+', 3);
        OnlyFaultOfLog($"{parts[0]}+00000000+{parts[2]}", Card.Log.Verifiers[1]);
    }

    [Test]
    public void The_verifier_key_of_the_specification_can_be_read() =>
        VerifierKey.TryParse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", out _).ShouldBeTrue();

    [Test]
    public void A_witness_with_an_Ed25519_key_or_another_name_is_not_taken()
    {
        OnlyFaultOfWitness(new(Card.Witness.Name, [TestCards.Ed25519Verifier(Card.Witness.Name)]), "/witness/verifiers");
        OnlyFaultOfWitness(new(Card.Witness.Name, [TestCards.MlDsaVerifier("mys.exchange/witness")]), "/witness/verifiers");
        OnlyFaultOfWitness(new(Card.Log.Origin, [TestCards.MlDsaVerifier(Card.Log.Origin)]), "/witness/name");
    }

    [Test]
    public void A_witness_with_the_logs_key_is_not_taken()
    {
        var logKey = Convert.FromBase64String(Card.Log.Verifiers[1].Split('+', 3)[2]);
        OnlyFaultOfWitness(new(Card.Witness.Name, [TestCards.Verifier(Card.Witness.Name, logKey)]), "/witness/verifiers/0");
    }

    [Test]
    public void A_key_in_two_roles_is_not_taken()
    {
        var shared = _cards.Root.Issue(_cards.Subject, _cards.SigningKey.SubjectPublicKeyInfo, X509KeyUsageFlags.KeyAgreement);
        OnlyFault(Card with { Encryption = TestCards.Pem(shared) }).ShouldBe((ReceiptCode.MembersOrTypes, "/encryption"));
        OnlyFault(Card with { Client = TestCards.Request(_cards.SigningKey.Key, "CN=BGD") })
            .ShouldBe((ReceiptCode.MembersOrTypes, "/client"));
    }

    [Test]
    public void Cards_with_nothing_in_common_do_not_conflict() => CardCheck.Conflicts(Card, [new TestCards("MYS").Card]).ShouldBeEmpty();

    [Test]
    public void A_newer_card_of_the_same_party_does_not_conflict() => CardCheck.Conflicts(Card with { Serial = 2 }, [Card]).ShouldBeEmpty();

    [Test]
    public void What_another_card_has_is_taken()
    {
        var other = new TestCards("MYS").Card;
        ShouldConflict(other with { Log = Card.Log }, "/log/verifiers/0", "/log/verifiers/1", "/log/origin");
        ShouldConflict(other with { Witness = Card.Witness }, "/witness/verifiers/0", "/witness/name");
        ShouldConflict(other with { Witness = other.Witness with { Name = Card.Log.Origin } }, "/log/origin");
        ShouldConflict(other with { Signing = Card.Signing }, "/signing");
        ShouldConflict(other with { Encryption = Card.Encryption }, "/encryption");
        ShouldConflict(other with { Kem = Card.Kem }, "/kem");
        ShouldConflict(other with { Client = Card.Client }, "/client");
    }

    private PartyCard WithOrigin(string origin) =>
        Card with
        {
            Log = new(origin, [TestCards.Ed25519Verifier(origin), TestCards.MlDsaVerifier(origin)]),
        };

    private PartyCard WithWitness(string name) => Card with { Witness = new(name, [TestCards.MlDsaVerifier(name)]) };

    private void ShouldConflict(PartyCard other, params string[] pointers)
    {
        var faults = CardCheck.Conflicts(Card, [other]);
        faults.Select(fault => fault.Pointer).ShouldBe(pointers);
        faults.ShouldAllBe(fault => fault.Code == ReceiptCode.MembersOrTypes);
    }

    private void FaultOfAuthority(byte[] authority) =>
        OnlyFault(Card with { Authorities = Card.Authorities + "\n" + TestCards.Pem(authority) })
            .ShouldBe((ReceiptCode.CertificatePath, "/authorities"));

    private void OnlyFaultOfKem(byte[] leaf) =>
        OnlyFault(Card with { Kem = TestCards.Pem(leaf) }).ShouldBe((ReceiptCode.NotTheSigningCertificate, "/kem"));

    private void OnlyFaultOfLog(params string[] verifiers) =>
        OnlyFault(Card with { Log = Card.Log with { Verifiers = verifiers } }).ShouldBe((ReceiptCode.MembersOrTypes, "/log/verifiers"));

    private void OnlyFaultOfWitness(CardWitness witness, string pointer) =>
        OnlyFault(Card with { Witness = witness }).ShouldBe((ReceiptCode.MembersOrTypes, pointer));

    private string Leaf(X509KeyUsageFlags usage) =>
        TestCards.Pem(_cards.Root.Issue(_cards.Subject, new TestKeys.Signing().SubjectPublicKeyInfo, usage));

    private static (ReceiptCode Code, string Pointer) OnlyFault(PartyCard card)
    {
        Fault fault = CardCheck.Check(card, Now).ShouldHaveSingleItem();
        return (fault.Code, fault.Pointer);
    }
}
