namespace Exchange.Protocol.Api;

/// <summary>One exchange step by step, as our ledger has it, with the verdict on every proof, computed for this answer.</summary>
/// <param name="Reference">Absent if the ledger does not have it.</param>
/// <param name="Size">Entries of the ledger under the checkpoint.</param>
/// <param name="Checkpoint">The signed note under which the entries are proved.</param>
/// <param name="IsSigned">True if both log keys of our card signed the checkpoint.</param>
/// <param name="CosignedBy">The parties whose cosignature of the checkpoint was verified.</param>
/// <param name="Steps">At most 1,000, in ledger order: the entries about it but those that somebody read our ledger.</param>
/// <param name="HasMore">True if there are more.</param>
public sealed record ReplayView(
    Guid ExchangeId,
    string? Reference,
    string Counterpart,
    long Size,
    string Checkpoint,
    bool IsSigned,
    IReadOnlyList<string> CosignedBy,
    IReadOnlyList<ReplayStepView> Steps,
    bool HasMore
)
{
    public const int Most = 1000;

    /// <summary>Number of the first of these steps, from 1.</summary>
    public int First { get; init; } = 1;

    /// <summary>How many steps the exchange has.</summary>
    public int Count { get; init; }

    /// <summary>True if everything that can be proved of these steps is proved.</summary>
    public bool Holds => IsSigned && Steps.All(step => step.IsIncluded && step.Receipt is null or ReplayStepView.Proved);
}

/// <summary>One entry about an exchange, with its proof.</summary>
/// <param name="Index">Index of the entry.</param>
/// <param name="Event">What happened, as the ledger names it.</param>
/// <param name="Leaf">The exact text of the entry.</param>
/// <param name="Proof">RFC 6962 inclusion proof: hashes in base64, the leaf's sibling first.</param>
/// <param name="IsIncluded">True if the proof leads from the entry to the root of the checkpoint.</param>
public sealed record ReplayStepView(long Index, DateTimeOffset At, string Event, string Leaf, IReadOnlyList<string> Proof, bool IsIncluded)
{
    /// <summary>The verdict of a receipt that is proved.</summary>
    public const string Proved = "proved";

    /// <summary>Who did it, as the ledger names people and programs.</summary>
    public string? Actor { get; init; }

    /// <summary>What a person of our party signs in with, or the name of a machine's key; absent for the gateway itself.</summary>
    public string? ActorName { get; init; }

    /// <summary>The party that said it; absent if it is not about a message.</summary>
    public string? From { get; init; }

    /// <summary>Code of the message's kind.</summary>
    public string? Kind { get; init; }

    public Guid? MessageId { get; init; }

    /// <summary>The recipient's code.</summary>
    public int? Code { get; init; }

    /// <summary>For the entry of a receipt: whether the counterpart's entry is proved, or why not.</summary>
    public string? Receipt { get; init; }

    /// <summary>The state of the exchange after this step; absent while it is not open.</summary>
    public ExchangeStateView? State { get; init; }
}
