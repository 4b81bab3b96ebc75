using Exchange.Ledger.Entries;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Comparison;

/// <summary>
/// Holds what two parties' logs say of their messages to each other against one another, in both directions. Entries are given
/// in parts, each part three times: by signature to <see cref="Pair"/>, by message id to <see cref="SeekIds"/>, by exchange to
/// <see cref="SeekSequences"/>; <see cref="PairTheRest"/> ends it. Only what found no counterpart is kept in between. For logs
/// that fit into memory <see cref="Of"/> does all of it.
/// </summary>
public sealed class LogComparison(ComparedLog one, ComparedLog other)
{
    private readonly MessagePairing _there = new(one, other);
    private readonly MessagePairing _back = new(other, one);
    private readonly List<Finding> _equivocations = [];

    /// <summary>Messages whose reception was found.</summary>
    public long Pairs => _there.Pairs + _back.Pairs;

    /// <summary>What does not agree.</summary>
    public IReadOnlyList<Finding> Findings => [.. _there.Findings, .. _back.Findings, .. _equivocations];

    /// <summary>Messages whose receipt is not home yet. No fault.</summary>
    public IReadOnlyList<OnItsWay> OnItsWay => [.. _there.OnItsWay, .. _back.OnItsWay];

    /// <summary>Compares two logs that are in memory, from their first entries on.</summary>
    public static LogComparison Of(PartyName one, IReadOnlyList<LedgerLeaf> entries, PartyName other, IReadOnlyList<LedgerLeaf> others)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(others);
        var comparison = new LogComparison(Whole(one, entries), Whole(other, others));
        var (first, second) = (Messages(entries, other), Messages(others, one));
        comparison.Pair(first, second);
        comparison.SeekIds(first, second);
        comparison.SeekSequences(first, second);
        comparison.PairTheRest();
        return comparison;
    }

    /// <summary>The entry as a comparison with another party's log needs it; nothing if it is of no message between the two.</summary>
    public static MessageEntry? Message(long index, LedgerLeaf leaf, PartyName other)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return MessageEntry.Of(index, leaf) is { } entry && entry.Counterpart == other ? entry with { Leaf = Digest.Of(leaf.Bytes.Span) } : null;
    }

    /// <summary>Pairs some entries of both logs: with a signature, all that have it.</summary>
    public void Pair(IReadOnlyList<MessageEntry> ofOne, IReadOnlyList<MessageEntry> ofOther)
    {
        _there.Pair([.. ofOne.Where(entry => entry.IsOurs), .. ofOther.Where(entry => !entry.IsOurs)]);
        _back.Pair([.. ofOther.Where(entry => entry.IsOurs), .. ofOne.Where(entry => !entry.IsOurs)]);
    }

    /// <summary>Looks for ids that were used twice, among some entries of both logs: with an id, all that have it.</summary>
    public void SeekIds(IReadOnlyList<MessageEntry> ofOne, IReadOnlyList<MessageEntry> ofOther) =>
        _equivocations.AddRange([.. EquivocationSearch.OfIds(one, other, ofOne), .. EquivocationSearch.OfIds(other, one, ofOther)]);

    /// <summary>Looks for sequences that were used twice, among some entries of both logs: with an exchange, all that are of it.</summary>
    public void SeekSequences(IReadOnlyList<MessageEntry> ofOne, IReadOnlyList<MessageEntry> ofOther) =>
        _equivocations.AddRange([.. EquivocationSearch.OfSequences(one, other, ofOne), .. EquivocationSearch.OfSequences(other, one, ofOther)]);

    /// <summary>After all were given: judges what found no counterpart.</summary>
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
