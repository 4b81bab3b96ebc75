namespace Exchange.Gateway.Store;

/// <summary>An alarm of the witness, with the two notes that prove it.</summary>
/// <param name="Entered">False while the ledger, suspended, could not record it.</param>
internal sealed record AlarmRow(long Id, string Counterpart, string Alarm, string Presented, string? Held, long RaisedAt, bool Entered);

/// <summary>Both notes of each alarm are kept: they are the proof.</summary>
internal static class AlarmTable
{
    /// <summary>Keeps an alarm that is not in our ledger yet.</summary>
    public static void Insert(SqlSession sql, PartyName counterpart, string alarm, string presented, string? held, DateTimeOffset now) =>
        sql.Execute(
            "INSERT INTO alarms (counterpart, alarm, presented, held, raised_at, entered) VALUES (@p0, @p1, @p2, @p3, @p4, FALSE)",
            counterpart.Value,
            alarm,
            presented,
            held,
            now.ToUnixTimeMilliseconds()
        );

    /// <summary>Keeps an alarm about one thing, which the caller records in the ledger; false if it was kept before.</summary>
    public static bool InsertOnce(SqlSession sql, PartyName counterpart, string alarm, string about, string proof, DateTimeOffset now) =>
        sql.Execute(
            """
            INSERT INTO alarms (counterpart, alarm, presented, held, raised_at, entered)
            SELECT @p0, @p1, @p2, @p3, @p4, TRUE WHERE NOT EXISTS (SELECT 1 FROM alarms WHERE counterpart = @p0 AND alarm = @p1 AND presented = @p2)
            """,
            counterpart.Value,
            alarm,
            about,
            proof,
            now.ToUnixTimeMilliseconds()
        ) == 1;

    /// <summary>True if an alarm is not in our ledger yet, because that was suspended when it was raised.</summary>
    public static bool HasUnrecorded(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM alarms WHERE counterpart = @p0 AND NOT entered", counterpart.Value) > 0;

    public static List<(long Id, string Alarm, string Presented)> NotRecorded(SqlSession sql, PartyName counterpart) =>
        sql.Query(
            "SELECT id, alarm, presented FROM alarms WHERE counterpart = @p0 AND NOT entered ORDER BY id",
            row => (row.GetInt64(0), row.GetString(1), row.GetString(2)),
            counterpart.Value
        );

    public static void SetRecorded(SqlSession sql, long id) => sql.Execute("UPDATE alarms SET entered = TRUE WHERE id = @p0", id);

    /// <summary>The newest below an id.</summary>
    public static List<(long Id, AlarmView View)> Newest(SqlSession sql, PartyName counterpart, long below, int most) =>
        sql.Query(
            "SELECT id, raised_at, alarm, presented, held FROM alarms WHERE counterpart = @p0 AND id < @p1 ORDER BY id DESC LIMIT @p2",
            row =>
                (
                    row.GetInt64(0),
                    new AlarmView(
                        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
                        row.GetString(2),
                        row.GetString(3),
                        row.IsDBNull(4) ? null : row.GetString(4)
                    )
                ),
            counterpart.Value,
            below,
            most
        );
}
