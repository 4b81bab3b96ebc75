using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;

namespace Exchange.Sealing.Keys;

/// <summary>
/// Encrypts private keys under a passphrase: PKCS#8 (RFC 5958) under PBES2 (RFC 8018) with PBKDF2-HMAC-SHA256, 600,000
/// iterations (OWASP's Password Storage Cheat Sheet), and AES-256-CBC. Files that are created together share a salt, so that a start
/// derives the key only once.
/// </summary>
public sealed class KeyProtection : IDisposable
{
    private const int MaximumIterations = 10_000_000;
    private const int KeySize = 32;
    private const int SaltSize = 16;
    private const string Label = "ENCRYPTED PRIVATE KEY";

    private static readonly AlgorithmIdentifier HmacSha256 = new(PkcsObjectIdentifiers.IdHmacWithSha256, DerNull.Instance);

    private readonly byte[] _passphrase;
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(SaltSize);
    private readonly ConcurrentDictionary<string, byte[]> _derived = new();

    // Slow on purpose; a test that makes a thousand homes makes them with less.
    internal static int Iterations { get; set; } = 600_000;

    /// <param name="passphrase">At least 16 characters.</param>
    /// <exception cref="KeyStoreException">It is shorter.</exception>
    public KeyProtection(string passphrase)
    {
        if (passphrase.Length < 16)
            throw new KeyStoreException("The passphrase must have at least 16 characters.");
        _passphrase = Encoding.UTF8.GetBytes(passphrase);
    }

    /// <summary>Encrypts a PKCS#8 key; returns PEM.</summary>
    public string Protect(ReadOnlySpan<byte> pkcs8)
    {
        using var aes = Aes.Create();
        aes.Key = Derive(_salt, Iterations);
        var ciphertext = aes.EncryptCbc(pkcs8, aes.IV);
        var scheme = new PbeS2Parameters(
            new KeyDerivationFunc(PkcsObjectIdentifiers.IdPbkdf2, new Pbkdf2Params(_salt, Iterations, KeySize, HmacSha256)),
            new EncryptionScheme(NistObjectIdentifiers.IdAes256Cbc, new DerOctetString(aes.IV))
        );
        var info = new EncryptedPrivateKeyInfo(new AlgorithmIdentifier(PkcsObjectIdentifiers.IdPbeS2, scheme), ciphertext);
        return PemEncoding.WriteString(Label, info.GetDerEncoded()) + "\n";
    }

    /// <summary>Decrypts the result of <see cref="Protect"/>; error messages use the name of the file.</summary>
    /// <exception cref="KeyStoreException">Wrong passphrase, or another type of file.</exception>
    public byte[] Unprotect(string pem, string name)
    {
        try
        {
            var fields = PemEncoding.Find(pem);
            if (!pem.AsSpan()[fields.Label].SequenceEqual(Label))
                throw new KeyStoreException($"{name} is not an encrypted private key.");
            return Decrypt(EncryptedPrivateKeyInfo.GetInstance(Convert.FromBase64String(pem[fields.Base64Data])));
        }
        catch (CryptographicException exception)
        {
            throw new KeyStoreException($"The passphrase does not decrypt {name}.", exception);
        }
        catch (Exception exception)
            when (exception is ArgumentException or ArithmeticException or FormatException or InvalidCastException or IOException)
        {
            throw new KeyStoreException($"{name} is not an encrypted private key.", exception);
        }
    }

    /// <summary>
    /// Encrypts the storage key: AES-256-GCM under the same derivation. Returns a line: the iterations, a space, and salt, nonce,
    /// ciphertext and tag in base64.
    /// </summary>
    internal string Seal(ReadOnlySpan<byte> secret) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Iterations} {Convert.ToBase64String([.. _salt, .. AesGcmBox.Seal(Derive(_salt, Iterations), secret, [])])}\n"
        );

    internal byte[] Unseal(string text, string name)
    {
        try
        {
            var parts = text.Trim().Split(' ');
            if (
                parts.Length != 2
                || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
                || iterations is 0 or > MaximumIterations
            )
            {
                throw new FormatException("Not a sealed storage key.");
            }

            var bytes = Convert.FromBase64String(parts[1]);
            return AesGcmBox.Open(Derive(bytes[..SaltSize], iterations), bytes.AsSpan(SaltSize), []);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            throw new KeyStoreException($"The passphrase does not decrypt {name}, or the file is damaged.", exception);
        }
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_passphrase);
        foreach (var key in _derived.Values)
            CryptographicOperations.ZeroMemory(key);
    }

    private byte[] Decrypt(EncryptedPrivateKeyInfo info)
    {
        var scheme = PbeS2Parameters.GetInstance(info.EncryptionAlgorithm.Parameters);
        var derivation = Pbkdf2Params.GetInstance(scheme.KeyDerivationFunc.Parameters);
        var count = derivation.IterationCountObject.IntValueExact;
        if (
            count is <= 0 or > MaximumIterations
            || !HmacSha256.Equals(derivation.Prf)
            || !scheme.EncryptionScheme.Algorithm.Equals(NistObjectIdentifiers.IdAes256Cbc)
        )
        {
            throw new FormatException("Encrypted with another method.");
        }

        using var aes = Aes.Create();
        aes.Key = Derive(derivation.GetSalt(), count);
        var pkcs8 = aes.DecryptCbc(info.GetEncryptedData(), Asn1OctetString.GetInstance(scheme.EncryptionScheme.Parameters).GetOctets());
        // With a wrong passphrase the padding is valid in one of 256 cases, after random bytes.
        return IsPkcs8(pkcs8) ? pkcs8 : throw new CryptographicException("The decrypted bytes are not a private key.");
    }

    private static bool IsPkcs8(byte[] decrypted)
    {
        try
        {
            _ = PrivateKeyInfo.GetInstance(decrypted);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidCastException or IOException)
        {
            return false;
        }
    }

    private byte[] Derive(byte[] salt, int iterations) =>
        _derived.GetOrAdd($"{iterations} {Convert.ToHexString(salt)}", _ =>
            Rfc2898DeriveBytes.Pbkdf2(_passphrase, salt, iterations, HashAlgorithmName.SHA256, KeySize)
        );
}
