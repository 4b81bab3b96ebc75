using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>An entry that was read for a replay. Depends on nothing before it, so several can be made at once.</summary>
/// <param name="Index">In the log.</param>
/// <param name="Hash">Its leaf hash.</param>
/// <param name="At">When it was recorded; the beginning of time for what is no entry.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Message">What it tells of a message, if anything could be read of that.</param>
/// <param name="Written">The same, as it is spooled.</param>
internal sealed record ReadEntry(long Index, MerkleHash Hash, DateTimeOffset At, string? Fault, MessageEntry? Message, byte[]? Written)
{
    public static ReadEntry Of(long index, ReadOnlyMemory<byte> bytes, PartyName owner, Spool<MessageEntry> spool)
    {
        var read = LedgerLeaf.Read(bytes);
        if (read.Value is not { } leaf)
            return new(index, MerkleHash.OfLeaf(bytes.Span), default, FormattableString.Invariant($"Entry {index} is not an entry: {read.Faults[0].Pointer} {read.Faults[0].Text}"), null, null);
        if (leaf.Party != owner)
            return new(index, leaf.Hash, leaf.At, FormattableString.Invariant($"Entry {index} is of {leaf.Party}, not of {owner}."), null, null);
        var message = MessageEntry.Of(index, leaf);
        return new(index, leaf.Hash, leaf.At, null, message, message is null ? null : spool.Write(message));
    }
}
