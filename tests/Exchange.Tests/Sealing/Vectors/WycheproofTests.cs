using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Sealing.Cms;
using Exchange.Sealing.Keys;
using Exchange.Sealing.Layers;
using Exchange.Sealing.Primitives;
using Exchange.Tests.Sealing.Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Tests.Sealing.Vectors;

/// <summary>Project Wycheproof's vectors through the code that seals and opens.</summary>
internal sealed class WycheproofTests
{
    private static readonly string[] P256Oid = ["1.2.840.10045.2.1", "1.2.840.10045.3.1.7"];

    private static readonly TestAuthority Issuer = TestAuthority.Root();

    [Test]
    public void Ecdsa_signatures_hold_exactly_where_they_should_and_only_with_the_smaller_s()
    {
        var signers = new Dictionary<string, CertificateFacts>();
        Check("ecdsa_secp256r1_sha256_test.json", (testGroup, test) =>
        {
            var key = SignerOf(testGroup.Bytes("publicKeyDer"), signers);
            var hash = SHA256.HashData(test.Bytes("msg"));
            var signature = test.Bytes("sig");
            var holds = Verify(key, hash, signature);
            var other = WithTheOtherS(signature);
            return (holds || (other is not null && Verify(key, hash, other))) && !(holds && other is not null && Verify(key, hash, other));
        });
    }

    [Test]
    public void Ecdh_agrees_on_the_shared_secret_and_refuses_points_off_the_curve()
    {
        Check("ecdh_secp256r1_test.json", (_, test) =>
        {
            if (PointOf(test.Bytes("public")) is not { } point)
                return false;
            var own = new ECDiffieHellmanOpenSsl();
            own.ImportParameters(new() { Curve = ECCurve.NamedCurves.nistP256, D = Fixed(test.Bytes("private")) });
            using var key = new EcAgreementKey(own);
            return key.Agree(point).SequenceEqual(test.Bytes("shared"));
        });
    }

    // What the key itself is asked, whoever asks it.
    [Test]
    public void Ecdh_takes_no_point_that_is_not_on_the_curve()
    {
        using var key = new EcAgreementKey(new(ECCurve.NamedCurves.nistP256));
        var point = P256.Point(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256).ExportParameters(false));
        key.Agree(point).Length.ShouldBe(32);

