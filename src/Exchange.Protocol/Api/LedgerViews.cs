namespace Exchange.Protocol.Api;

/// <summary>The newest checkpoint of a party's own ledger.</summary>
/// <param name="Party">The owner of the ledger.</param>
/// <param name="Size">Entries.</param>
/// <param name="Checkpoint">The signed note; absent while the ledger is empty.</param>
/// <param name="Suspension">Why signing is suspended; absent if it is not.</param>
/// <param name="WitnessHalted">Why this party cosigns no ledger until its operator confirms; absent if it does.</param>
/// <param name="Cosignatures">For each counterpart, its cosignature of the newest checkpoint that it cosigned.</param>
public sealed record LedgerView(
    string Party,
    long Size,
    string? Checkpoint,
    string? Suspension,
    string? WitnessHalted,
    IReadOnlyList<CosignatureView> Cosignatures
)
{
    /// <summary>The code of why signing is suspended: <c>mark-missing</c>, <c>damaged</c>, …; absent if it is not.</summary>
    public string? SuspensionKind { get; init; }
}

/// <summary>A counterpart's cosignature of a checkpoint of our ledger.</summary>
public sealed record CosignatureView(string Witness, long Size, string Note, string Line);

/// <summary>Consecutive entries.</summary>
/// <param name="From">Index of the first.</param>
/// <param name="Leaves">The exact text of each ledger entry; at most 1,000.</param>
public sealed record EntriesView(long From, IReadOnlyList<string> Leaves)
{
    public const int Most = 1000;
}

/// <summary>Entries that match a search, the newest first.</summary>
/// <param name="Entries">At most 200.</param>
/// <param name="Next">Index below which to continue; absent at the beginning of the ledger.</param>
public sealed record FoundEntriesView(IReadOnlyList<FoundEntriesView.Entry> Entries, long? Next)
{
    public const int Most = 200;

    /// <summary>A ledger entry.</summary>
    /// <param name="Index">Its index.</param>
    /// <param name="Leaf">Its exact text.</param>
    /// <param name="Actor">Who did it, as the ledger names people and programs.</param>
    public sealed record Entry(long Index, string Leaf, string Actor)
    {
        /// <summary>What a person of our party signs in with, or the name of a machine's key; absent for the gateway itself.</summary>
        public string? ActorName { get; init; }
    }
}

/// <summary>A ledger entry with its proof.</summary>
/// <param name="Index">Index of the entry.</param>
/// <param name="Leaf">Its exact text.</param>
/// <param name="Proof">RFC 6962 inclusion proof: hashes in base64, the leaf's sibling first.</param>
/// <param name="Checkpoint">The signed note for which the proof holds.</param>
/// <param name="Cosignatures">Cosignature lines of that checkpoint.</param>
public sealed record EntryProofView(
    long Index,
    string Leaf,
    IReadOnlyList<string> Proof,
    string Checkpoint,
    IReadOnlyList<string> Cosignatures
);

/// <summary>A former ledger of this party, which ended when a new origin was agreed on.</summary>
/// <param name="Origin">Its origin.</param>
/// <param name="Size">Entries that were signed.</param>
/// <param name="EndedAt">When the next ledger began (UTC).</param>
/// <param name="Path">Path of its files, below <c>/api/v1/ledger/</c>.</param>
public sealed record FormerLogView(string Origin, long Size, DateTimeOffset EndedAt, string Path);

/// <summary>A checkpoint of our ledger in an export: its size, and the number of its cosignatures so far.</summary>
public sealed record ExportedCheckpointView(long Size, int Cosignatures);

/// <summary>A checkpoint of a counterpart's ledger in an export.</summary>
/// <param name="Entry">Index of the entry in our own ledger whose receipt it proves.</param>
/// <param name="Path">Path of the file, such as <c>heads/MYS/LOG/42</c>.</param>
public sealed record ExportedHeadView(long Entry, string Path);

/// <summary>The result of rebuilding the exchange tables. Contents and proofs are not in the ledger: they were kept, or are lost.</summary>
/// <param name="Entries">Ledger entries from which the tables were built.</param>
/// <param name="Exchanges">Exchange rows.</param>
/// <param name="Messages">Message rows.</param>
/// <param name="WithoutContent">Messages whose content is lost.</param>
/// <param name="WithoutProof">Settled messages whose receipt is lost.</param>
public sealed record RebuiltView(long Entries, long Exchanges, long Messages, long WithoutContent, long WithoutProof);
