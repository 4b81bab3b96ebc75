namespace Exchange.Gateway.Store;

/// <summary>A checkpoint of a ledger of ours that we signed.</summary>
/// <param name="SignedAt">Seconds since 1970.</param>
internal sealed record CheckpointRow(long Log, long Size, string Note, long SignedAt);

/// <summary>A counterpart's cosignature of a checkpoint of a ledger of ours.</summary>
internal sealed record CosignatureRow(long Log, string Witness, long Size, string Line, long ReceivedAt);

/// <summary>The checkpoints of our ledgers, and who cosigned them. Where a ledger is named, null is the present one.</summary>
internal static class CheckpointTable
{
    public static void Insert(SqlSession sql, long size, string note, DateTimeOffset signedAt) =>
        sql.Execute(
            $"INSERT INTO checkpoints (log, size, note, signed_at) VALUES ({LogTable.Present}, @p0, @p1, @p2)",
            size,
            note,
            signedAt.ToUnixTimeSeconds()
        );

    public static string? Note(SqlSession sql, long size, long? log = null) =>
        sql.Scalar<string>($"SELECT note FROM checkpoints WHERE log = {LogTable.Chosen} AND size = @p1", log, size);

    /// <summary>The newest of the present ledger, or the newest below a size.</summary>
    public static StoredCheckpoint? Newest(SqlSession sql, long below = long.MaxValue) =>
        sql.First(
            $"SELECT size, note, signed_at FROM checkpoints WHERE log = {LogTable.Present} AND size < @p0 ORDER BY size DESC LIMIT 1",
            StoredCheckpoint.Map,
            below
        );

    /// <summary>Those over a size and up to another, the newest first.</summary>
    public static List<StoredCheckpoint> Between(SqlSession sql, long? log, long over, long upTo) =>
        sql.Query(
            $"SELECT size, note, signed_at FROM checkpoints WHERE log = {LogTable.Chosen} AND size > @p1 AND size <= @p2 ORDER BY "
                + "size DESC",
            StoredCheckpoint.Map,
            log,
            over,
            upTo
        );

    /// <summary>The first over a size.</summary>
    public static StoredCheckpoint? After(SqlSession sql, long size) =>
        sql.First(
            $"SELECT size, note, signed_at FROM checkpoints WHERE log = {LogTable.Present} AND size > @p0 ORDER BY size LIMIT 1",
            StoredCheckpoint.Map,
            size
        );

    public static long Count(SqlSession sql) => sql.Scalar<long>($"SELECT COUNT(*) FROM checkpoints WHERE log = {LogTable.Present}");

    /// <summary>Keeps a cosignature; the first one of a size counts.</summary>
    public static void Cosign(SqlSession sql, PartyName witness, long size, string line, DateTimeOffset now) =>
        sql.Execute(
            $"INSERT INTO cosignatures (log, witness, size, line, received_at) VALUES ({LogTable.Present}, @p0, @p1, @p2, @p3) ON "
                + "CONFLICT (log, witness, size) DO NOTHING",
            witness.Value,
            size,
            line,
            now.ToUnixTimeMilliseconds()
        );

    /// <summary>
    /// The newest checkpoint, up to a size, that a witness has cosigned, and when the cosignature arrived; size 0 for none.
    /// </summary>
    public static (long Size, DateTimeOffset? At) Cosigned(SqlSession sql, PartyName witness, long upTo = long.MaxValue) =>
        sql.Query(
                $"SELECT size, received_at FROM cosignatures WHERE log = {LogTable.Present} AND witness = @p0 AND size <= @p1 "
                    + "ORDER BY size DESC LIMIT 1",
                row => (row.GetInt64(0), (DateTimeOffset?)DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))),
                witness.Value,
                upTo
            )
            .FirstOrDefault();

    /// <summary>Size of the newest that anybody cosigned; 0 for none.</summary>
    public static long Cosigned(SqlSession sql) => sql.Scalar<long>($"SELECT MAX(size) FROM cosignatures WHERE log = {LogTable.Present}");

    /// <summary>The cosignatures of a checkpoint of the present ledger.</summary>
    public static List<string> Lines(SqlSession sql, long size) =>
        sql.Query(
            $"SELECT line FROM cosignatures WHERE log = {LogTable.Present} AND size = @p0 ORDER BY witness",
            row => row.GetString(0),
            size
        );

    /// <summary>Each witness's newest cosignature of the present ledger.</summary>
    public static List<CosignatureView> NewestOfEach(SqlSession sql) =>
        sql.Query(
            $"""
            SELECT c.witness, c.size, p.note, c.line FROM cosignatures c JOIN checkpoints p ON p.log = c.log AND p.size = c.size
            WHERE c.log = {LogTable.Present} AND c.size = (SELECT MAX(size) FROM cosignatures n WHERE n.log = c.log AND n.witness = c.witness)
            """,
            row => new CosignatureView(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3))
        );

    /// <summary>The first checkpoint of ours that covers an entry and that a witness has cosigned; it does not change later.</summary>
    public static CosignedCheckpoint? Covering(SqlSession sql, PartyName witness, long index) =>
        sql.First(
            $"""
            SELECT p.note, c.line FROM cosignatures c JOIN checkpoints p ON p.log = c.log AND p.size = c.size
            WHERE c.log = {LogTable.Present} AND c.witness = @p0 AND c.size > @p1 ORDER BY c.size LIMIT 1
            """,
            row => CosignedCheckpoint.Of(row.GetString(0), [row.GetString(1)]),
            witness.Value,
            index
        );

    /// <summary>Size of a ledger's newest checkpoint that a party whose card we have has cosigned; 0 while there is none.</summary>
    public static long ExportedSize(SqlSession sql, long? log) =>
        sql.Scalar<long>(
            $"SELECT MAX((SELECT MAX(size) FROM cosignatures WHERE log = {LogTable.Chosen} AND witness = parties.party)) FROM "
                + "(SELECT DISTINCT party FROM cards) parties",
            log
        );

    /// <summary>A checkpoint with its cosignatures by parties whose cards we have; null unless it has one.</summary>
    public static CosignedCheckpoint? Exported(SqlSession sql, long? log, long size)
    {
        var lines = sql.Query(
            $"SELECT line FROM cosignatures WHERE log = {LogTable.Chosen} AND witness IN (SELECT party FROM cards) AND size = @p1",
            row => row.GetString(0),
            log,
            size
        );
        return lines.Count > 0 && Note(sql, size, log) is { } note ? CosignedCheckpoint.Of(note, lines) : null;
    }

    /// <summary>Those checkpoints over a size and up to another, ascending.</summary>
    public static List<ExportedCheckpointView> Exported(SqlSession sql, long? log, long over, long upTo, int most) =>
        sql.Query(
            $"""
            SELECT size, cosignatures FROM (
                SELECT p.size, (SELECT COUNT(*) FROM cosignatures c WHERE c.log = p.log AND c.witness IN (SELECT party FROM cards) AND c.size = p.size) AS cosignatures
                FROM checkpoints p WHERE p.log = {LogTable.Chosen} AND p.size > @p1 AND p.size <= @p2) counted
            WHERE cosignatures > 0 ORDER BY size LIMIT @p3
            """,
            row => new ExportedCheckpointView(row.GetInt64(0), row.GetInt32(1)),
            log,
            over,
            upTo,
            most
        );
}

/// <summary>A checkpoint of ours in the database.</summary>
internal sealed record StoredCheckpoint(long Size, string Note, DateTimeOffset SignedAt)
{
    public static StoredCheckpoint Map(System.Data.Common.DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(2)));
}
