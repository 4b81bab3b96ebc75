using System.Collections.Concurrent;
using Exchange.Ledger.Export;
using Exchange.Ledger.Notes;

namespace Exchange.Cli.Ledger;

/// <summary>The heads of counterparts' logs that receipts of an export are proved under, each verified once. May be used by several threads.</summary>
internal sealed class HeadBook(LogFolder folder)
{
    private readonly ConcurrentDictionary<HeadPath, Lazy<Checkpoint>> _heads = new();

    /// <exception cref="LogFileException">There is none, or it does not hold.</exception>
    public Checkpoint Of(ReceiptLine receipt) => _heads.GetOrAdd(
        HeadPath.Of(receipt.Counterpart, receipt.Origin, receipt.Size),
        path => new(() => folder.Head(receipt.Counterpart, receipt.Origin, receipt.Size).Checkpoint)).Value;

    public bool IsUsed(HeadPath path) => _heads.ContainsKey(path);
}
