using Exchange.Ledger.Replay;

namespace Exchange.Ledger.Comparison;

/// <summary>
/// Compares what two parties' ledgers record of their messages to each other, in both directions. Entries are given in parts, and
/// each entry three times: by signature to <see cref="Pair"/>, by message id to <see cref="SeekIds"/>, by exchange to
/// <see cref="SeekSequences"/>. <see cref="PairTheRest"/> ends the comparison. Only unpaired entries are kept in between. For
/// ledgers that fit into memory, <see cref="Of"/> does all steps.
/// </summary>
public sealed class LogComparison(ComparedLog one, ComparedLog other)
{
    private readonly MessagePairing _there = new(one, other);
    private readonly MessagePairing _back = new(other, one);
    private readonly List<Finding> _equivocations = [];

    /// <summary>Messages that were paired with their reception.</summary>
    public long Pairs => _there.Pairs + _back.Pairs;

    /// <summary>The differences.</summary>
    public IReadOnlyList<Finding> Findings => [.. _there.Findings, .. _back.Findings, .. _equivocations];

    /// <summary>Messages whose receipt is still in transit: no fault.</summary>
    public IReadOnlyList<OnItsWay> OnItsWay => [.. _there.OnItsWay, .. _back.OnItsWay];

    /// <summary>Compares two whole ledgers in memory.</summary>
    public static LogComparison Of(PartyName one, IReadOnlyList<LedgerLeaf> entries, PartyName other, IReadOnlyList<LedgerLeaf> others)
    {
        var comparison = new LogComparison(Whole(one, entries), Whole(other, others));
        var (first, second) = (Messages(entries, other), Messages(others, one));
        comparison.Pair(first, second);
        comparison.SeekIds(first, second);
        comparison.SeekSequences(first, second);
        comparison.PairTheRest();
        return comparison;
    }

    /// <summary>The part of an entry that a comparison needs; null if it is not about a message between the two parties.</summary>
    public static MessageEntry? Message(long index, LedgerLeaf leaf, PartyName other) =>
        MessageEntry.Of(index, leaf) is { } entry && entry.Counterpart == other ? entry with { Leaf = Digest.Of(leaf.Bytes.Span) } : null;

    /// <summary>Pairs a part of the entries of both ledgers; entries with the same signature must be in the same part.</summary>
    public void Pair(IReadOnlyList<MessageEntry> ofOne, IReadOnlyList<MessageEntry> ofOther)
    {
        _there.Pair([.. ofOne.Where(entry => entry.IsOurs), .. ofOther.Where(entry => !entry.IsOurs)]);
        _back.Pair([.. ofOther.Where(entry => entry.IsOurs), .. ofOne.Where(entry => !entry.IsOurs)]);
    }

    /// <summary>Finds ids that were used twice; entries with the same id must be in the same part.</summary>
    public void SeekIds(IReadOnlyList<MessageEntry> ofOne, IReadOnlyList<MessageEntry> ofOther) =>
        _equivocations.AddRange([.. EquivocationSearch.OfIds(one, other, ofOne), .. EquivocationSearch.OfIds(other, one, ofOther)]);

    /// <summary>Finds sequences that were used twice; entries of the same exchange must be in the same part.</summary>
    public void SeekSequences(IReadOnlyList<MessageEntry> ofOne, IReadOnlyList<MessageEntry> ofOther) =>
        _equivocations.AddRange([
            .. EquivocationSearch.OfSequences(one, other, ofOne),
            .. EquivocationSearch.OfSequences(other, one, ofOther),
        ]);

    /// <summary>Judges the entries that were not paired. Must be called last.</summary>
    public void PairTheRest()
    {
        _there.PairTheRest();
        _back.PairTheRest();
    }

    private static ComparedLog Whole(PartyName party, IReadOnlyList<LedgerLeaf> entries) =>
        ComparedLog.Of(party, entries.Count, entries is [.., var last] ? last.At : default, entries is [var first, ..] ? first : null);

    private static List<MessageEntry> Messages(IReadOnlyList<LedgerLeaf> leaves, PartyName other) =>
        [.. leaves.Select((leaf, index) => Message(index, leaf, other)).OfType<MessageEntry>()];
}

/// <summary>One of the two ledgers in a comparison.</summary>
/// <param name="Party">Its owner.</param>
/// <param name="Size">Number of entries that are present.</param>
/// <param name="EndsAt">Time of the newest of them (UTC).</param>
/// <param name="RenewedAt">
/// When it continued under a new origin (UTC); null if it never did. Entries with an earlier time were recorded again, and
/// receipts of them may name entries of the former ledger.
/// </param>
public sealed record ComparedLog(PartyName Party, long Size, DateTimeOffset EndsAt, DateTimeOffset? RenewedAt)
{
    /// <summary>The same by its first entry, which is null if it is empty.</summary>
    public static ComparedLog Of(PartyName party, long size, DateTimeOffset endsAt, LedgerLeaf? first) =>
        new(party, size, endsAt, first is { Event: LedgerEvents.LogRenewed } ? first.At : null);
}
