using System.Text;
using Exchange.Sealing;
using Exchange.Sealing.Cms;
using Exchange.Sealing.Layers;
using Exchange.Sealing.Primitives;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.IO.Pem;

namespace Exchange.Tests.Sealing.Vectors;

/// <summary>The worked example of RFC 9936 through the outer seal, with ML-KEM-512 and AES-128 in place of this protocol's.</summary>
internal sealed class Rfc9936Tests
{
    private static readonly KemRecipe MlKem512 = new(
        NistObjectIdentifiers.id_alg_ml_kem_512,
        CiphertextLength: 768,
        NistObjectIdentifiers.IdAes128Wrap,
        KekLength: 16,
        NistObjectIdentifiers.IdAes128Gcm,
        CekLength: 16
    );

    [TestCase("ML-KEM-512-seed.priv")]
    [TestCase("ML-KEM-512-expanded.priv")]
    public void The_example_opens_to_its_plaintext(string keyFile)
    {
        OuterSeal.TryOpen(Pem("ML-KEM-512.cms"), KeysOf(keyFile), MlKem512, out var plaintext, out _).ShouldBeTrue();

        Encoding.ASCII.GetString(plaintext!).ShouldBe(Text("plaintext.txt"));
    }

    [Test]
    public void Every_intermediate_value_is_the_one_of_the_example()
    {
        AuthEnveloped<KemRecipient>
            .TryRead(Pem("ML-KEM-512.cms"), info => KemRecipient.Read(MlKem512, info), out var envelope)
            .ShouldBeTrue();
        var recipient = envelope!.Recipient;
        var secret = Key("ML-KEM-512-seed.priv").Decapsulate(recipient.Ciphertext);
        var kek = KeyDerivation.Hkdf(secret, [], MlKem512.KdfInfo, MlKem512.KekLength);
        AesKeyWrap.TryUnwrap(kek, recipient.WrappedKey, out var cek).ShouldBeTrue();

        Convert.ToHexString(recipient.KeyIdentifier).ShouldBe(Text("ML-KEM-512.keyid"));
        Convert.ToHexString(recipient.Ciphertext).ShouldBe(Text("ciphertext.txt"));
        Convert.ToHexString(secret).ShouldBe(Text("shared_secret.txt"));
        Convert.ToHexString(MlKem512.KdfInfo).ShouldBe(Text("ori_info.txt"));
        Convert.ToHexString(kek).ShouldBe(Text("kek.txt"));
        Convert.ToHexString(recipient.WrappedKey).ShouldBe(Text("encrypted_cek.txt"));
        Convert.ToHexString(cek!).ShouldBe(Text("cek.txt"));
    }

    [Test]
    public void The_example_is_refused_by_the_recipe_in_use()
    {
        OuterSeal.TryOpen(Pem("ML-KEM-512.cms"), KeysOf("ML-KEM-512-seed.priv"), out _, out var refusal).ShouldBeFalse();

        refusal!.Code.ShouldBe(Exchange.Protocol.ReceiptCode.NotTheOneEncoding);
    }

    private static OpeningKeys KeysOf(string keyFile) => new([], [(Pem("ML-KEM-512.pem"), Key(keyFile))]);

    // The parameter set of the example is not in use, and so not in the product.
    private static TestKeys.Kem Key(string file) => new((MLKemPrivateKeyParameters)PrivateKeyFactory.CreateKey(Pem(file)));

    private static byte[] Pem(string file)
    {
        using var reader = new PemReader(new StringReader(File.ReadAllText(PathOf(file))));
        return reader.ReadPemObject().Content;
    }

    private static string Text(string file) => string.Concat(File.ReadAllText(PathOf(file)).Split('\n')).TrimEnd('\r');

    private static string PathOf(string file) => VectorFolder.PathOf(Path.Combine("rfc9936", file));
}