        foreach (
            var other in new byte[][]
            {
                [],
                [0],
                point[..^1],
                [.. point[..^1], (byte)(point[^1] ^ 1)],
                [4, .. new byte[64]],
                [2, .. point[1..33]],
            }
        )
        {
            Should.Throw<CryptographicException>(() => key.Agree(other)).Message.ShouldBe("The point is not on the curve.");
        }
    }

    [Test]
    public async Task Ecdh_agrees_on_many_threads_at_once()
    {
        using var key = new EcAgreementKey(new(ECCurve.NamedCurves.nistP256));
        using var other = new ECDiffieHellmanOpenSsl(ECCurve.NamedCurves.nistP256);
        using var own = ECDiffieHellman.Create();
        own.ImportSubjectPublicKeyInfo(key.SubjectPublicKeyInfo, out _);
        var point = P256.Point(other.ExportParameters(false));
        var secret = other.DeriveRawSecretAgreement(own.PublicKey);

        await Parallel.ForAsync(0, 2_000, (_, _) =>
        {
            key.Agree(point).ShouldBe(secret);
            return ValueTask.CompletedTask;
        });
    }

    [Test]
    public void Aes_gcm_opens_what_is_intact()
    {
        Check(
            "aes_gcm_test.json",
            (testGroup, test) =>
                new AesGcmSeal(test.Bytes("iv"), test.Bytes("ct"), test.Bytes("tag")).TryOpen(test.Bytes("key"), out var plaintext)
                && plaintext.SequenceEqual(test.Bytes("msg")),
            // The seals have nonces of 12 bytes and no associated data.
            (testGroup, test) => testGroup.GetProperty("ivSize").GetInt32() == 96 && test.Bytes("aad").Length == 0
        );
    }

    [Test]
    public void Aes_gcm_refuses_nonces_of_other_lengths()
    {
        foreach (
            var (_, test) in VectorFolder.Wycheproof("aes_gcm_test.json").Where(pair => pair.Group.GetProperty("ivSize").GetInt32() != 96)
        )
        {
            new AesGcmSeal(test.Bytes("iv"), test.Bytes("ct"), test.Bytes("tag")).TryOpen(test.Bytes("key"), out _).ShouldBeFalse();
        }
    }

    [Test]
    public void Aes_key_wrap_unwraps_what_is_intact()
    {
        Check("aes_wrap_test.json", (_, test) =>
            AesKeyWrap.TryUnwrap(test.Bytes("key"), test.Bytes("ct"), out var key)
            && key.SequenceEqual(test.Bytes("msg"))
            && AesKeyWrap.Wrap(test.Bytes("key"), key).SequenceEqual(test.Bytes("ct"))
        );
    }

    [Test]
    public void Aes_key_wrap_takes_whole_semiblocks_and_two_at_least()
    {
        foreach (var length in new[] { 0, 7, 8, 15, 17, 20 })
            Should.Throw<ArgumentException>(() => AesKeyWrap.Wrap(new byte[32], new byte[length])).Message.ShouldContain("semiblocks");
        foreach (var length in new[] { 0, 7, 8, 16, 23, 25, 28 })
            AesKeyWrap.TryUnwrap(new byte[32], new byte[length], out _).ShouldBeFalse($"{length} bytes");
    }

    [Test]
    public void Hkdf_derives_the_known_keys()
    {
        Check(
            "hkdf_sha256_test.json",
            (_, test) =>
                KeyDerivation
                    .Hkdf(test.Bytes("ikm"), test.Bytes("salt"), test.Bytes("info"), test.GetProperty("size").GetInt32())
                    .SequenceEqual(test.Bytes("okm")),
            (_, test) => test.GetProperty("size").GetInt32() <= 255 * 32
        );
    }

    [Test]
    public void Ml_kem_768_decapsulates_the_known_secrets()
    {
        Check(
            "mlkem_768_test.json",
            (_, test) =>
            {
                using var key = new MlKemKey(test.Bytes("seed"));
                return SubjectPublicKeyInfo.GetInstance(key.SubjectPublicKeyInfo).PublicKey.GetOctets().SequenceEqual(test.Bytes("ek"))
                    && test.Bytes("c").Length == KemRecipe.MlKem768.CiphertextLength
                    && key.Decapsulate(test.Bytes("c")).SequenceEqual(test.Bytes("K"));
            },
            // A seed of another length is no key; keys are the key store's.
            (_, test) => test.Bytes("seed").Length == 64
        );
    }

    private static void Check(string file, Func<JsonElement, JsonElement, bool> holds, Func<JsonElement, JsonElement, bool>? applies = null)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (testGroup, test) in VectorFolder.Wycheproof(file).Where(pair => applies?.Invoke(pair.Group, pair.Test) ?? true))
        {
            count++;
            // What Wycheproof calls acceptable is left to the implementer.
            if (test.Text("result") != "acceptable" && holds(testGroup, test) != (test.Text("result") == "valid"))
                wrong.Add($"{test.GetProperty("tcId")} {test.Text("comment")}");
        }

        wrong.ShouldBeEmpty();
        count.ShouldBeGreaterThan(50);
    }

    private static bool Verify(CertificateFacts signer, byte[] hash, byte[] signature)
    {
        var ieee = new byte[2 * P256.FieldSize];
        if (!EcdsaSignature.TryRead(signature, ieee))
            return false;
        // Once with a key that is made for it, once with one that is remembered.
        var check = new SignatureCheck();
        var holds = check.Verify(signer, hash, ieee);
        check.Remember(signer);
        check.Verify(signer, hash, ieee).ShouldBe(holds);
        return holds;
    }

    // Signatures are verified by a certificate: each key of the vectors gets one.
    private static CertificateFacts SignerOf(byte[] subjectPublicKeyInfo, Dictionary<string, CertificateFacts> signers)
    {
        var name = Convert.ToHexString(subjectPublicKeyInfo);
        if (!signers.TryGetValue(name, out var signer))
            signers.Add(name, signer = CertificateFacts.Of(Issuer.Issue("CN=BGD, C=BD", subjectPublicKeyInfo, TestCards.SigningUsage)));
        return signer;
    }

    private static byte[]? WithTheOtherS(byte[] signature)
    {
        var order = new Org.BouncyCastle.Math.BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);
        if (!Der.TryRead(signature, Asn1Sequence.GetInstance, out var pair) || pair.Count != 2 || pair[1] is not DerInteger s)
            return null;
        return
            Der.Write(new DerSequence(pair[0], new DerInteger(order.Subtract(s.Value)))) is var other
            && Der.Write(new DerSequence(pair[0], s)).SequenceEqual(signature)
            ? other
            : null;
    }

    private static byte[]? PointOf(byte[] subjectPublicKeyInfo)
    {
        if (
            !Der.TryRead(subjectPublicKeyInfo, SubjectPublicKeyInfo.GetInstance, out var info)
            || !Der.Write(info).SequenceEqual(subjectPublicKeyInfo)
        )
        {
            return null;
        }

        var isP256 =
            info.Algorithm.Algorithm.Id == P256Oid[0] && info.Algorithm.Parameters is DerObjectIdentifier curve && curve.Id == P256Oid[1];
        var point = info.PublicKey.GetOctets();
        return isP256 && P256.IsOnCurve(point) ? point : null;
    }

    private static byte[] Fixed(byte[] scalar)
    {
        var stripped = scalar.AsSpan().TrimStart((byte)0);
        var field = new byte[P256.FieldSize];
        stripped.CopyTo(field.AsSpan(P256.FieldSize - stripped.Length));
        return field;
    }
}
