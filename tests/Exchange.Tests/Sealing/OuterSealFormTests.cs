using Exchange.Protocol;
using Exchange.Sealing;

namespace Exchange.Tests.Sealing;

/// <summary>Layer 3 has one form (border protocol, section 3); each thing that differs is a refusal.</summary>
internal sealed class OuterSealFormTests
{
    private const string MlKem512 = "2.16.840.1.101.3.4.4.1";
    private const string MlKem1024 = "2.16.840.1.101.3.4.4.3";
    private const string HkdfWithSha384 = "1.2.840.113549.1.9.16.3.29";
    private const string Aes128Wrap = "2.16.840.1.101.3.4.1.5";
    private const string Aes256WrapPad = "2.16.840.1.101.3.4.1.48";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    private const string Aes256Ccm = "2.16.840.1.101.3.4.1.47";
    private const string Aes128Gcm = "2.16.840.1.101.3.4.1.6";
    private const string EnvelopedData = "1.2.840.113549.1.7.3";
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string OtherOri = "1.2.840.113549.1.9.16.13.1";

    [Test]
    public void The_unchanged_layer_opens() => Open(_ => { }).ShouldBeOfType<Opened>();

    [TestCaseSource(nameof(Forms))]
    public void Every_other_form_is_refused(Action<DerNode> edit, ReceiptCode code) => Open(edit).ShouldBeRefusedWith(code);

    private static OpenResult Open(Action<DerNode> edit) => Forgery.Open(Forgery.Edit(Forgery.SealBoth(Forgery.Signed()), edit));

