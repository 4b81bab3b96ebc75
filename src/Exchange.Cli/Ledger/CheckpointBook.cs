using System.Collections.Concurrent;
using Exchange.Ledger.Export;
using Exchange.Ledger.Notes;

namespace Exchange.Cli.Ledger;

/// <summary>The checkpoints of counterparts' ledgers under which an export's receipts are proved, each verified once. Thread-safe.</summary>
internal sealed class CheckpointBook(LogFolder folder)
{
    private readonly ConcurrentDictionary<HeadPath, Lazy<Checkpoint>> _heads = new();

    /// <exception cref="LogFileException">It is missing or not valid.</exception>
    public Checkpoint Of(ReceiptLine receipt) => _heads.GetOrAdd(
        HeadPath.Of(receipt.Counterpart, receipt.Origin, receipt.Size),
        path => new(() => folder.Head(receipt.Counterpart, receipt.Origin, receipt.Size).Checkpoint)).Value;

    public bool IsUsed(HeadPath path) => _heads.ContainsKey(path);
}
