using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Witnessing;

/// <summary>Both notes of each alarm are kept: they are the proof.</summary>
internal static class AlarmTable
{
    /// <summary>Keeps an alarm of the witness, and enters it if our log is not in doubt.</summary>
    public static void Raise(JournalTransaction transaction, PartyName counterpart, string alarm, PresentedNote presented, string? held)
    {
        transaction.Sql.Execute(
            "INSERT INTO alarms (counterpart, alarm, presented, held, raised_at, entered) VALUES (@p0, @p1, @p2, @p3, @p4, 0)",
            counterpart.Value, alarm, presented.Note, held, transaction.Now.ToUnixTimeMilliseconds());
        Enter(transaction, counterpart);
    }

    /// <summary>True if our log has not been told of an alarm: it was in doubt when that was raised.</summary>
    public static bool HasToEnter(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM alarms WHERE counterpart = @p0 AND entered = 0", counterpart.Value) > 0;

    /// <summary>Enters what was not, and that it suspended the link; nothing while our log is in doubt.</summary>
    public static void Enter(JournalTransaction transaction, PartyName counterpart)
    {
        if (!transaction.CanAppend)
            return;
        var alarms = transaction.Sql.Query("SELECT id, alarm, presented FROM alarms WHERE counterpart = @p0 AND entered = 0 ORDER BY id",
            row => (Id: row.GetInt64(0), Alarm: row.GetString(1), Presented: CheckpointNote.ReadUnverified(row.GetString(2))), counterpart.Value);
        foreach (var (id, alarm, presented) in alarms)
        {
            transaction.Append(new(LedgerEvents.WitnessAlarm)
            {
                Counterpart = counterpart,
                // A row that somebody has damaged keeps neither the alarm nor what follows from being entered.
                Detail = new() { ["alarm"] = alarm, ["size"] = presented?.Size ?? 0, ["root"] = (presented?.Root ?? MerkleHash.OfEmpty).ToString() },
            });
            transaction.Append(new(LedgerEvents.LinkSuspended) { Counterpart = counterpart, Detail = new() { ["reason"] = alarm } });
            transaction.Sql.Execute("UPDATE alarms SET entered = 1 WHERE id = @p0", id);
        }
    }

    /// <summary>Notes an alarm about one thing, which the caller enters; false if it was noted before.</summary>
    public static bool InsertOnce(SqlSession sql, PartyName counterpart, string alarm, string about, string proof, DateTimeOffset now) => sql.Execute(
        """
        INSERT INTO alarms (counterpart, alarm, presented, held, raised_at, entered)
        SELECT @p0, @p1, @p2, @p3, @p4, 1 WHERE NOT EXISTS (SELECT 1 FROM alarms WHERE counterpart = @p0 AND alarm = @p1 AND presented = @p2)
        """,
        counterpart.Value, alarm, about, proof, now.ToUnixTimeMilliseconds()) == 1;
}
