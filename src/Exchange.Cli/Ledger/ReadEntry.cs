using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>An entry that was read for a replay. It does not depend on entries before it, so several can be read at once.</summary>
/// <param name="Index">Index in the ledger.</param>
/// <param name="Hash">Its leaf hash.</param>
/// <param name="At">When it was recorded; the default value for a malformed entry.</param>
/// <param name="Fault">Its fault, or null.</param>
/// <param name="Message">The part about a message, if any.</param>
/// <param name="Written">The same, in the form of the spool.</param>
internal sealed record ReadEntry(long Index, MerkleHash Hash, DateTimeOffset At, string? Fault, MessageEntry? Message, byte[]? Written)
{
    public static ReadEntry Of(long index, ReadOnlyMemory<byte> bytes, PartyName owner, Spool<MessageEntry> spool)
    {
        var read = LedgerLeaf.Read(bytes);
        if (read.Value is not { } leaf)
            return new(index, MerkleHash.OfLeaf(bytes.Span), default, FormattableString.Invariant($"Entry {index} is malformed: {read.Faults[0].Pointer} {read.Faults[0].Text}"), null, null);
        if (leaf.Party != owner)
            return new(index, leaf.Hash, leaf.At, FormattableString.Invariant($"Entry {index} is of {leaf.Party}, not of {owner}."), null, null);
        var message = MessageEntry.Of(index, leaf);
        return new(index, leaf.Hash, leaf.At, null, message, message is null ? null : spool.Write(message));
    }
}
