using Exchange.Ledger.Export;

namespace Exchange.Gateway.Store;

/// <summary>
/// A ledger of ours: the present one, or one that ended when the officers agreed on a new origin. Its ordinal is part of the key of
/// all that belongs to it: entries, tiles, checkpoints, cosignatures, receipts and contents.
/// </summary>
/// <param name="Origin">Its name. Null, as are the next two, while it is the present one, which our card names.</param>
/// <param name="Size">How many entries it had when it ended.</param>
internal sealed record LogRow(long Id, string? Origin, long? Size, long? EndedAt);

/// <summary>Our ledgers. The newest is the present one.</summary>
internal static class LogTable
{
    /// <summary>Ordinal of the present ledger.</summary>
    public const string Present = "(SELECT MAX(id) FROM logs)";

    /// <summary>Ordinal of the ledger that a statement's first parameter names; null is the present one.</summary>
    public const string Chosen = $"COALESCE(@p0, {Present})";

    private static readonly string[] Parts = ["entries", "tiles", "checkpoints", "cosignatures", "receipts", "contents"];

    /// <summary>Ordinal of the present ledger.</summary>
    public static long Ordinal(SqlSession sql) => sql.Scalar<long>("SELECT MAX(id) FROM logs");

    /// <summary>True if a ledger of ours of this name has ended.</summary>
    public static bool HasEnded(SqlSession sql, string origin) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM logs WHERE origin = @p0", origin) > 0;

    /// <summary>A former ledger, by the hash that represents its name in an address.</summary>
    public static long? Former(SqlSession sql, string name) =>
        Ended(sql).Where(log => HeadPath.LogOf(log.View.Origin) == name).Select(log => (long?)log.Id).FirstOrDefault();

    /// <summary>All ledgers of ours that have ended, the newest first.</summary>
    public static List<(long Id, FormerLogView View)> Ended(SqlSession sql) =>
        sql.Query("SELECT id, origin, size, ended_at FROM logs WHERE origin IS NOT NULL ORDER BY id DESC", row =>
            (
                row.GetInt64(0),
                new FormerLogView(
                    row.GetString(1),
                    row.GetInt64(2),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
                    $"former/{HeadPath.LogOf(row.GetString(1))}"
                )
            )
        );

    /// <summary>Ends the present ledger, which keeps its rows, and begins the next.</summary>
    /// <param name="here">Name of the ledger in the database.</param>
    /// <param name="signed">Name and size of the ledger that was signed last: another one if the database was restored.</param>
    /// <returns>Ordinal of the ledger in the database, which has ended.</returns>
    public static long Renew(SqlSession sql, string here, (string Origin, long Size) signed, DateTimeOffset now)
    {
        var (former, endedAt, isHere) = (Ordinal(sql), now.ToUnixTimeMilliseconds(), signed.Origin == here);
        // Rows that do not belong there would be taken for parts of the new ledger.
        foreach (var part in Parts)
            sql.Execute($"DELETE FROM {part} WHERE log > @p0", former);
        sql.Execute(
            "UPDATE logs SET origin = @p1, size = @p2, ended_at = @p3 WHERE id = @p0",
            former,
            here,
            isHere ? signed.Size : EntryTable.Count(sql),
            endedAt
        );
        if (!isHere)
        {
            sql.Execute(
                "INSERT INTO logs (id, origin, size, ended_at) VALUES (@p0, @p1, @p2, @p3)",
                former + 1,
                signed.Origin,
                signed.Size,
                endedAt
            );
        }

        sql.Execute("INSERT INTO logs (id) VALUES (@p0)", isHere ? former + 1 : former + 2);
        return former;
    }
}
