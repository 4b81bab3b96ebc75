using System.Globalization;
using System.Runtime.InteropServices;
using Exchange.Ledger.Export;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Tiles;
using Exchange.Ledger.Verification;

namespace Exchange.Cli.Ledger;

/// <summary>
/// One bundle of an export by itself: the form, owner and tile hash of each entry, and for each that settles a
/// message its proved receipt. Several may be checked at once.
/// </summary>
internal sealed class BundleCheck(LogFolder folder, CheckpointBook heads)
{
    /// <param name="bundle">Index of the bundle.</param>
    /// <param name="from">Receipts of entries before this one were checked before.</param>
    public Result Check(long bundle, long from)
    {
        var (faults, ofReceipts, receipts) = (new List<string>(), new List<string>(), 0);
        CheckedEntries? entries = null;
        Try(faults, () =>
        {
            entries = CheckedEntries.Of(bundle * TileId.Width, folder.Bundle(bundle), folder.Owner);
            faults.AddRange(entries.Faults);
            CheckTile(bundle, entries, faults);
        });
        if (entries is not null)
            Try(ofReceipts, () => receipts = CheckReceipts(bundle, from, entries, ofReceipts));
        return new(entries, receipts, faults, ofReceipts);
    }

    private static void Try(List<string> faults, Action check)
    {
        try
        {
            check();
        }
        catch (LogFileException damaged)
        {
            faults.Add(damaged.Message);
        }
    }

    private void CheckTile(long bundle, CheckedEntries entries, List<string> faults)
    {
        var stored = MemoryMarshal.Cast<byte, MerkleHash>(folder.TileBytes(new(0, bundle)));
        for (var at = 0; at < entries.Hashes.Count; at++)
        {
            if (stored[at] == entries.Hashes[at])
                continue;
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"Entry {entries.First + at} does not match its hash in {folder.PathOf(new(0, bundle))}."));
            return;
        }
    }

    // Lines and settled entries are both in the order of the ledger, so each line must be the next entry's.
    private int CheckReceipts(long bundle, long from, CheckedEntries entries, List<string> faults)
    {
        var lines = new Queue<ReceiptLine>(folder.Receipts(bundle));
        var count = 0;
        foreach (var (index, leaf) in entries.Settled)
        {
            if (!lines.TryPeek(out var line) || line.Entry != index)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"Entry {index} records that a message was {(leaf.Code == Protocol.ReceiptCode.Accepted ? "delivered" : "refused")}, but its receipt is missing."));
                continue;
            }

            lines.Dequeue();
            count++;
            if (index >= from && SettledCheck.FaultOf(leaf, line, heads.Of(line)) is { } fault)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"Entry {index} {fault}"));
        }

        if (lines.TryPeek(out var left))
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{TilePath.Receipts(bundle)} has a receipt of entry {left.Entry}, which has none."));
        return count;
    }

    /// <summary>The result for a bundle.</summary>
    /// <param name="Entries">Null if they could not be read: the tree ends there.</param>
    /// <param name="Receipts">How many it has.</param>
    /// <param name="Faults">Of the entries, in their order.</param>
    /// <param name="ReceiptFaults">Of their receipts.</param>
    internal sealed record Result(CheckedEntries? Entries, int Receipts, IReadOnlyList<string> Faults, IReadOnlyList<string> ReceiptFaults);
}
