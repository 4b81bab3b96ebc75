using System.Security.Cryptography;

namespace Exchange.Ledger.Evidence;

/// <summary>
/// Writes the files of a bundle. The same parts give the same bytes: a verifier writes the bundle again from its parts, and
/// refuses it if a byte differs.
/// </summary>
public static class BundleWriter
{
    // SubjectPublicKeyInfo of an Ed25519 key (RFC 8410), up to the 32 bytes of the key.
    private static ReadOnlySpan<byte> Ed25519Info => [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>The files by name, sorted.</summary>
    public static SortedDictionary<string, ReadOnlyMemory<byte>> Write(BundleParts parts)
    {
        var files = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [BundleFiles.Signature] = parts.Signature,
            [BundleFiles.SignerChain] = Text(parts.SignerChain),
            [BundleFiles.Authorities] = Text(parts.Sender.Card.Authorities),
            [BundleFiles.RevocationLists] = Text(parts.Sender.Card.Crls),
            [BundleFiles.SenderCard] = parts.Sender.Bytes,
            [BundleFiles.RecipientCard] = parts.Recipient.Bytes,
            [BundleFiles.JudgedEntry] = parts.Judged.Leaf.Bytes,
            [BundleFiles.JudgedProof] = parts.Judged.Proof.ToBytes(),
            [BundleFiles.RecipientKey] = Pem(parts.Recipient.Log.Ed25519),
            [BundleFiles.Guide] = Text(VerificationGuide.Write(parts)),
            [BundleFiles.Script] = VerificationGuide.Script,
        };
        if (parts.Message is { } message)
            files[BundleFiles.Message] = message;
        if (parts.Sent is { } sent)
        {
            files[BundleFiles.SentEntry] = sent.Leaf.Bytes;
            files[BundleFiles.SentProof] = sent.Proof.ToBytes();
            files[BundleFiles.SenderKey] = Pem(parts.Sender.Log.Ed25519);
        }

        files[BundleFiles.Checksums] = ChecksumList.Write(files);
        return files;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Pem(VerifierKey key) =>
        Text(PemEncoding.WriteString("PUBLIC KEY", [.. Ed25519Info, .. key.PublicKey.Span]) + "\n");
}
