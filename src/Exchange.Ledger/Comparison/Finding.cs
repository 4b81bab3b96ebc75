namespace Exchange.Ledger.Comparison;

/// <summary>One difference between two ledgers, with its message, if it is known, and a sentence that names parties and entries.</summary>
public sealed record Finding(FindingKind Kind, Guid? MessageId, string Text)
{
    public override string ToString() => MessageId is { } id ? $"{id}: {Text}" : Text;
}

/// <summary>Type of difference between two parties' ledgers.</summary>
public enum FindingKind
{
    /// <summary>
    /// The parties do not hold each other's current cards, or an export ends before a checkpoint that the other party holds of it.
    /// </summary>
    Export,

    /// <summary>The owner of a ledger signed checkpoints that contradict its own export: there are two histories.</summary>
    Divergence,

    /// <summary>One ledger records something that the other should record too, but does not.</summary>
    Gap,

    /// <summary>Both record the same message, with different values.</summary>
    Contradiction,

    /// <summary>A sender used one id, or one sequence of an exchange, for two messages.</summary>
    Equivocation,

    /// <summary>The two clocks cannot both be right.</summary>
    Clock,

    /// <summary>An entry about a message lacks a member that it must have.</summary>
    Malformed,
}

/// <summary>
/// A message without a receipt in its sender's ledger yet: no fault. <c>Entry</c> is the index of the sender's entry, <c>Arrived</c>
/// that of the recipient's, or null if the message has not arrived.
/// </summary>
public sealed record OnItsWay(string Sender, string Recipient, Guid? MessageId, long Entry, long? Arrived)
{
    public override string ToString() =>
        Arrived is { } index
            ? FormattableString.Invariant(
                $"{MessageId}: sent by {Sender} in entry {Entry}, received by {Recipient} in entry {index}; the receipt is in transit."
            )
            : FormattableString.Invariant($"{MessageId}: sent by {Sender} in entry {Entry}; in transit to {Recipient}.");
}