    private static IEnumerable<TestCaseData> Forms()
    {
        yield return Form("content type EnvelopedData", root => root[0].Become(DerNode.Oid(EnvelopedData)), ReceiptCode.NotASealedMessage);
        yield return Form("content type SignedData", root => root[0].Become(DerNode.Oid(SignedData)), ReceiptCode.NotASealedMessage);
        yield return Form("no content", root => root.Children.RemoveAt(1), ReceiptCode.NotASealedMessage);
        yield return Form("something after the content", root => root.Children.Add(DerNode.Null()), ReceiptCode.NotASealedMessage);
        yield return Form("version 1", root => Enveloped(root)[0].Contents = [1], ReceiptCode.NotASealedMessage);
        yield return Form(
            "originatorInfo",
            root => Enveloped(root).Children.Insert(1, DerNode.Constructed(0xA0)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("no recipient", root => Enveloped(root)[1].Children.Clear(), ReceiptCode.NotASealedMessage);
        yield return Form(
            "the recipient twice",
            root => Enveloped(root)[1].Children.Add(Enveloped(root)[1, 0].Copy()),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("an extra recipient", root => Enveloped(root)[1].Children.Add(ForThailand()), ReceiptCode.NotTheOneEncoding);
        yield return Form(
            "another recipient type",
            root => Enveloped(root)[1, 0, 0].Become(DerNode.Oid(OtherOri)),
            ReceiptCode.NotASealedMessage
        );
        yield return Form("a password recipient", root => Enveloped(root)[1, 0].Become(PasswordRecipient()), ReceiptCode.NotASealedMessage);
        yield return Form("KEM version 1", root => Kem(root)[0].Contents = [1], ReceiptCode.NotASealedMessage);
        yield return Form("recipient by unknown key", root => Kem(root)[1].Contents[0] ^= 1, ReceiptCode.OuterSeal);
        yield return Form("recipient by issuer and serial", root => Kem(root)[1].Become(IssuerAndSerial()), ReceiptCode.NotASealedMessage);
        yield return Form("ML-KEM-512", root => Kem(root)[2, 0].Become(DerNode.Oid(MlKem512)), ReceiptCode.NotTheOneEncoding);
        yield return Form("ML-KEM-1024", root => Kem(root)[2, 0].Become(DerNode.Oid(MlKem1024)), ReceiptCode.NotTheOneEncoding);
        yield return Form("ML-KEM with parameters", root => Kem(root)[2].Children.Add(DerNode.Null()), ReceiptCode.NotTheOneEncoding);
        yield return Form("a short ciphertext", root => Kem(root)[3].Contents = Kem(root)[3].Contents[1..], ReceiptCode.OuterSeal);
        yield return Form("a long ciphertext", root => Kem(root)[3].Contents = [.. Kem(root)[3].Contents, 0], ReceiptCode.OuterSeal);
        yield return Form("HKDF with SHA-384", root => Kem(root)[4, 0].Become(DerNode.Oid(HkdfWithSha384)), ReceiptCode.NotTheOneEncoding);
        yield return Form("HKDF with parameters", root => Kem(root)[4].Children.Add(DerNode.Null()), ReceiptCode.NotTheOneEncoding);
        yield return Form("kekLength 16", root => Kem(root)[5].Contents = [16], ReceiptCode.NotTheOneEncoding);
        yield return Form("kekLength of three bytes", root => Kem(root)[5].Contents = [0, 0, 32], ReceiptCode.NotASealedMessage);
        yield return Form("ukm", root => Kem(root).Children.Insert(6, Ukm()), ReceiptCode.NotTheOneEncoding);
        yield return Form("AES-128 wrap", root => Kem(root)[6, 0].Become(DerNode.Oid(Aes128Wrap)), ReceiptCode.NotTheOneEncoding);
        yield return Form(
            "AES-256 wrap with padding",
            root => Kem(root)[6, 0].Become(DerNode.Oid(Aes256WrapPad)),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form("wrap with parameters", root => Kem(root)[6].Children.Add(DerNode.Null()), ReceiptCode.NotTheOneEncoding);
        yield return Form("a wrapped key of 24 bytes", root => Kem(root)[7].Contents = Kem(root)[7].Contents[..24], ReceiptCode.OuterSeal);
        yield return Form("an empty wrapped key", root => Kem(root)[7].Contents = [], ReceiptCode.OuterSeal);
        yield return Form(
            "inner content type SignedData",
            root => Content(root)[0].Become(DerNode.Oid(SignedData)),
            ReceiptCode.NotASealedMessage
        );
        yield return Form("AES-256-CBC", root => Content(root)[1, 0].Become(DerNode.Oid(Aes256Cbc)), ReceiptCode.NotTheOneEncoding);
        yield return Form("AES-256-CCM", root => Content(root)[1, 0].Become(DerNode.Oid(Aes256Ccm)), ReceiptCode.NotTheOneEncoding);
        yield return Form("AES-128-GCM", root => Content(root)[1, 0].Become(DerNode.Oid(Aes128Gcm)), ReceiptCode.NotTheOneEncoding);
        yield return Form("a nonce of 16 bytes", root => Content(root)[1, 1, 0].Contents = new byte[16], ReceiptCode.OuterSeal);
        yield return Form("an empty nonce", root => Content(root)[1, 1, 0].Contents = [], ReceiptCode.OuterSeal);
        yield return Form("ICV length 12", root => Content(root)[1, 1, 1].Contents = [12], ReceiptCode.NotTheOneEncoding);
        yield return Form("ICV length by default", root => Content(root)[1, 1].Children.RemoveAt(1), ReceiptCode.NotTheOneEncoding);
        yield return Form("no GCM parameters", root => Content(root)[1].Children.RemoveAt(1), ReceiptCode.NotASealedMessage);
        yield return Form("no encrypted content", root => Content(root).Children.RemoveAt(2), ReceiptCode.NotASealedMessage);
        yield return Form(
            "a tag of 12 bytes",
            root => Enveloped(root)[3].Contents = Enveloped(root)[3].Contents[..12],
            ReceiptCode.OuterSeal
        );
        yield return Form(
            "authenticated attributes",
            root => Enveloped(root).Children.Insert(3, DerNode.Constructed(0xA1, Attribute())),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "unauthenticated attributes",
            root => Enveloped(root).Children.Add(DerNode.Constructed(0xA2, Attribute())),
            ReceiptCode.NotTheOneEncoding
        );
        yield return Form(
            "empty unauthenticated attributes",
            root => Enveloped(root).Children.Add(DerNode.Constructed(0xA2)),
            ReceiptCode.NotTheOneEncoding
        );
    }

    private static TestCaseData Form(string name, Action<DerNode> edit, ReceiptCode code) =>
        new TestCaseData(edit, code).SetArgDisplayNames(name);

    private static DerNode Enveloped(DerNode root) => root[1, 0];

    private static DerNode Kem(DerNode root) => root[1, 0, 1, 0, 1];

    private static DerNode Content(DerNode root) => root[1, 0, 2];

    private static DerNode Ukm() => DerNode.Constructed(0xA0, DerNode.Primitive(0x04, 1, 2, 3));

    private static DerNode Attribute() =>
        DerNode.Constructed(0x30, DerNode.Oid("1.2.840.113549.1.9.3"), DerNode.Constructed(0x31, DerNode.Oid("1.2.840.113549.1.7.1")));

    private static DerNode IssuerAndSerial() => DerNode.Constructed(0x30, DerNode.Constructed(0x30), DerNode.Primitive(0x02, 1));

    private static DerNode ForThailand() =>
        DerNode.Parse(Sealer.Seal(Forgery.Bgd.PingTo(Forgery.Tha), Forgery.Bgd.Identity, Forgery.Tha.Recipient, TestParty.Now).Bytes)[
            1,
            0,
            1,
            0
        ];

    // PBKDF2 with 2³¹ − 1 iterations (RFC 5652, section 6.2.4; RFC 8018).
    private static DerNode PasswordRecipient() =>
        DerNode.Constructed(
            0xA3,
            DerNode.Primitive(0x02, 0),
            DerNode.Constructed(
                0xA0,
                DerNode.Oid("1.2.840.113549.1.5.12"),
                DerNode.Constructed(0x30, DerNode.Primitive(0x04, 1, 2, 3, 4, 5, 6, 7, 8), DerNode.Primitive(0x02, 0x7F, 0xFF, 0xFF, 0xFF))
            ),
            DerNode.Constructed(
                0x30,
                DerNode.Oid("1.2.840.113549.1.9.16.3.9"),
                DerNode.Constructed(0x30, DerNode.Oid("2.16.840.1.101.3.4.1.5"))
            ),
            DerNode.Primitive(0x04, new byte[40])
        );
}
