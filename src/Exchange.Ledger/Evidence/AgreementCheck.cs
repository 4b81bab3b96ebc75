using Exchange.Ledger.Receipts;
using Exchange.Protocol.Messages;

namespace Exchange.Ledger.Evidence;

/// <summary>Checks that entries, signature and message belong together.</summary>
internal static class AgreementCheck
{
    // The same tolerance as when a message is opened (border protocol, section 3).
    private static readonly TimeSpan SigningTimeTolerance = TimeSpan.FromSeconds(60);

    public static IEnumerable<string> Check(BundleParts parts, DateTimeOffset signingTime)
    {
        if (Entries(parts) is { } fault)
            yield return fault;
        else if (parts.Message is { } message && Content(message, parts, signingTime) is { } contentFault)
            yield return contentFault;
    }

    private static string? Entries(BundleParts parts)
    {
        var first = parts.Sent?.Leaf ?? parts.Judged.Leaf;
        if (parts.Sent is { } sent && !IsSending(sent.Leaf, parts))
            return $"{BundleFiles.SentEntry} does not record that {parts.Sender} sent this message to {parts.Recipient}.";
        if (first is not { MessageId: { } id, ExchangeId: { } exchange, Kind: { } kind, Sequence: { } sequence })
            return "No entry names the message.";
        var message = new SentMessage(parts.Sender.Party, parts.Recipient.Party, id, exchange, kind, sequence, parts.Signed);
        if (!Says(parts.Judged, parts.Signed, message))
            return $"{BundleFiles.JudgedEntry} does not record that {parts.Recipient} accepted or rejected this message of {parts.Sender}.";
        return parts.Sent is { } of && of.Leaf.Sealed != parts.Judged.Leaf.Sealed ? "The two entries name different sealed bytes." : null;
    }

    private static bool IsSending(LedgerLeaf leaf, BundleParts parts) =>
        leaf.Event == LedgerEvents.MessageSent
        && leaf.Party == parts.Sender.Party
        && leaf.Counterpart == parts.Recipient.Party
        && leaf.Signed == parts.Signed;

    // One rule for a receipt and for this entry: both prove the same to a sender.
    private static bool Says(LoggedEntry judged, Digest signed, SentMessage message) =>
        judged.Leaf.Code is { } code
        && CheckpointNote.ReadUnverified(judged.Proof.Checkpoint.Note) is { } checkpoint
        && ProvenItem.Of(
            new(
                judged.Leaf.MessageId,
                signed,
                code,
                judged.Proof.Index,
                Encoding.UTF8.GetString(judged.Leaf.Bytes.Span),
                ProofText.Write(judged.Proof.Hashes)
            ),
            checkpoint
        )
            is { } item
        && item.IsAbout(message);

    private static string? Content(ReadOnlyMemory<byte> message, BundleParts parts, DateTimeOffset signingTime)
    {
        var read = MessageParser.Read(message);
        var outline = read.Value is { } whole ? MessageOutline.Of(whole.Header) : MessageOutline.Read(message);
        if (outline.Sender is null || outline.Recipient is null)
            return $"{BundleFiles.Message} is not a message of this protocol.";
        // A rejected message may be malformed: that may be why it was rejected.
        if (!read.IsValid && parts.Judged.Leaf.Event == LedgerEvents.MessageAccepted)
            return $"{BundleFiles.Message} was accepted, but is malformed: {read.Faults[0].Pointer}.";
        if (outline.Sender != parts.Sender.Party || outline.Recipient != parts.Recipient.Party)
            return $"{BundleFiles.Message} is not from {parts.Sender} to {parts.Recipient}.";
        if (!Fits(outline, parts.Judged.Leaf) || (parts.Sent is { } sent && !Fits(outline, sent.Leaf)))
            return $"The header of {BundleFiles.Message} does not match the entries.";
        return outline.IssuedAt is { } issuedAt && (signingTime - issuedAt).Duration() > SigningTimeTolerance
            ? $"The signing time does not match issuedAt in {BundleFiles.Message}."
            : null;
    }

    private static bool Fits(MessageOutline outline, LedgerLeaf leaf) =>
        (leaf.MessageId ?? outline.MessageId) == outline.MessageId
        && (leaf.ExchangeId ?? outline.ExchangeId) == outline.ExchangeId
        && (leaf.Kind is null || leaf.Kind == (outline.Kind is { } kind ? kind.Code : null))
        && (leaf.Sequence ?? outline.Sequence) == outline.Sequence;
}
