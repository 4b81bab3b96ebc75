using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Merkle;

namespace Exchange.Gateway.Rebuilding;

/// <summary>Our log as it lies in the database, read entry by entry.</summary>
internal static class StoredLog
{
    private const int Page = 1000;

    /// <summary>The bytes of all entries, a page at a time.</summary>
    public static IEnumerable<(long Index, byte[] Leaf)> Entries(SqlSession sql)
    {
        for (var from = 0L; ;)
        {
            var page = sql.Query("SELECT \"index\", leaf FROM entries WHERE \"index\" >= @p0 ORDER BY \"index\" LIMIT @p1",
                row => (Index: row.GetInt64(0), Leaf: row.GetFieldValue<byte[]>(1)), from, Page);
            foreach (var entry in page)
                yield return entry;
            if (page.Count < Page)
                yield break;
            from = page[^1].Index + 1;
        }
    }

    /// <summary>Hashes every entry under the head, and compares the tiles and the root that come of them with those that are stored and signed.</summary>
    /// <exception cref="RebuildRefusedException">They differ.</exception>
    public static void RefuseUnlessWhole(SqlSession sql, StagedHead? head)
    {
        var (tail, size) = (LogTail.Empty, head?.Tail.Size ?? 0);
        foreach (var page in Entries(sql).TakeWhile(entry => entry.Index < size).Chunk(Page))
        {
            if (page[0].Index != tail.Size || page[^1].Index != tail.Size + page.Length - 1)
                throw Broken(FormattableString.Invariant($"an entry is missing at {tail.Size} or after it"));
            var appended = tail.Append([.. page.Select(entry => MerkleHash.OfLeaf(entry.Leaf))]);
            foreach (var tile in appended.FullTiles.Where(tile => !IsStored(sql, tile)))
                throw Broken(FormattableString.Invariant($"the entries do not hash to tile {tile.Id.Level}/{tile.Id.Index}"));
            tail = appended.Tail;
        }

        if (tail.Size != size || tail.Root() != (head?.Tail.Root() ?? MerkleHash.OfEmpty))
            throw Broken("the entries do not hash to the root that was signed");
    }

    private static bool IsStored(SqlSession sql, FullTile tile) =>
        sql.Scalar<byte[]>("SELECT hashes FROM tiles WHERE level = @p0 AND \"index\" = @p1", tile.Id.Level, tile.Id.Index) is { } stored
        && stored.AsSpan().SequenceEqual(tile.Tile.ToBytes());

    private static RebuildRefusedException Broken(string why) => new($"The log is not whole: {why}.");
}
