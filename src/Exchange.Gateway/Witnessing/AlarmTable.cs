using Exchange.Gateway.Store;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Witnessing;

/// <summary>Both notes of each alarm are kept: they are the proof.</summary>
internal static class AlarmTable
{
    public static void Insert(SqlSession sql, PartyName counterpart, string alarm, PresentedNote presented, string? held, DateTimeOffset now) => sql.Execute(
        "INSERT INTO alarms (counterpart, alarm, presented, held, raised_at) VALUES (@p0, @p1, @p2, @p3, @p4)",
        counterpart.Value, alarm, presented.Note, held, now.ToUnixTimeMilliseconds());
}
