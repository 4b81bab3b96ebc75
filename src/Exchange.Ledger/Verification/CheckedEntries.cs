namespace Exchange.Ledger.Verification;

/// <summary>
/// Consecutive entries, each hashed and judged by itself. Independent of earlier entries, so parts can be checked in parallel.
/// </summary>
/// <param name="First">Index of the first.</param>
/// <param name="Hashes">Leaf hashes.</param>
/// <param name="Settled">The entries that record the outcome of a message of ours, with their indexes: each needs a receipt.</param>
/// <param name="Faults">Their faults, in order.</param>
public sealed record CheckedEntries(
    long First,
    IReadOnlyList<MerkleHash> Hashes,
    IReadOnlyList<(long Index, LedgerLeaf Leaf)> Settled,
    IReadOnlyList<string> Faults
)
{
    public static CheckedEntries Of(long first, IReadOnlyList<ReadOnlyMemory<byte>> leaves, PartyName owner)
    {
        var hashes = new MerkleHash[leaves.Count];
        var settled = new List<(long, LedgerLeaf)>();
        var faults = new List<string>();
        for (var at = 0; at < leaves.Count; at++)
        {
            var read = LedgerLeaf.Read(leaves[at]);
            hashes[at] = read.Value?.Hash ?? MerkleHash.OfLeaf(leaves[at].Span);
            if (FaultOf(read, owner) is { } fault)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"Entry {first + at} {fault}"));
            else if (read.Value!.Event is LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused)
                settled.Add((first + at, read.Value));
        }

        return new(first, hashes, settled, faults);
    }

    private static string? FaultOf(Protocol.Reading.ReadResult<LedgerLeaf> read, PartyName owner)
    {
        if (!read.IsValid)
            return $"is malformed: {read.Faults[0].Pointer} {read.Faults[0].Text}";
        return read.Value.Party == owner ? null : $"belongs to the ledger of {read.Value.Party}, not of {owner}.";
    }
}
