using Exchange.Protocol;
using Exchange.Sealing;

namespace Exchange.Tests.Sealing;

/// <summary>
/// Layer 2 has one form (border protocol, section 3); each thing that differs is a refusal, however well layer 3 is made.
/// </summary>
internal sealed class InnerSealFormTests
{
    private const string CofactorScheme = "1.3.132.1.14.1";
    private const string Sha1Scheme = "1.3.133.16.840.63.0.2";
    private const string Sha384Scheme = "1.3.132.1.11.2";
    private const string Aes128Wrap = "2.16.840.1.101.3.4.1.5";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    private const string EnvelopedData = "1.2.840.113549.1.7.3";
    private const string EcDh = "1.3.132.1.12";
    private const string P256 = "1.2.840.10045.3.1.7";

    [Test]
    public void The_unchanged_layer_opens() => Open(_ => { }).ShouldBeOfType<Opened>();

    [TestCaseSource(nameof(Forms))]
    public void Every_other_form_is_refused(Action<DerNode> edit, ReceiptCode code) => Open(edit).ShouldBeRefusedWith(code);

    [Test]
    public void A_message_without_the_key_agreement_layer_is_refused() =>
        Forgery.Open(Forgery.SealOuter(Forgery.Signed())).ShouldBeRefusedWith(ReceiptCode.InnerSeal);

    [Test]
    public void A_message_without_the_post_quantum_layer_is_refused() =>
        Forgery.Open(Forgery.SealInner(Forgery.Signed())).ShouldBeRefusedWith(ReceiptCode.NotASealedMessage);

    [Test]
    public void A_message_that_is_only_signed_is_refused() =>
        Forgery.Open(Forgery.Signed()).ShouldBeRefusedWith(ReceiptCode.NotASealedMessage);

    [Test]
    public void Seals_in_the_wrong_order_are_refused() =>
        Forgery.Open(Forgery.SealInner(Forgery.SealOuter(Forgery.Signed()))).ShouldBeRefusedWith(ReceiptCode.NotASealedMessage);

    [Test]
    public void A_post_quantum_layer_twice_is_refused() =>
        Forgery.Open(Forgery.SealOuter(Forgery.SealOuter(Forgery.Signed()))).ShouldBeRefusedWith(ReceiptCode.InnerSeal);

    private static OpenResult Open(Action<DerNode> edit) =>
        Forgery.Open(Forgery.SealOuter(Forgery.Edit(Forgery.SealInner(Forgery.Signed()), edit)));

