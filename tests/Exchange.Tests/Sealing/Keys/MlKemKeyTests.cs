using System.Security.Cryptography;
using Exchange.Sealing.Keys;
using Org.BouncyCastle.Crypto.Parameters;

namespace Exchange.Tests.Sealing.Keys;

/// <summary>The key in use beside a second implementation of ML-KEM-768.</summary>
internal sealed class MlKemKeyTests
{
    private static readonly byte[] Seed = RandomNumberGenerator.GetBytes(MlKemKey.SeedSize);

    private readonly TestKeys.Kem _other = new(MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, Seed));

    [Test]
    public void A_changed_ciphertext_gives_the_secret_of_implicit_rejection()
    {
        using var key = new MlKemKey(Seed);
        var ciphertext = RandomNumberGenerator.GetBytes(1088);

        key.SubjectPublicKeyInfo.ShouldBe(_other.SubjectPublicKeyInfo);
        key.Decapsulate(ciphertext).ShouldBe(_other.Decapsulate(ciphertext));
        key.Decapsulate(ciphertext).ShouldBe(key.Decapsulate(ciphertext), "it is the same each time");
    }

    [Test]
    public void A_key_that_is_disposed_of_is_wiped()
    {
        var (key, signer) = (new MlKemKey(Seed), new Ed25519NoteKey(Seed.AsSpan(0, Ed25519NoteKey.SeedSize)));
        var ciphertext = RandomNumberGenerator.GetBytes(1088);
        var (secret, signature) = (key.Decapsulate(ciphertext), signer.Sign(ciphertext));
        key.Dispose();
        signer.Dispose();

        key.Decapsulate(ciphertext).ShouldNotBe(secret);
        signer.Sign(ciphertext).ShouldNotBe(signature);
    }
}
