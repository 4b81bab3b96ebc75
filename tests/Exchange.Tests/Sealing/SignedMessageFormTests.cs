using Exchange.Protocol;
using Exchange.Sealing;
using Org.BouncyCastle.Math;

namespace Exchange.Tests.Sealing;

/// <summary>
/// Layer 1 has one form (border protocol, section 3); each thing that differs is a refusal, however well the seals are made
/// and even where the sender's own key has signed it.
/// </summary>
internal sealed class SignedMessageFormTests
{
    private const string Sha1 = "1.3.14.3.2.26";
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    private const string EnvelopedData = "1.2.840.113549.1.7.3";
    private const string TstInfo = "1.2.840.113549.1.9.16.1.4";

    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string SigningTime = "1.2.840.113549.1.9.5";
    private const string SigningCertificate = "1.2.840.113549.1.9.16.2.47";

    [Test]
    public void The_unchanged_layer_opens() => Open(_ => { }).ShouldBeOfType<Opened>();

    [Test]
    public void The_unchanged_layer_signed_again_opens() => Open(Forgery.SignAgain).ShouldBeOfType<Opened>();

    [TestCaseSource(nameof(Forms))]
    public void Every_other_form_is_refused(Action<DerNode> edit, ReceiptCode code) => Open(edit).ShouldBeRefusedWith(code);

    [TestCaseSource(nameof(SignedForms))]
    public void Every_other_form_of_the_attributes_is_refused_even_when_signed(Action<DerNode> edit, ReceiptCode code) =>
        Open(root =>
            {
                edit(root);
                Forgery.SignAgain(root);
            })
            .ShouldBeRefusedWith(code);

    [Test]
    public void A_signature_made_with_the_senders_name_but_another_key_is_refused()
    {
        var message = Forgery.Bgd.PingTo(Forgery.Mys);
        var byThailand = SignedMessage.Sign(message.Bytes, Forgery.Tha.Identity, TestParty.Now).ToAttached();
        var signature = DerNode.Parse(byThailand)[1, 0, 4, 0, 5];

        Open(root => root[1, 0, 4, 0, 5].Become(signature)).ShouldBeRefusedWith(ReceiptCode.Signature);
    }

    private static OpenResult Open(Action<DerNode> edit) => Forgery.Open(Forgery.SealBoth(Forgery.Edit(Forgery.Signed(), edit)));

