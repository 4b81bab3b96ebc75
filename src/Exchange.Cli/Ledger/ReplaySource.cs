using Exchange.Ledger.Notes;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>A log that is replayed: an export's, or a running gateway's.</summary>
internal abstract class ReplaySource
{
    /// <summary>Whose log it is.</summary>
    public abstract PartyName Party { get; }

    /// <summary>The checkpoint that its owner's keys have signed; nothing for a log without entries.</summary>
    public abstract Checkpoint? Checkpoint { get; }

    public long Size => Checkpoint?.Size ?? 0;

    /// <summary>The exact bytes of all entries below <see cref="Size"/>, some thousands at a time.</summary>
    public abstract IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> PagesAsync(CancellationToken cancellation);

    /// <summary>The receipt that an entry tells of; nothing if none is kept.</summary>
    public abstract Task<ReceiptProof?> ReceiptAsync(MessageEntry settlement, CancellationToken cancellation);
}
