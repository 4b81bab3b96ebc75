using System.Text;
using Exchange.Ledger.Tiles;

namespace Exchange.Gateway.Exporting;

/// <summary>
/// Our ledger as files, up to the newest checkpoint that a counterpart has cosigned; nobody else has seen later ones. Each file is made
/// from the database on request, with at most one bundle of entries in memory.
/// </summary>
internal static class LogExport
{
    /// <summary>Rows of a page; one more is read to know whether there is another page.</summary>
    public const int Most = 1000;

    private const int MostLevels = 64 / TileId.Height;

    private static readonly byte[] LineFeed = "\n"u8.ToArray();

    /// <summary>
    /// The bytes of a tile, of a bundle of entries, or of its receipts; null if the export does not have them, or not yet.
    /// </summary>
    public static byte[]? File(SqlSession sql, long? log, TilePath path)
    {
        var size = CheckpointTable.ExportedSize(sql, log);
        if (path.Tile is { } tile)
            return Fits(path, size, tile.Level) ? Hashes(sql, log, path, tile) : null;
        if (!Fits(path, size, level: 0))
            return null;
        return path.IsEntries ? Entries(sql, log, path) : Receipts(sql, log, path);
    }

    public static byte[] Text(CosignedCheckpoint checkpoint) => Encoding.UTF8.GetBytes(checkpoint.ToString());

    // Level L has a node for every 256^L entries.
    private static bool Fits(TilePath path, long size, int level) =>
        level < MostLevels && path.Width <= TilePath.WidthAt(path.Index, size >> (TileId.Height * level));

    private static byte[] Hashes(SqlSession sql, long? log, TilePath path, TileId tile)
    {
        if (path.IsFull)
            return Stored(sql, log, tile);
        var first = tile.Index * TileId.Width;
        return tile.Level == 0
            ? Join([.. Leaves(sql, log, path).Select(leaf => MerkleHash.OfLeaf(leaf.Span))])
            : Join([
                .. Enumerable.Range(0, path.Width).Select(at => Tile.FromBytes(Stored(sql, log, new(tile.Level - 1, first + at))).Root()),
            ]);
    }

    private static byte[] Entries(SqlSession sql, long? log, TilePath path) => EntryBundle.Write(Leaves(sql, log, path));

    private static byte[]? Receipts(SqlSession sql, long? log, TilePath path)
    {
        var first = path.Index * TileId.Width;
        var lines = ReceiptTable.Lines(sql, log, first, first + path.Width);
        return lines.Count == 0 ? null : [.. lines.SelectMany(line => line.Concat(LineFeed))];
    }

    private static List<ReadOnlyMemory<byte>> Leaves(SqlSession sql, long? log, TilePath path)
    {
        var first = path.Index * TileId.Width;
        var leaves = EntryTable.Read(sql, log, first, first + path.Width).ConvertAll(entry => (ReadOnlyMemory<byte>)entry.Leaf);
        return leaves.Count == path.Width
            ? leaves
            : throw new InvalidDataException(
                $"Of the ledger's entries {first} to {first + path.Width - 1}, {leaves.Count} are in the database."
            );
    }

    private static byte[] Stored(SqlSession sql, long? log, TileId tile) =>
        EntryTable.Tile(sql, tile, log)
        ?? throw new InvalidDataException($"Tile {tile.Level}/{tile.Index} of the ledger is missing from the database.");

    private static byte[] Join(MerkleHash[] hashes)
    {
        var bytes = new byte[hashes.Length * MerkleHash.Size];
        for (var index = 0; index < hashes.Length; index++)
            hashes[index].CopyTo(bytes.AsSpan(index * MerkleHash.Size));
        return bytes;
    }
}
