using Exchange.Gateway.Store;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Witnessing;

/// <summary>Both notes of each alarm are kept: they are the proof.</summary>
internal static class AlarmTable
{
    public static void Insert(SqlSession sql, PartyName counterpart, string alarm, PresentedNote presented, string? held, DateTimeOffset now) => sql.Execute(
        "INSERT INTO alarms (counterpart, alarm, presented, held, raised_at) VALUES (@p0, @p1, @p2, @p3, @p4)",
        counterpart.Value, alarm, presented.Note, held, now.ToUnixTimeMilliseconds());

    /// <summary>Notes an alarm about one thing; false if it was noted before.</summary>
    public static bool InsertOnce(SqlSession sql, PartyName counterpart, string alarm, string about, string proof, DateTimeOffset now) => sql.Execute(
        """
        INSERT INTO alarms (counterpart, alarm, presented, held, raised_at)
        SELECT @p0, @p1, @p2, @p3, @p4 WHERE NOT EXISTS (SELECT 1 FROM alarms WHERE counterpart = @p0 AND alarm = @p1 AND presented = @p2)
        """,
        counterpart.Value, alarm, about, proof, now.ToUnixTimeMilliseconds()) == 1;
}
