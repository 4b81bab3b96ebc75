namespace Exchange.Gateway.Store;

/// <summary>The one row that says how many batches the journal has committed: read back when a commit's outcome is unknown.</summary>
/// <param name="Damage">Where our ledger is not as it was signed, until it has been read through and is whole.</param>
/// <param name="WitnessHalted">Why we cosign nobody's ledger until an operator confirms: our own records were restored, or are not
/// whole.</param>
internal sealed record JournalRow(int Id, long Batch, string? Damage, string? WitnessHalted);

/// <summary>The largest checkpoint of our ledger that a counterpart has shown and that our ledger did not lead to, until it does.</summary>
/// <param name="Note">The signed note.</param>
internal sealed record ShownRow(string Counterpart, string Note);

/// <summary>What our ledger last recorded of something that lies outside the database, so that a change is recorded once.</summary>
internal sealed record RecordedRow(string Name, string Value);

/// <summary>The number of the journal's newest batch, and why our ledger is suspended.</summary>
internal static class JournalTable
{
    public static long Batch(SqlSession sql) => sql.Scalar<long>("SELECT batch FROM journal WHERE id = 1");

    public static void SetBatch(SqlSession sql, long batch) => sql.Execute("UPDATE journal SET batch = @p0 WHERE id = 1", batch);

    /// <summary>
    /// Why we cosign no ledger until our operator confirms, or null: a gateway whose own records are uncertain cannot witness others.
    /// </summary>
    public static string? WitnessHalted(SqlSession sql) => sql.Scalar<string>("SELECT witness_halted FROM journal WHERE id = 1");

    public static void ResumeWitness(SqlSession sql) => sql.Execute("UPDATE journal SET witness_halted = NULL WHERE id = 1");

    /// <summary>True if we may cosign checkpoints of a counterpart's ledger.</summary>
    public static bool MayCosign(SqlSession sql, PartyName counterpart) =>
        WitnessHalted(sql) is null && !LinkTable.IsSuspended(sql, counterpart);

    public static string? Damage(SqlSession sql) => sql.Scalar<string>("SELECT damage FROM journal WHERE id = 1");

    /// <summary>Each counterpart that has shown another checkpoint of our ledger, with the note.</summary>
    public static List<KeyValuePair<string, string>> Shown(SqlSession sql) =>
        sql.Query("SELECT counterpart, note FROM shown", row => KeyValuePair.Create(row.GetString(0), row.GetString(1)));

    /// <summary>Saves why our ledger is suspended. The first reason for which we stopped cosigning is kept.</summary>
    public static void Suspend(SqlSession sql, string? damage, string? first, IEnumerable<KeyValuePair<string, string>> shown)
    {
        sql.Execute("UPDATE journal SET damage = @p0, witness_halted = COALESCE(witness_halted, @p1) WHERE id = 1", damage, first);
        sql.Execute("DELETE FROM shown");
        foreach (var (by, note) in shown)
            sql.Execute("INSERT INTO shown (counterpart, note) VALUES (@p0, @p1)", by, note);
    }

    /// <summary>A new ledger is not suspended. Whether our record of others' checkpoints is right is not decided by that.</summary>
    public static void EndSuspension(SqlSession sql)
    {
        sql.Execute("UPDATE journal SET damage = NULL WHERE id = 1");
        sql.Execute("DELETE FROM shown");
    }

    /// <summary>What was recorded last under a name; null if nothing was.</summary>
    public static string? Recorded(SqlSession sql, string name) => sql.Scalar<string>("SELECT value FROM recorded WHERE name = @p0", name);

    public static void Record(SqlSession sql, string name, string value) =>
        sql.Execute("INSERT INTO recorded (name, value) VALUES (@p0, @p1) ON CONFLICT (name) DO UPDATE SET value = @p1", name, value);
}
