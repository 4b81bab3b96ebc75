using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Cms;

namespace Exchange.Sealing;

/// <summary>The two certificates of a counterpart that messages are sealed for, read once. Whether to believe them is judged elsewhere.</summary>
public sealed class SealingRecipient
{
    /// <param name="encryptionCertificate">DER; EC P-256.</param>
    /// <param name="kemCertificate">DER; ML-KEM-768 with subjectKeyIdentifier.</param>
    /// <exception cref="ArgumentException">A certificate is none, or has a key of another kind.</exception>
    public SealingRecipient(ReadOnlyMemory<byte> encryptionCertificate, ReadOnlyMemory<byte> kemCertificate) =>
        (Encryption, Kem) = (new(encryptionCertificate), new(kemCertificate));

    /// <summary>The recipient that a card names.</summary>
    /// <exception cref="ArgumentException">A certificate is none, or has a key of another kind.</exception>
    public static SealingRecipient Of(PartyCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return new(PemChain.Read(card.Encryption)[0], PemChain.Read(card.Kem)[0]);
    }

    internal EncryptionCertificate Encryption { get; }

    internal KemCertificate Kem { get; }
}
