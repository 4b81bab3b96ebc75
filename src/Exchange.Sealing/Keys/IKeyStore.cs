using System.Security.Cryptography;

namespace Exchange.Sealing.Keys;

/// <summary>
/// Where a party's private keys are: files, or one day a hardware module. A key is found by its certificate's public key
/// (SubjectPublicKeyInfo, DER), because several are alive during a roll-over; null if it is not here.
/// </summary>
public interface IKeyStore : IDisposable
{
    public INoteKey LogEd25519 { get; }

    public INoteKey LogMlDsa44 { get; }

    /// <summary>ML-DSA-44; never a log key.</summary>
    public INoteKey Witness { get; }

    /// <summary>Under the storage key.</summary>
    public ContentCipher Content { get; }

    public ISigningKey? Signing(ReadOnlySpan<byte> subjectPublicKeyInfo);

    public IAgreementKey? Agreement(ReadOnlySpan<byte> subjectPublicKeyInfo);

    public IKemKey? Kem(ReadOnlySpan<byte> subjectPublicKeyInfo);

    /// <summary>The key with which the party logs in to brokers.</summary>
    public ECDsa? Client(ReadOnlySpan<byte> subjectPublicKeyInfo);
}
