namespace Exchange.Gateway.Journal;

/// <summary>Our ledger in the database, read entry by entry.</summary>
internal static class StoredLog
{
    /// <summary>The bytes of all entries of the present ledger, a page at a time.</summary>
    public static IEnumerable<(long Index, byte[] Leaf)> Entries(SqlSession sql)
    {
        for (var next = 0L; EntryTable.Read(sql, log: null, next, most: 1000) is { Count: > 0 } page; next = page[^1].Index + 1)
        {
            foreach (var entry in page)
                yield return entry;
        }
    }

    /// <summary>
    /// Hashes every entry up to a checkpoint, and compares the resulting tiles and root with those that are stored and signed; returns
    /// what differs, or null.
    /// </summary>
    public static string? FaultOf(SqlSession sql, LogTail checkpoint, CancellationToken stopping = default)
    {
        var tail = LogTail.Empty;
        while (tail.Size < checkpoint.Size)
        {
            stopping.ThrowIfCancellationRequested();
            var (from, end) = (tail.Size, Math.Min(tail.Size + TileId.Width, checkpoint.Size));
            var entries = EntryTable.Read(sql, log: null, from, end);
            if (entries.Count < end - from)
                return FormattableString.Invariant($"Of the entries {from} to {end - 1}, {end - from - entries.Count} are missing.");
            var appended = tail.Append([.. entries.Select(entry => MerkleHash.OfLeaf(entry.Leaf))]);
            if (appended.FullTiles.FirstOrDefault(tile => !EntryTable.Has(sql, tile)) is { } changed)
            {
                return FormattableString.Invariant(
                    $"The entries under tile {changed.Id.Level}/{changed.Id.Index} (from entry {from} on) are not those that were signed."
                );
            }

            tail = appended.Tail;
        }

        return tail.Root() == checkpoint.Root()
            ? null
            : FormattableString.Invariant($"The newest entries, up to {tail.Size}, are not those that were signed.");
    }
}
