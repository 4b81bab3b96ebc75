using System.Security.Cryptography;
using Exchange.Protocol;
using Exchange.Sealing;
using Exchange.Sealing.Layers;
using Exchange.Sealing.Primitives;

namespace Exchange.Tests.Sealing;

/// <summary>
/// Messages as someone forges them who knows every public key and, for layer 1, even holds the sender's signing key. Each
/// layer above the forged one is made well, so that only the forged one can be the reason of the refusal.
/// </summary>
internal static class Forgery
{
    public static readonly TestParty Bgd = new("BGD");
    public static readonly TestParty Mys = new("MYS");
    public static readonly TestParty Tha = new("THA");

    private static readonly Opener AtMys = Mys.OpenerThatKnows(Bgd, Mys, Tha);

    // Path to the SignerInfo, and within it to the signed attributes and the signature.
    private static readonly int[] Signer = [1, 0, 4, 0];
    private const int SignedAttributes = 3;
    private const int Signature = 5;

    public static OpenResult Open(byte[] sealedBytes) => AtMys.Open(sealedBytes, Bgd.Name, TestParty.Now);

    public static byte[] Signed() => SignedMessage.Sign(Bgd.PingTo(Mys).Bytes, Bgd.Identity, TestParty.Now).ToAttached();

    public static byte[] SealInner(byte[] signed) => InnerSeal.Seal(signed, Mys.Recipient.Encryption);

    public static byte[] SealOuter(byte[] inner) => OuterSeal.Seal(inner, Mys.Recipient.Kem);

    public static byte[] SealBoth(byte[] signed) => SealOuter(SealInner(signed));

    public static byte[] Edit(byte[] layer, Action<DerNode> edit)
    {
        var root = DerNode.Parse(layer);
        edit(root);
        return root.Encode();
    }

    /// <summary>Signs the attributes as they are now.</summary>
    public static void SignAgain(DerNode root)
    {
        var signer = root[Signer];
        var attributes = DerNode.Constructed(0x31, [.. signer.Children[SignedAttributes].Children]);
        var signature = Bgd.SigningKey.SignHash(SHA256.HashData(attributes.Encode()));
        signer.Children[Signature].Contents = EcdsaSignature.Write(signature);
    }

    public static void ShouldBeRefusedWith(this OpenResult result, ReceiptCode code) =>
        result.ShouldBeOfType<Rejected>().Code.ShouldBe(code);
}