    private static IEnumerable<TestCaseData> Forms()
    {
        yield return Form("content type EnvelopedData", root => root[0].Become(DerNode.Oid(EnvelopedData)), ReceiptCode.InnerSeal);
        yield return Form("no content", root => root.Children.RemoveAt(1), ReceiptCode.InnerSeal);
        yield return Form("version 1", root => Enveloped(root)[0].Contents = [1], ReceiptCode.InnerSeal);
        yield return Form(
            "originatorInfo",
            root => Enveloped(root).Children.Insert(1, DerNode.Constructed(0xA0)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("no recipient", root => Enveloped(root)[1].Children.Clear(), ReceiptCode.InnerSeal);
        yield return Form("the recipient twice", root => Enveloped(root)[1].Children.Add(Kari(root).Copy()), ReceiptCode.NotTheOneEncoding);
        yield return Form("an extra recipient", root => Enveloped(root)[1].Children.Add(ForThailand()), ReceiptCode.NotTheOneEncoding);
        yield return Form("key agreement version 1", root => Kari(root)[0].Contents = [1], ReceiptCode.NotTheOneEncoding);
        yield return Form(
            "originator by issuer and serial",
            root => Kari(root)[1, 0].Become(Kari(root)[3, 0, 0].Copy()),
            ReceiptCode.InnerSeal
        );
        yield return Form(
            "originatorKey with NULL",
            root => Kari(root)[1, 0, 0].Children.Add(DerNode.Null()),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "originatorKey with the curve",
            root => Kari(root)[1, 0, 0].Children.Add(DerNode.Oid(P256)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "originatorKey of id-ecDH",
            root => Kari(root)[1, 0, 0, 0].Become(DerNode.Oid(EcDh)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("a compressed point", root => Compress(Kari(root)[1, 0, 1]), ReceiptCode.InnerSeal);
        yield return Form("the point at infinity", root => Kari(root)[1, 0, 1].Contents = [0, 0], ReceiptCode.InnerSeal);
        yield return Form("a point of zeros", root => Kari(root)[1, 0, 1].Contents = [0, 4, .. new byte[64]], ReceiptCode.InnerSeal);
        yield return Form("a point off the curve", root => Kari(root)[1, 0, 1].Contents[^1] ^= 1, ReceiptCode.InnerSeal);
        yield return Form("an empty point", root => Kari(root)[1, 0, 1].Contents = [0], ReceiptCode.InnerSeal);
        yield return Form("a point with unused bits", root => Kari(root)[1, 0, 1].Contents[0] = 1, ReceiptCode.InnerSeal);
        yield return Form(
            "ukm",
            root => Kari(root).Children.Insert(2, DerNode.Constructed(0xA1, DerNode.Primitive(0x04, 1))),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("cofactor ECDH", root => Kari(root)[2, 0].Become(DerNode.Oid(CofactorScheme)), ReceiptCode.NotTheOneEncoding);
        yield return Form("KDF with SHA-1", root => Kari(root)[2, 0].Become(DerNode.Oid(Sha1Scheme)), ReceiptCode.NotTheOneEncoding);
        yield return Form("KDF with SHA-384", root => Kari(root)[2, 0].Become(DerNode.Oid(Sha384Scheme)), ReceiptCode.NotTheOneEncoding);
        yield return Form("AES-128 wrap", root => Kari(root)[2, 1, 0].Become(DerNode.Oid(Aes128Wrap)), ReceiptCode.NotTheOneEncoding);
        yield return Form("wrap with NULL", root => Kari(root)[2, 1].Children.Add(DerNode.Null()), ReceiptCode.NotTheOneEncoding);
        yield return Form("no encrypted keys", root => Kari(root)[3].Children.Clear(), ReceiptCode.InnerSeal);
        yield return Form(
            "the encrypted key twice",
            root => Kari(root)[3].Children.Add(Kari(root)[3, 0].Copy()),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("recipient by key identifier", root => Kari(root)[3, 0, 0].Become(ByKeyIdentifier()), ReceiptCode.InnerSeal);
        yield return Form("recipient with another serial", root => Kari(root)[3, 0, 0, 1].Contents[^1] ^= 1, ReceiptCode.InnerSeal);
        yield return Form(
            "a wrapped key of 24 bytes",
            root => Kari(root)[3, 0, 1].Contents = Kari(root)[3, 0, 1].Contents[..24],
            ReceiptCode.InnerSeal
        );
        yield return Form("AES-256-CBC", root => Enveloped(root)[2, 1, 0].Become(DerNode.Oid(Aes256Cbc)), ReceiptCode.NotTheOneEncoding);
        yield return Form("a nonce of 16 bytes", root => Enveloped(root)[2, 1, 1, 0].Contents = new byte[16], ReceiptCode.InnerSeal);
        yield return Form("ICV length by default", root => Enveloped(root)[2, 1, 1].Children.RemoveAt(1), ReceiptCode.NotTheOneEncoding);
        yield return Form("no encrypted content", root => Enveloped(root)[2].Children.RemoveAt(2), ReceiptCode.InnerSeal);
        yield return Form(
            "a tag of 15 bytes",
            root => Enveloped(root)[3].Contents = Enveloped(root)[3].Contents[..15],
            ReceiptCode.InnerSeal
        );
        yield return Form(
            "authenticated attributes",
            root => Enveloped(root).Children.Insert(3, DerNode.Constructed(0xA1)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "unauthenticated attributes",
            root => Enveloped(root).Children.Add(DerNode.Constructed(0xA2)),
            ReceiptCode.NotTheOneEncoding
        );
    }

    private static TestCaseData Form(string name, Action<DerNode> edit, ReceiptCode code) =>
        new TestCaseData(edit, code).SetArgDisplayNames(name);

    private static DerNode Enveloped(DerNode root) => root[1, 0];

    private static DerNode Kari(DerNode root) => root[1, 0, 1, 0];

    // The same point, written otherwise (SEC 1, section 2.3.3).
    private static void Compress(DerNode point) => point.Contents = [0, (byte)(2 + (point.Contents[^1] & 1)), .. point.Contents[2..34]];

    private static DerNode ByKeyIdentifier() => DerNode.Constructed(0xA0, DerNode.Primitive(0x04, new byte[20]));

    private static DerNode ForThailand() =>
        DerNode.Parse(Exchange.Sealing.Layers.InnerSeal.Seal(Forgery.Signed(), Forgery.Tha.Recipient.Encryption))[1, 0, 1, 0];
}
