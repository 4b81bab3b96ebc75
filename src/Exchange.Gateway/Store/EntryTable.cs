namespace Exchange.Gateway.Store;

/// <summary>One entry of a ledger of ours: the exact bytes of its leaf.</summary>
internal sealed record EntryRow(long Log, long Index, byte[] Leaf, string? ExchangeId);

/// <summary>A full tile of a ledger of ours: 256 hashes.</summary>
internal sealed record TileRow(long Log, int Level, long Index, byte[] Hashes);

/// <summary>Entries and full tiles of our ledgers. Where a ledger is named, null is the present one.</summary>
internal static class EntryTable
{
    public static void Insert(SqlSession sql, long index, ReadOnlyMemory<byte> leaf, Guid? exchangeId) =>
        sql.Execute(
            $"INSERT INTO entries (log, \"index\", leaf, exchange_id) VALUES ({LogTable.Present}, @p0, @p1, @p2)",
            index,
            leaf.ToArray(),
            exchangeId is { } id ? MessageId.Write(id) : null
        );

    public static long Count(SqlSession sql, long? log = null) =>
        sql.Scalar<long>($"SELECT COUNT(*) FROM entries WHERE log = {LogTable.Chosen}", log);

    public static byte[]? Leaf(SqlSession sql, long index) =>
        sql.Scalar<byte[]>($"SELECT leaf FROM entries WHERE log = {LogTable.Present} AND \"index\" = @p0", index);

    /// <summary>The entries from an index on, up to and without another, in order.</summary>
    public static List<(long Index, byte[] Leaf)> Read(
        SqlSession sql,
        long? log,
        long from,
        long end = long.MaxValue,
        int most = int.MaxValue
    ) =>
        sql.Query(
            $"SELECT \"index\", leaf FROM entries WHERE log = {LogTable.Chosen} AND \"index\" >= @p1 AND \"index\" < @p2 ORDER BY "
                + "\"index\" LIMIT @p3",
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
            log,
            from,
            end,
            most
        );

    /// <summary>Of these, the entries of one exchange.</summary>
    public static List<(long Index, byte[] Leaf)> ReadOf(SqlSession sql, Guid exchangeId, long? log, long from, long end, int most) =>
        sql.Query(
            $"SELECT \"index\", leaf FROM entries WHERE log = {LogTable.Chosen} AND exchange_id = @p4 AND \"index\" >= @p1 AND "
                + "\"index\" < @p2 ORDER BY \"index\" LIMIT @p3",
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
            log,
            from,
            end,
            most,
            MessageId.Write(exchangeId)
        );

    /// <summary>The entries below an index, the newest first.</summary>
    public static List<(long Index, byte[] Leaf)> ReadNewest(SqlSession sql, long? log, long below, int most) =>
        sql.Query(
            $"SELECT \"index\", leaf FROM entries WHERE log = {LogTable.Chosen} AND \"index\" < @p1 ORDER BY \"index\" DESC LIMIT @p2",
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
            log,
            below,
            most
        );

    /// <summary>Of these, the entries of one exchange.</summary>
    public static List<(long Index, byte[] Leaf)> ReadNewestOf(SqlSession sql, Guid exchangeId, long? log, long below, int most) =>
        sql.Query(NewestOf, row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), log, below, most, MessageId.Write(exchangeId));

    internal const string NewestOf =
        $"SELECT \"index\", leaf FROM entries WHERE log = {LogTable.Chosen} AND exchange_id = @p3 AND \"index\" < @p1 ORDER BY "
        + "\"index\" DESC LIMIT @p2";

    public static void Insert(SqlSession sql, FullTile tile) =>
        sql.Execute(
            $"INSERT INTO tiles (log, level, \"index\", hashes) VALUES ({LogTable.Present}, @p0, @p1, @p2)",
            tile.Id.Level,
            tile.Id.Index,
            tile.Tile.ToBytes()
        );

    public static byte[]? Tile(SqlSession sql, TileId id, long? log = null) =>
        sql.Scalar<byte[]>(
            $"SELECT hashes FROM tiles WHERE log = {LogTable.Chosen} AND level = @p1 AND \"index\" = @p2",
            log,
            id.Level,
            id.Index
        );

    /// <summary>True if the present ledger has this tile.</summary>
    public static bool Has(SqlSession sql, FullTile tile) =>
        Tile(sql, tile.Id) is { } stored && stored.AsSpan().SequenceEqual(tile.Tile.ToBytes());
}
