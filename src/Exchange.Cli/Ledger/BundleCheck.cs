using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Exchange.Ledger.Export;
using Exchange.Ledger.Tiles;
using Exchange.Ledger.Verification;

namespace Exchange.Cli.Ledger;

/// <summary>
/// One bundle of an export by itself: the form, owner and tile hash of each entry, and for each that settles a
/// message its proved receipt. Several may be checked at once.
/// </summary>
internal sealed class BundleCheck(LogFolder folder, CheckpointBook heads)
{
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
            faults.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Entry {entries.First + at} does not match its hash in {folder.PathOf(new(0, bundle))}."
                )
            );
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
                faults.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Entry {index} records that a message was {(leaf.Code == Protocol.ReceiptCode.Accepted ? "delivered" : "refused")}, but its receipt is missing."
                    )
                );
                continue;
            }

            lines.Dequeue();
            count++;
            if (index >= from && SettledCheck.FaultOf(leaf, line, heads.Of(line)) is { } fault)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"Entry {index} {fault}"));
        }

        if (lines.TryPeek(out var left))
        {
            faults.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{TilePath.Receipts(bundle)} has a receipt of entry {left.Entry}, which has none."
                )
            );
        }

        return count;
    }

    /// <summary>The result for a bundle. Without entries (null) they could not be read, and the tree ends there.</summary>
    internal sealed record Result(CheckedEntries? Entries, int Receipts, IReadOnlyList<string> Faults, IReadOnlyList<string> ReceiptFaults);
}

/// <summary>
/// The checkpoints of counterparts' ledgers under which an export's receipts are proved, each verified once. Thread-safe.
/// </summary>
internal sealed class CheckpointBook(LogFolder folder)
{
    private readonly ConcurrentDictionary<HeadPath, Lazy<Checkpoint>> _heads = new();

    /// <exception cref="LogFileException">It is missing or not valid.</exception>
    public Checkpoint Of(ReceiptLine receipt) =>
        _heads
            .GetOrAdd(HeadPath.Of(receipt.Counterpart, receipt.Origin, receipt.Size), path =>
                new(() => folder.Head(receipt.Counterpart, receipt.Origin, receipt.Size).Checkpoint)
            )
            .Value;

    public bool IsUsed(HeadPath path) => _heads.ContainsKey(path);
}

/// <summary>
/// Files in an export that do not belong to it. Among its parts a file that could be mistaken for one is a fault; anything
/// else beside them is named, proves nothing, and is no fault of the ledger.
/// </summary>
internal sealed class AlienCheck
{
    private static readonly string[] Parts = [LogFolder.CheckpointFile, CheckpointCheck.Folder, "tile", "receipts", "heads", "cards"];

    private readonly LogFolder _folder;
    private readonly CheckpointBook _heads;
    private readonly ILookup<bool, string> _aliens;

    public AlienCheck(LogFolder folder, CheckpointBook heads)
    {
        (_folder, _heads) = (folder, heads);
        _aliens = folder
            .Files.All()
            .Where(path => !Belongs(path))
            .Order(StringComparer.Ordinal)
            .ToLookup(path => IsNameOfPart(path.Split('/')[0]) && !OsLitter.Is(path));
    }

    /// <summary>Sentences about files that could be mistaken for a part.</summary>
    public IEnumerable<string> Faults() =>
        _aliens[true]
            .Select(path =>
                $"{path} is no part of an export of {_folder.Size} entries. (To complete an interrupted export, run it again.)"
            );

    public IEnumerable<string> Notes()
    {
        foreach (var path in _aliens[false].Take(FaultList.Most))
            yield return $"{path} is no part of the export: it was not read, and proves nothing.";
        if (_aliens[false].Count() - FaultList.Most is > 0 and var more)
            yield return FormattableString.Invariant($"{more} more files are no part of the export: they are not listed here.");
    }

    /// <summary>True for a name that a part of an export has at the top of its folder.</summary>
    public static bool IsNameOfPart(string name) => Parts.Contains(name);

    /// <summary>True for a tile or a bundle of a ledger of this size, with its width at this size.</summary>
    public static bool Belongs(TilePath path, long size)
    {
        var level = path.Tile?.Level ?? 0;
        // Beyond 64 bits the shift would begin again.
        var count = level * TileId.Height < 64 ? size >> (TileId.Height * level) : 0;
        return path.Width == TilePath.WidthAt(path.Index, count);
    }

    private bool Belongs(string path)
    {
        if (path == LogFolder.CheckpointFile || (CheckpointCheck.SizeOf(path) is { } size && size <= _folder.Size))
            return true;
        if (TilePath.TryParse(path, out var tile))
            return Belongs(tile.Value, _folder.Size);
        if (HeadPath.TryParse(path, out var head))
            return _heads.IsUsed(head);
        return CardPath.TryParse(path, out var card)
            && _folder.Cards.All.Any(known => known.Party == card.Party && known.Card.Serial == card.Serial);
    }
}
