using Exchange.Ledger.Entries;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Evidence;

/// <summary>The names that a bundle of evidence can have, and how large each file can be: nothing else is ever in one.</summary>
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

    /// <summary>The sender's entry, its proof and its log's key: absent in a bundle that the recipient made.</summary>
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

    /// <summary>Every name, in the order of the archive, with the most bytes of its file.</summary>
    public static IReadOnlyDictionary<string, int> MaximumSizes { get; } = new SortedDictionary<string, int>(StringComparer.Ordinal)
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

    /// <summary>What a bundle may be without.</summary>
    internal static bool IsOptional(string name) => name is Message or SentEntry or SentProof or SenderKey;
}
