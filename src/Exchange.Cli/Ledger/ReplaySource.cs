using Exchange.Ledger.Notes;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>A ledger to replay: of an export, or of a running gateway.</summary>
internal abstract class ReplaySource
{
    /// <summary>The owner of the ledger.</summary>
    public abstract PartyName Party { get; }

    /// <summary>The checkpoint that its owner's keys signed; null for an empty ledger.</summary>
    public abstract Checkpoint? Checkpoint { get; }

    public long Size => Checkpoint?.Size ?? 0;

    /// <summary>The exact bytes of all entries below <see cref="Size"/>, some thousands at a time.</summary>
    public abstract IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> PagesAsync(CancellationToken cancellation);

    /// <summary>The receipt of a settling entry; null if there is none.</summary>
    public abstract Task<ReceiptProof?> ReceiptAsync(MessageEntry settlement, CancellationToken cancellation);
}
