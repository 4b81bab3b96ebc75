using System.Globalization;
using Exchange.Protocol;

namespace Exchange.Ledger.Evidence;

/// <summary>What a bundle that holds proves and does not, in plain sentences.</summary>
internal static class VerdictText
{
    public static EvidenceVerdict Write(
        BundleParts parts, DateTimeOffset signingTime, EntryFinding? sent, EntryFinding judged, IReadOnlyList<ReadOnlyMemory<byte>> cards, IReadOnlyList<string> ofAnotherHand)
    {
        return new()
        {
            Faults = [],
            Proved = [.. Proved(parts, signingTime, sent, judged)],
            NotProved = [.. NotProved(parts, cards, ofAnotherHand)],
            MessageId = (sent ?? judged).Leaf.MessageId,
            Sender = parts.Sender.Party,
            Recipient = parts.Recipient.Party,
            Signed = parts.Signed,
            SignedAt = signingTime,
            HasContent = parts.Message is not null,
            Sent = sent,
            Judged = judged,
        };
    }

    private static IEnumerable<string> Proved(BundleParts parts, DateTimeOffset signingTime, EntryFinding? sent, EntryFinding judged)
    {
        yield return $"Message {VerificationGuide.IdOf(parts)} was signed by {parts.Sender}, as it says at {ProtocolTime.Write(signingTime)}; the digest of the signature is {parts.Signed}.";
        if (parts.Message is { } message)
            yield return string.Create(CultureInfo.InvariantCulture, $"{BundleFiles.Message} ({message.Length} bytes) is exactly what was signed, and is what both logs say of it.");
        if (sent is not null)
            yield return $"{parts.Sender} recorded it as sent: {Sentence(sent)}";
        yield return $"{parts.Recipient} recorded it as {VerificationGuide.VerdictOf(parts)}: {Sentence(judged)}";
    }

    private static string Sentence(EntryFinding entry) => string.Create(CultureInfo.InvariantCulture,
        $"entry {entry.Index} of {entry.Origin}, made at {ProtocolTime.Write(entry.Leaf.At)}, under a checkpoint of {entry.Size} entries that both keys of the log signed at {ProtocolTime.Write(entry.SignedAt)} and {entry.Witness} cosigned at {ProtocolTime.Write(entry.CosignedAt)}.");

    private static IEnumerable<string> NotProved(BundleParts parts, IReadOnlyList<ReadOnlyMemory<byte>> cards, IReadOnlyList<string> ofAnotherHand)
    {
        foreach (var card in (EvidenceCard[])[parts.Sender, parts.Recipient])
        {
            yield return cards.Any(given => given.Span.SequenceEqual(card.Bytes.Span))
                ? $"Whose keys those of {card} are: they are the keys of the card that you gave, and are believed for that."
                : $"Whose keys those of {card} are: the card is the bundle's own. Compare its fingerprint with the one that was confirmed: {card.Fingerprint}";
        }

        if (parts.Message is null)
            yield return "What the message says: its text was left out.";
        if (parts.Sent is null)
            yield return $"That the log of {parts.Sender} has it as sent: the bundle was made by the recipient, who has no proof of that.";
        if (!parts.IsRevocationKnown)
            yield return $"That the certificate of {parts.Sender} was not revoked then: its revocation lists in the bundle are of another time.";
        foreach (var name in ofAnotherHand)
            yield return $"That {name} says what is right: it is not as this version of the program writes it. Another version may have; follow it only if you trust who gave it to you.";
        yield return "The times, beyond the word of those who signed them.";
        yield return "Who has read the message, and what was done about it.";
    }
}
