using System.Text;
using Exchange.Gateway.Store;
using Exchange.Ledger.Export;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Tiles;

namespace Exchange.Gateway.Exporting;

/// <summary>
/// Our log as files, up to the newest head that a counterpart has cosigned: what is after it, nobody else has seen yet. Each
/// is made from the database when it is asked for, and none needs more than a bundle of entries in memory.
/// </summary>
internal static class LogExport
{
    private const int MostLevels = 64 / TileId.Height;

    private static readonly byte[] LineFeed = "\n"u8.ToArray();

    /// <summary>Size of the newest cosigned head; 0 while there is none.</summary>
    public static long Size(SqlSession sql, LogTables log) =>
        sql.Scalar<long>($"SELECT MAX((SELECT MAX(size) FROM {log.Cosignatures} WHERE witness = parties.party)) FROM (SELECT DISTINCT party FROM cards) parties");

    /// <summary>A head with its cosignatures; nothing unless it has one.</summary>
    public static CosignedCheckpoint? Checkpoint(SqlSession sql, LogTables log, long size)
    {
        var note = sql.Scalar<string>($"SELECT note FROM {log.Checkpoints} WHERE size = @p0", size);
        var lines = sql.Query($"SELECT line FROM {log.Cosignatures} WHERE witness IN (SELECT party FROM cards) AND size = @p0", row => row.GetString(0), size);
        return note is null || lines.Count == 0 ? null : CosignedCheckpoint.Of(note, lines);
    }

    /// <summary>The bytes of a tile, of a bundle of entries, or of its receipts; nothing if they are not, or not yet, part of it.</summary>
    public static byte[]? File(SqlSession sql, LogTables log, TilePath path)
    {
        var size = Size(sql, log);
        if (path.Tile is { } tile)
            return Fits(path, size, tile.Level) ? Hashes(sql, log, path, tile) : null;
        if (!Fits(path, size, level: 0))
            return null;
        return path.IsEntries ? Entries(sql, log, path) : Receipts(sql, log, path);
    }

    /// <summary>A verified head of a counterpart's log, with our own cosignature where we gave one.</summary>
    public static CosignedCheckpoint? Head(SqlSession sql, HeadPath path) => sql
        .Query("SELECT origin, note, cosignature FROM heads WHERE counterpart = @p0 AND size = @p1",
            row => (Origin: row.GetString(0), Note: row.GetString(1), Line: row.IsDBNull(2) ? null : row.GetString(2)), path.Party.Value, path.Size)
        .Where(head => HeadPath.LogOf(head.Origin) == path.Log)
        .Select(head => CosignedCheckpoint.Of(head.Note, head.Line is null ? [] : [head.Line]))
        .FirstOrDefault();

    public static byte[] Text(CosignedCheckpoint checkpoint) => Encoding.UTF8.GetBytes(checkpoint.ToString());

    // Level L has a node for every 256^L entries.
    private static bool Fits(TilePath path, long size, int level) =>
        level < MostLevels && path.Width <= TilePath.WidthAt(path.Index, size >> (TileId.Height * level));

    private static byte[] Hashes(SqlSession sql, LogTables log, TilePath path, TileId tile)
    {
        if (path.IsFull)
            return Stored(sql, log, tile);
        var first = tile.Index * TileId.Width;
        return tile.Level == 0
            ? Join([.. Leaves(sql, log, path).Select(leaf => MerkleHash.OfLeaf(leaf.Span))])
            : Join([.. Enumerable.Range(0, path.Width).Select(at => Tile.FromBytes(Stored(sql, log, new(tile.Level - 1, first + at))).Root())]);
    }

    private static byte[] Entries(SqlSession sql, LogTables log, TilePath path) => EntryBundle.Write(Leaves(sql, log, path));

    private static byte[]? Receipts(SqlSession sql, LogTables log, TilePath path)
    {
        var first = path.Index * TileId.Width;
        var lines = sql.Query(
            $"SELECT entry_index, counterpart, origin, size, item FROM {log.Receipts} WHERE entry_index >= @p0 AND entry_index < @p1 ORDER BY entry_index",
            row => ReceiptLine.Write(row.GetInt64(0), Protocol.Parties.PartyName.Parse(row.GetString(1)), row.GetString(2), row.GetInt64(3), row.GetString(4)),
            first, first + path.Width);
        return lines.Count == 0 ? null : [.. lines.SelectMany(line => line.Concat(LineFeed))];
    }

    private static List<ReadOnlyMemory<byte>> Leaves(SqlSession sql, LogTables log, TilePath path)
    {
        var first = path.Index * TileId.Width;
        var leaves = sql.Query($"SELECT leaf FROM {log.Entries} WHERE \"index\" >= @p0 AND \"index\" < @p1 ORDER BY \"index\"",
            row => (ReadOnlyMemory<byte>)row.GetFieldValue<byte[]>(0), first, first + path.Width);
        return leaves.Count == path.Width
            ? leaves
            : throw new InvalidDataException($"Of the log's entries {first} to {first + path.Width - 1}, {leaves.Count} are in the database.");
    }

    private static byte[] Stored(SqlSession sql, LogTables log, TileId tile) =>
        sql.Scalar<byte[]>($"SELECT hashes FROM {log.Tiles} WHERE level = @p0 AND \"index\" = @p1", tile.Level, tile.Index)
        ?? throw new InvalidDataException($"The log's tile {tile.Level}/{tile.Index} is missing from the database.");

    private static byte[] Join(MerkleHash[] hashes)
    {
        var bytes = new byte[hashes.Length * MerkleHash.Size];
        for (var index = 0; index < hashes.Length; index++)
            hashes[index].CopyTo(bytes.AsSpan(index * MerkleHash.Size));
        return bytes;
    }
}
