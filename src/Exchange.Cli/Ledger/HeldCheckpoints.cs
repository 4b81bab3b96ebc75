using Exchange.Ledger.Comparison;
using Exchange.Ledger.Export;
using Exchange.Ledger.Receipts;

namespace Exchange.Cli.Ledger;

/// <summary>
/// The checkpoints of one ledger that the other party's export holds. Its owner signed them, so entries that do not lead to them are
/// another history.
/// </summary>
internal sealed class HeldCheckpoints(LogFolder holder, LogFolder log)
{
    private readonly string _origin = log.Checkpoint.Checkpoint.Origin;

    /// <summary>Contradictions between the checkpoints and the ledger, found without reading its entries.</summary>
    public IEnumerable<Finding> Judge()
    {
        if (holder.Cards.Verify(log.Checkpoint.Note, log.Owner) is null)
        {
            yield return new(
                FindingKind.Export,
                null,
                $"The export of {holder.Owner} has no card of {log.Owner} whose keys have signed the checkpoint of {log.Owner}'s export."
            );
        }

        var sizes = Sizes();
        if (sizes.Count > 0 && sizes[^1] > log.Size)
        {
            // Signed by the ledger's owner, or the holder's export is not valid.
            var held = holder.Head(log.Owner, _origin, sizes[^1]).Checkpoint;
            yield return new(
                FindingKind.Export,
                null,
                FormattableString.Invariant(
                    $"The export of {log.Owner} ends after {log.Size} entries, and {holder.Owner} holds its checkpoint for {held.Size}: the entries between can only be judged with a newer export of {log.Owner}."
                )
            );
        }

        var tail = log.Tail();
        var range = DivergenceSearch.Find(
            sizes.FindAll(size => size <= log.Size),
            size => holder.Head(log.Owner, _origin, size).Checkpoint.Root,
            size => TreeRoot.At(size, tail, log.ReadTile)
        );
        if (range is not null)
            yield return new(FindingKind.Divergence, null, Tell(range));
    }

    private List<long> Sizes()
    {
        var folder = Path.GetDirectoryName(HeadPath.Of(log.Owner, _origin, 1).ToString())!;
        var full = Path.Combine(holder.Files.Folder, folder);
        return Directory.Exists(full)
            ?
            [
                .. Directory
                    .EnumerateFiles(full)
                    .Select(file => HeadPath.TryParse($"{folder}/{Path.GetFileName(file)}", out var head) ? head.Size : 0)
                    .Where(size => size > 0)
                    .Order(),
            ]
            : [];
    }

    private string Tell(HistoryRange range)
    {
        var text = FormattableString.Invariant(
            $"{log.Owner} has two histories: it signed a checkpoint for {range.Different} entries, which {holder.Owner} holds, and its export does not lead to it. They diverge at or after entry {range.Common} and before entry {range.Different}."
        );
        return FirstDifferent(range) is { } index
            ? text
                + FormattableString.Invariant(
                    $" The first entry that is proved to differ is {index}: {holder.Owner} has a proved receipt of it with other bytes."
                )
            : text;
    }

    private long? FirstDifferent(HistoryRange range)
    {
        // An export that claims more entries than it has tiles for ends here.
        _ = holder.Tail();
        long? first = null;
        for (var bundle = 0L; bundle * TileId.Width < holder.Size; bundle++)
        {
            foreach (
                var line in holder.Receipts(bundle).Where(line => IsWithin(line, range) && !(line.Item.Index >= first) && Differs(line))
            )
            {
                first = line.Item.Index;
            }
        }

        return first;
    }

    private bool IsWithin(ReceiptLine line, HistoryRange range) =>
        line.Counterpart == log.Owner
        && line.Origin == _origin
        && line.Item.Index >= range.Common
        && line.Item.Index < Math.Min(range.Different, log.Size);

    private bool Differs(ReceiptLine line) =>
        ProvenItem.Of(line.Item, holder.Head(line.Counterpart, line.Origin, line.Size).Checkpoint) is { } proven
        && Digest.Of(proven.Leaf.Bytes.Span) != Digest.Of(Bytes(line.Item.Index).Span);

    private ReadOnlyMemory<byte> Bytes(long index) => log.Bundle(index / TileId.Width)[(int)(index % TileId.Width)];
}
