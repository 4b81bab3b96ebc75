using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Evidence;

/// <summary>What a bundle proves, and what it does not. Nothing is proved where there is a fault.</summary>
public sealed record EvidenceVerdict
{
    /// <summary>Why it does not hold, a sentence each.</summary>
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

    /// <summary>As the signer says (UTC).</summary>
    public DateTimeOffset? SignedAt { get; init; }

    public bool HasContent { get; init; }

    /// <summary>The sender's entry; nothing in a bundle that the recipient made.</summary>
    public EntryFinding? Sent { get; init; }

    /// <summary>The recipient's entry.</summary>
    public EntryFinding? Judged { get; init; }

    internal static EvidenceVerdict Of(params IReadOnlyList<string> faults) => new() { Faults = faults };
}
