using System.Security.Cryptography;
using Exchange.Sealing.Keys;
using Exchange.Sealing.Primitives;

namespace Exchange.Benchmarks;

/// <summary>
/// The primitive operations of one exchange, each done once and nothing around them: what no gateway could do without. The two
/// signatures of a log's head are left out, as one is made per batch and not per exchange; so are receipts, which are sealed per batch.
/// </summary>
internal sealed class Primitives : IDisposable
{
    private const int Turns = 1_000;
    private const int KeySize = 32;

    // What a signed message and its first seal add to the message (border protocol, section 3).
    private const int SignedSize = 4096 + 1024,
        InnerSize = SignedSize + 512;

    private readonly SealingPair _pair = new();
    private readonly ECDsa _signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly EcAgreementKey _encryption = new(new(ECCurve.NamedCurves.nistP256));
    private readonly Ecdh.Point _encryptionPoint;
    private readonly byte[] _message = RandomNumberGenerator.GetBytes(4096);
    private readonly byte[] _signed = RandomNumberGenerator.GetBytes(SignedSize);
    private readonly byte[] _inner = RandomNumberGenerator.GetBytes(InnerSize);

    private Primitives() => _encryptionPoint = new(_encryption.SubjectPublicKeyInfo.AsSpan()[^P256.PointSize..]);

    /// <summary>Microseconds of processor time per exchange, on one thread. Nothing else of this process may run.</summary>
    public static double Measure()
    {
        using var primitives = new Primitives();
        primitives.Run();
        var before = ProcessorTime.OfThisProcess();
        primitives.Run();
        return (ProcessorTime.OfThisProcess() - before).TotalMicroseconds / Turns;
    }

    public void Dispose()
    {
        _encryptionPoint.Dispose();
        _encryption.Dispose();
        _signing.Dispose();
        _pair.Dispose();
    }

    private void Run()
    {
        for (var turn = 0; turn < Turns; turn++)
        {
            Sign();
            SealOnce(Agree(), _signed);
            SealOnce(Encapsulate(), _inner);
            // What crosses is digested by who sends it and by who takes it.
            SHA256.HashData(_inner);
            SHA256.HashData(_inner);
        }
    }

    // SHA-256 and ECDSA, made and verified.
    private void Sign()
    {
        var signature = _signing.SignHash(SHA256.HashData(_message));
        Require(_signing.VerifyHash(SHA256.HashData(_message), signature));
    }

    // ECDH on both sides, the sender's with a new key, and the KDF of X9.63 after each.
    private (byte[] Sender, byte[] Recipient) Agree()
    {
        using var ephemeral = new ECDiffieHellmanOpenSsl(ECCurve.NamedCurves.nistP256);
        using var handle = ephemeral.DuplicateKeyHandle();
        return (
            KeyDerivation.X963(Ecdh.Agree(handle, _encryptionPoint), []),
            KeyDerivation.X963(_encryption.Agree(P256.Point(ephemeral.ExportParameters(includePrivateParameters: false))), [])
        );
    }

    // ML-KEM-768, and HKDF after each.
    private (byte[] Sender, byte[] Recipient) Encapsulate()
    {
        var (ciphertext, secret) = _pair.Encapsulate();
        return (KeyDerivation.Hkdf(secret, [], [], KeySize), KeyDerivation.Hkdf(_pair.Decapsulate(ciphertext), [], [], KeySize));
    }

    // A content key, wrapped and unwrapped; the content under it, encrypted and decrypted.
    private static void SealOnce((byte[] Sender, byte[] Recipient) keys, byte[] content)
    {
        var key = RandomNumberGenerator.GetBytes(KeySize);
        var wrapped = AesKeyWrap.Wrap(keys.Sender, key);
        var sealedContent = AesGcmSeal.Seal(key, content);
        Require(AesKeyWrap.TryUnwrap(keys.Recipient, wrapped, out var unwrapped) && sealedContent.TryOpen(unwrapped, out _));
    }

    private static void Require(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("A primitive did not give back what went in.");
    }
}
