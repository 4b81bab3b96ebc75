using System.Security.Cryptography;
using Exchange.Sealing.Keys;

namespace Exchange.Tests.Sealing.Keys;

internal sealed class KeyProtectionTests
{
    private const string Passphrase = "a passphrase of a test";

    private static readonly byte[] Key = NewKey();

    // One for all: deriving its keys is made to take long.
    private readonly KeyProtection _protection = new(Passphrase);
    private readonly KeyProtection _other = new(Passphrase + ".");

    [OneTimeTearDown]
    public void Forget()
    {
        _protection.Dispose();
        _other.Dispose();
    }

    [Test]
    public void What_was_protected_comes_back()
    {
        using var later = new KeyProtection(Passphrase);

        later.Unprotect(_protection.Protect(Key), "signing-1.pem").ShouldBe(Key);
    }

    [Test]
    public void The_platform_reads_the_same_file()
    {
        using var read = ECDsa.Create();

        read.ImportFromEncryptedPem(_protection.Protect(Key), Passphrase);

        read.ExportPkcs8PrivateKey().ShouldBe(Key);
    }

    [Test]
    public void Another_passphrase_does_not_open_it_and_the_file_is_named()
    {
        var refusal = Should.Throw<KeyStoreException>(() => _other.Unprotect(_protection.Protect(Key), "signing-1.pem"));

        refusal.Message.ShouldBe("The passphrase does not decrypt signing-1.pem.");
    }

    [Test]
    public void What_decrypts_to_no_private_key_does_not_open()
    {
        foreach (byte[] noise in new byte[][] { [], [1, 2, 3], [0x30, 0x00], [0x30, 0x82, 0xFF], [0x04, 0x01, 0x00] })
            Should.Throw<KeyStoreException>(() => _protection.Unprotect(_protection.Protect(noise), "signing-1.pem"));
    }

    [TestCase("")]
    [TestCase("nothing of the kind")]
    [TestCase("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")]
    [TestCase("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n")]
    public void A_file_of_another_form_is_refused(string text)
    {
        Should
            .Throw<KeyStoreException>(() => _protection.Unprotect(text, "signing-1.pem"))
            .Message.ShouldBe("signing-1.pem is not an encrypted private key.");
    }

    [Test]
    public void A_key_without_protection_is_refused()
    {
        Should.Throw<KeyStoreException>(() => _protection.Unprotect(PemEncoding.WriteString("PRIVATE KEY", Key), "signing-1.pem"));
    }

    // A derivation that costs nothing, or that never ends, is not this _protection.
    [TestCase(PbeEncryptionAlgorithm.Aes128Cbc, "SHA256", 600_000)]
    [TestCase(PbeEncryptionAlgorithm.Aes256Cbc, "SHA512", 600_000)]
    [TestCase(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, "SHA1", 600_000)]
    public void A_key_under_another_algorithm_is_refused(PbeEncryptionAlgorithm algorithm, string hash, int iterations)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Key, out _);
        var pem = key.ExportEncryptedPkcs8PrivateKeyPem(Passphrase, new(algorithm, new(hash), iterations));

        Should.Throw<KeyStoreException>(() => _protection.Unprotect(pem, "signing-1.pem"));
    }

    [Test]
    public void A_short_passphrase_is_refused() => Should.Throw<KeyStoreException>(() => new KeyProtection("fifteen letters"));

    [Test]
    public void A_secret_is_sealed_and_comes_back_under_the_same_passphrase_alone()
    {
        var sealedSecret = _protection.Seal(new byte[32]);

        _protection.Unseal(sealedSecret, "storage.key").ShouldBe(new byte[32]);
        Should.Throw<KeyStoreException>(() => _other.Unseal(sealedSecret, "storage.key"));
        Should.Throw<KeyStoreException>(() => _protection.Unseal(sealedSecret[8..], "storage.key"));
        Should.Throw<KeyStoreException>(() => _protection.Unseal("", "storage.key"));
        Should.Throw<KeyStoreException>(() => _protection.Unseal("not base64", "storage.key"));
        Should.Throw<KeyStoreException>(() =>
            _protection.Unseal(sealedSecret.Replace("6000 ", "6001 ", StringComparison.Ordinal), "storage.key")
        );
        Should.Throw<KeyStoreException>(() =>
            _protection.Unseal(sealedSecret.Replace("6000 ", "10000001 ", StringComparison.Ordinal), "storage.key")
        );
    }

    private static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}
