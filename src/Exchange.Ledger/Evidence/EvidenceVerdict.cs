namespace Exchange.Ledger.Evidence;

/// <summary>What a bundle proves, and what it does not prove. A bundle with a fault proves nothing.</summary>
public sealed record EvidenceVerdict
{
    /// <summary>Why it is not valid, one sentence each.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    public bool Holds => Faults.Count == 0;

    /// <summary>Sentences.</summary>
    public IReadOnlyList<string> Proved { get; init; } = [];

    /// <summary>Sentences.</summary>
    public IReadOnlyList<string> NotProved { get; init; } = [];

    public Guid? MessageId { get; init; }
    public PartyName? Sender { get; init; }
    public PartyName? Recipient { get; init; }
    public Digest? Signed { get; init; }

    /// <summary>As the signer states (UTC).</summary>
    public DateTimeOffset? SignedAt { get; init; }

    public bool HasContent { get; init; }

    /// <summary>The sender's entry; null in a bundle that the recipient made.</summary>
    public EntryFinding? Sent { get; init; }

    /// <summary>The recipient's entry.</summary>
    public EntryFinding? Judged { get; init; }

    internal static EvidenceVerdict Of(params IReadOnlyList<string> faults) => new() { Faults = faults };
}

/// <summary>What a valid bundle proves and does not prove, in sentences.</summary>
internal static class VerdictText
{
    public static EvidenceVerdict Write(
        BundleParts parts,
        DateTimeOffset signingTime,
        EntryFinding? sent,
        EntryFinding judged,
        IReadOnlyList<ReadOnlyMemory<byte>> cards,
        IReadOnlyList<string> differing
    ) =>
        new()
        {
            Faults = [],
            Proved = [.. Proved(parts, signingTime, sent, judged)],
            NotProved = [.. NotProved(parts, cards, differing)],
            MessageId = (sent ?? judged).Leaf.MessageId,
            Sender = parts.Sender.Party,
            Recipient = parts.Recipient.Party,
            Signed = parts.Signed,
            SignedAt = signingTime,
            HasContent = parts.Message is not null,
            Sent = sent,
            Judged = judged,
        };

    private static IEnumerable<string> Proved(BundleParts parts, DateTimeOffset signingTime, EntryFinding? sent, EntryFinding judged)
    {
        yield return $"Message {VerificationGuide.IdOf(parts)} was signed by {parts.Sender}, which states the time "
            + $"{ProtocolTime.Write(signingTime)}; the digest of the signature is {parts.Signed}.";
        if (parts.Message is { } message)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{BundleFiles.Message} ({message.Length} bytes) is exactly what was signed, and matches the ledger entries."
            );
        }

        if (sent is not null)
            yield return $"{parts.Sender} recorded it as sent: {Sentence(sent)}";
        yield return $"{parts.Recipient} recorded it as {VerificationGuide.VerdictOf(parts)}: {Sentence(judged)}";
    }

    private static string Sentence(EntryFinding entry) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"entry {entry.Index} of {entry.Origin}, recorded at {ProtocolTime.Write(entry.Leaf.At)}, under a checkpoint of "
                + $"{entry.Size} entries that both keys of the ledger signed at {ProtocolTime.Write(entry.SignedAt)} and "
                + $"{entry.Witness} cosigned at {ProtocolTime.Write(entry.CosignedAt)}."
        );

    private static IEnumerable<string> NotProved(
        BundleParts parts,
        IReadOnlyList<ReadOnlyMemory<byte>> cards,
        IReadOnlyList<string> differing
    )
    {
        foreach (var card in (EvidenceCard[])[parts.Sender, parts.Recipient])
        {
            yield return cards.Any(given => given.Span.SequenceEqual(card.Bytes.Span))
                ? $"That the keys of {card} belong to it: they are trusted because they are in the card that you gave."
                : $"That the keys of {card} belong to it: the card is part of the bundle. Compare its fingerprint with the "
                    + $"confirmed one: {card.Fingerprint}";
        }

        if (parts.Message is null)
            yield return "What the message says: its content was left out.";
        if (parts.Sent is null)
            yield return $"That the ledger of {parts.Sender} records it as sent: the recipient made the bundle, and has no proof of that.";
        if (!parts.IsRevocationKnown)
        {
            yield return $"That the certificate of {parts.Sender} was not revoked at that time: the revocation lists in the bundle are "
                + "for another time.";
        }

        foreach (var name in differing)
        {
            yield return $"That {name} is correct: it differs from what this version of the program writes. Another version may have "
                + "written it. Use it only if you trust the source of the bundle.";
        }

        yield return "That the times are correct: they are the signers' statements.";
        yield return "Who has read the message, and what was done about it.";
    }
}