    private static IEnumerable<TestCaseData> Forms()
    {
        yield return Form("content type EnvelopedData", root => root[0].Become(DerNode.Oid(EnvelopedData)), ReceiptCode.Signature);
        yield return Form("no SignedData", root => root.Children.RemoveAt(1), ReceiptCode.Signature);
        yield return Form("version 3", root => Data(root)[0].Contents = [3], ReceiptCode.NotTheOneEncoding);
        yield return Form("digest algorithm SHA-1", root => Data(root)[1, 0, 0].Become(DerNode.Oid(Sha1)), ReceiptCode.NotTheOneEncoding);
        yield return Form(
            "digest algorithm with NULL",
            root => Data(root)[1, 0].Children.Add(DerNode.Null()),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "a second digest algorithm",
            root => Data(root)[1].Children.Add(Algorithm(Sha384)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("no digest algorithm", root => Data(root)[1].Children.Clear(), ReceiptCode.NotTheOneEncoding);
        yield return Form(
            "content type of a time stamp",
            root => Data(root)[2, 0].Become(DerNode.Oid(TstInfo)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("no content", root => Data(root)[2].Children.RemoveAt(1), ReceiptCode.Signature);
        yield return Form("changed content", root => Data(root)[2, 1, 0].Contents[10] ^= 1, ReceiptCode.Signature);
        yield return Form("no certificates", root => Data(root).Children.RemoveAt(3), ReceiptCode.Signature);
        yield return Form("empty certificates", root => Data(root)[3].Children.Clear(), ReceiptCode.Signature);
        yield return Form(
            "another party's certificate",
            root => Data(root)[3, 0].Become(DerNode.Parse(Forgery.Tha.SigningCertificate)),
            ReceiptCode.Signature
        );
        yield return Form("an attribute certificate", root => Data(root)[3].Children.Add(DerNode.Constructed(0xA2)), ReceiptCode.Signature);
        yield return Form(
            "revocation lists",
            root => Data(root).Children.Insert(4, DerNode.Constructed(0xA1)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("no signer", root => Data(root)[4].Children.Clear(), ReceiptCode.Signature);
        yield return Form("two signers", root => Data(root)[4].Children.Add(Signer(root).Copy()), ReceiptCode.NotTheOneEncoding);
        yield return Form("certificates only", root => CertificatesOnly(Data(root)), ReceiptCode.Signature);
        yield return Form("signer version 3", root => Signer(root)[0].Contents = [3], ReceiptCode.NotTheOneEncoding);
        yield return Form(
            "signer by key identifier",
            root => Signer(root)[1].Become(DerNode.Primitive(0x80, new byte[20])),
            ReceiptCode.Signature
        );
        yield return Form("signer with another serial", root => Signer(root)[1, 1].Contents[^1] ^= 1, ReceiptCode.Signature);
        yield return Form("signer's digest SHA-1", root => Signer(root)[2, 0].Become(DerNode.Oid(Sha1)), ReceiptCode.NotTheOneEncoding);
        yield return Form("signer's digest with NULL", root => Signer(root)[2].Children.Add(DerNode.Null()), ReceiptCode.NotTheOneEncoding);
        yield return Form("no signed attributes", root => Signer(root).Children.RemoveAt(3), ReceiptCode.Signature);
        yield return Form(
            "ECDSA with SHA-384",
            root => Signer(root)[4, 0].Become(DerNode.Oid(EcdsaWithSha384)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("ECDSA with NULL", root => Signer(root)[4].Children.Add(DerNode.Null()), ReceiptCode.NotTheOneEncoding);
        yield return Form("an empty signature", root => Signer(root)[5].Contents = [], ReceiptCode.Signature);
        yield return Form("the other s", root => Signer(root)[5].Contents = WithTheOtherS(Signer(root)[5].Contents), ReceiptCode.Signature);
        yield return Form(
            "s of zero",
            root => Signer(root)[5].Contents = Forgery.Edit(Signer(root)[5].Contents, pair => pair[1].Contents = [0]),
            ReceiptCode.Signature
        );
        yield return Form("attributes out of order", root => Signer(root)[3].Children.Reverse(), ReceiptCode.NotTheOneEncoding);
        yield return Form(
            "unsigned attributes",
            root => Signer(root).Children.Add(DerNode.Constructed(0xA1, Attribute())),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "empty unsigned attributes",
            root => Signer(root).Children.Add(DerNode.Constructed(0xA1)),
            ReceiptCode.NotTheOneEncoding
        );
    }

    private static IEnumerable<TestCaseData> SignedForms()
    {
        yield return Form("a fifth attribute", root => Signer(root)[3].Children.Add(Attribute()), ReceiptCode.NotTheOneEncoding);
        yield return Form(
            "an attribute twice",
            root => Signer(root)[3].Children.Add(AttributeOf(root, ContentType).Copy()),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "no content-type",
            root => Signer(root)[3].Children.Remove(AttributeOf(root, ContentType)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "content-type of a time stamp",
            root => AttributeOf(root, ContentType)[1, 0].Become(DerNode.Oid(TstInfo)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "no message-digest",
            root => Signer(root)[3].Children.Remove(AttributeOf(root, MessageDigest)),
            ReceiptCode.Signature
        );
        yield return Form("a wrong message-digest", root => AttributeOf(root, MessageDigest)[1, 0].Contents[0] ^= 1, ReceiptCode.Signature);
        yield return Form(
            "an empty message-digest",
            root => AttributeOf(root, MessageDigest)[1, 0].Contents = [],
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "no value of message-digest",
            root => AttributeOf(root, MessageDigest)[1].Children.Clear(),
            ReceiptCode.Signature
        );
        yield return Form(
            "no signing-time",
            root => Signer(root)[3].Children.Remove(AttributeOf(root, SigningTime)),
            ReceiptCode.Signature
        );
        yield return Form(
            "two values of signing-time",
            root => AttributeOf(root, SigningTime)[1].Children.Add(UtcTime("491123160000Z")),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "signing-time without seconds",
            root => AttributeOf(root, SigningTime)[1, 0].Become(UtcTime("2611231600Z")),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "signing-time with an offset",
            root => AttributeOf(root, SigningTime)[1, 0].Become(UtcTime("261123160000+0000")),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "signing-time as GeneralizedTime",
            root => AttributeOf(root, SigningTime)[1, 0].Become(GeneralizedTime("20261123160000Z")),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "signing-time of the 40th of November",
            root => AttributeOf(root, SigningTime)[1, 0].Become(UtcTime("261140160000Z")),
            ReceiptCode.Signature
        );
        yield return Form(
            "no signing-certificate-v2",
            root => Signer(root)[3].Children.Remove(AttributeOf(root, SigningCertificate)),
            ReceiptCode.Signature
        );
        yield return Form("a wrong certificate hash", root => EssCertId(root)[0].Contents[0] ^= 1, ReceiptCode.Signature);
        yield return Form(
            "hashAlgorithm present",
            root => EssCertId(root).Children.Insert(0, Algorithm(Sha256)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "hashAlgorithm SHA-384",
            root => EssCertId(root).Children.Insert(0, Algorithm(Sha384)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("no issuerSerial", root => EssCertId(root).Children.RemoveAt(1), ReceiptCode.NotTheOneEncoding);
        yield return Form("another serial in issuerSerial", root => EssCertId(root)[1, 1].Contents[^1] ^= 1, ReceiptCode.NotTheOneEncoding);
        yield return Form(
            "two ESSCertIDv2",
            root => EssCertId(root, parent: true).Children.Add(EssCertId(root).Copy()),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("no ESSCertIDv2", root => EssCertId(root, parent: true).Children.Clear(), ReceiptCode.Signature);
        yield return Form(
            "policies",
            root =>
                AttributeOf(root, SigningCertificate)[1, 0]
                    .Children.Add(DerNode.Constructed(0x30, DerNode.Constructed(0x30, DerNode.Oid("1.2.3")))),
            ReceiptCode.NotTheOneEncoding
        );
    }

    private static TestCaseData Form(string name, Action<DerNode> edit, ReceiptCode code) =>
        new TestCaseData(edit, code).SetArgDisplayNames(name);

    private static void CertificatesOnly(DerNode data)
    {
        data[1].Children.Clear();
        data[2].Children.RemoveAt(1);
        data[4].Children.Clear();
    }

    private static DerNode Data(DerNode root) => root[1, 0];

    private static DerNode Signer(DerNode root) => root[1, 0, 4, 0];

    private static DerNode AttributeOf(DerNode root, string oid) =>
        Signer(root)[3].Children.Single(attribute => attribute[0].Contents.SequenceEqual(DerNode.Oid(oid).Contents));

    private static DerNode EssCertId(DerNode root, bool parent = false) =>
        parent ? AttributeOf(root, SigningCertificate)[1, 0, 0] : AttributeOf(root, SigningCertificate)[1, 0, 0, 0];

    private static DerNode Algorithm(string oid) => DerNode.Constructed(0x30, DerNode.Oid(oid));

    private static DerNode Attribute() =>
        DerNode.Constructed(0x30, DerNode.Oid("1.2.840.113549.1.9.15"), DerNode.Constructed(0x31, DerNode.Constructed(0x30)));

    private static DerNode UtcTime(string text) => DerNode.Primitive(0x17, System.Text.Encoding.ASCII.GetBytes(text));

    private static DerNode GeneralizedTime(string text) => DerNode.Primitive(0x18, System.Text.Encoding.ASCII.GetBytes(text));

    private static byte[] WithTheOtherS(byte[] signature) => Forgery.Edit(signature, pair =>
        {
            var order = new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);
            pair[1].Contents = order.Subtract(new BigInteger(pair[1].Contents)).ToByteArray();
        });
}
