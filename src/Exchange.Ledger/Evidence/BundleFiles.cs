using System.Security.Cryptography;
using Exchange.Protocol.Messages;

namespace Exchange.Ledger.Evidence;

/// <summary>The file names of an evidence bundle, with the maximum size of each file. A bundle has no other files.</summary>
public static class BundleFiles
{
    /// <summary>The exact bytes that were signed; absent in a bundle without content.</summary>
    public const string Message = "message.json";

    /// <summary>The detached signature, whose SHA-256 is the <c>signed</c> of both entries.</summary>
    public const string Signature = "message.p7s";

    public const string SignerChain = "certificates/signer.pem";
    public const string Authorities = "certificates/authorities.pem";
    public const string RevocationLists = "certificates/crls.pem";
    public const string SenderCard = "cards/sender.party.json";
    public const string RecipientCard = "cards/recipient.party.json";

    /// <summary>The sender's entry, its proof and its ledger's key: absent in a bundle that the recipient made.</summary>
    public const string SentEntry = "sender.entry";

    public const string SentProof = "sender.tlog-proof";
    public const string SenderKey = "sender-log.pub.pem";
    public const string JudgedEntry = "recipient.entry";
    public const string JudgedProof = "recipient.tlog-proof";
    public const string RecipientKey = "recipient-log.pub.pem";
    public const string Checksums = "SHA256SUMS";
    public const string Guide = "VERIFY.md";
    public const string Script = "verify.sh";
    private const int MaximumText = 64 * 1024;

    /// <summary>Every name, in archive order, with the maximum size of its file in bytes.</summary>
    public static IReadOnlyDictionary<string, int> MaximumSizes { get; } =
        new SortedDictionary<string, int>(StringComparer.Ordinal)
        {
            [Message] = MessageParser.MaximumSize,
            [Signature] = MaximumText,
            [SignerChain] = MaximumText,
            [Authorities] = MaximumText,
            [RevocationLists] = MaximumText,
            [SenderCard] = PartyCard.MaximumSize,
            [RecipientCard] = PartyCard.MaximumSize,
            [SentEntry] = LedgerLeaf.MaximumSize,
            [SentProof] = TlogProof.MaximumSize,
            [SenderKey] = MaximumText,
            [JudgedEntry] = LedgerLeaf.MaximumSize,
            [JudgedProof] = TlogProof.MaximumSize,
            [RecipientKey] = MaximumText,
            [Checksums] = MaximumText,
            [Guide] = MaximumText,
            [Script] = MaximumText,
        };

    /// <summary>True for a file that a bundle may lack.</summary>
    internal static bool IsOptional(string name) => name is Message or SentEntry or SentProof or SenderKey;
}

/// <summary>The manifest in the format of <c>sha256sum -c</c>: a line for every other file, sorted by name.</summary>
internal static class ChecksumList
{
    public static byte[] Write(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        Encoding.UTF8.GetBytes(
            string.Concat(
                files
                    .Where(file => file.Key != BundleFiles.Checksums)
                    .OrderBy(file => file.Key, StringComparer.Ordinal)
                    .Select(file => Line(file.Key, file.Value.Span))
            )
        );

    /// <summary>The files that a manifest lists with another digest, or does not list.</summary>
    public static IEnumerable<string> Differing(string manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var lines = manifest.Split('\n').ToHashSet(StringComparer.Ordinal);
        return files
            .Keys.Where(name => name != BundleFiles.Checksums && !lines.Contains(Line(name, files[name].Span)[..^1]))
            .Order(StringComparer.Ordinal);
    }

    private static string Line(string name, ReadOnlySpan<byte> file) => $"{Convert.ToHexStringLower(SHA256.HashData(file))}  {name}\n";
}
