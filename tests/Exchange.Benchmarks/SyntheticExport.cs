using System.Text;
using Exchange.Cli.Ledger;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Export;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Tiles;
using Exchange.Protocol;

namespace Exchange.Benchmarks;

/// <summary>Writes an export of many entries, with one checkpoint that a counterpart has cosigned.</summary>
internal static class SyntheticExport
{
    private const int BundlesAtOnce = 64;

    /// <param name="folder">Where to.</param>
    /// <param name="entries">How many.</param>
    /// <param name="own">Whose log.</param>
    /// <param name="witness">The counterpart.</param>
    /// <param name="leafAt">Makes the entry at an index; by several threads.</param>
    public static void Write(string folder, long entries, BenchParty own, BenchParty witness, Func<long, LedgerLeaf>? leafAt = null)
    {
        leafAt ??= index => SampleEntries.Leaf(index, own.Card.Party);
        var writer = new FolderWriter(folder);
        foreach (var party in (BenchParty[])[own, witness])
            writer.Write(new CardPath(party.Card.Party, party.Card.Serial).ToString(), File.ReadAllBytes(party.Home.CardFile));
        var tail = WriteEntries(writer, entries, leafAt);
        foreach (var (id, tile) in tail.Unfinished())
            writer.Write(TilePath.Of(id, tile.Count).ToString(), tile.ToBytes());
        var (head, now) = (new Checkpoint(own.Card.Log.Origin, tail.Size, tail.Root()), TimeProvider.System.Now());
        var note = Encoding.UTF8.GetBytes(
            CosignedCheckpoint.Of(CheckpointNote.Sign(head, now, own.Log), [Cosignature.Sign(head, now, witness.Witness)]).ToString()
        );
        writer.Write(CheckpointCheck.PathOf(head.Size), note);
        writer.Write(LogFolder.CheckpointFile, note);
    }

    private static LogTail WriteEntries(FolderWriter writer, long entries, Func<long, LedgerLeaf> leafAt)
    {
        var tail = LogTail.Empty;
        var bundles = new (byte[] Bytes, MerkleHash[] Hashes)[BundlesAtOnce];
        for (long first = 0; first * TileId.Width < entries; first += BundlesAtOnce)
        {
            var count = (int)Math.Min(BundlesAtOnce, ((entries - 1) / TileId.Width) + 1 - first);
            Parallel.For(0, count, at => bundles[at] = Bundle(first + at, entries, leafAt));
            for (var at = 0; at < count; at++)
            {
                writer.Write(TilePath.Entries(first + at, bundles[at].Hashes.Length).ToString(), bundles[at].Bytes);
                var appended = tail.Append(bundles[at].Hashes);
                foreach (var full in appended.FullTiles)
                    writer.Write(TilePath.Of(full.Id).ToString(), full.Tile.ToBytes());
                tail = appended.Tail;
            }
        }

        return tail;
    }

    private static (byte[] Bytes, MerkleHash[] Hashes) Bundle(long bundle, long entries, Func<long, LedgerLeaf> leafAt)
    {
        var width = TilePath.WidthAt(bundle, entries);
        var leaves = Enumerable.Range(0, width).Select(at => leafAt((bundle * TileId.Width) + at)).ToList();
        return (EntryBundle.Write([.. leaves.Select(leaf => leaf.Bytes)]), [.. leaves.Select(leaf => leaf.Hash)]);
    }
}
