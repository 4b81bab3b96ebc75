using Exchange.Sealing.Cms;
using Exchange.Sealing.Layers;

namespace Exchange.Sealing;

/// <summary>The two certificates of a counterpart that messages are sealed for, read once. Whether to believe them is judged elsewhere.</summary>
public sealed class SealingRecipient
{
    /// <param name="encryptionCertificate">DER; EC P-256.</param>
    /// <param name="kemCertificate">DER; ML-KEM-768 with subjectKeyIdentifier.</param>
    /// <exception cref="ArgumentException">A certificate is none, or has a key of another kind.</exception>
    public SealingRecipient(ReadOnlyMemory<byte> encryptionCertificate, ReadOnlyMemory<byte> kemCertificate) =>
        (Encryption, Kem) = (new(encryptionCertificate), new(kemCertificate, KemRecipe.MlKem768));

    internal EncryptionCertificate Encryption { get; }

    internal KemCertificate Kem { get; }
}
