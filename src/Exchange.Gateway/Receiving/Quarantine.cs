using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;
using Exchange.Sealing;

namespace Exchange.Gateway.Receiving;

/// <summary>Keeps and counts what is nobody's proven word. Our log names it at most once a minute and counterpart.</summary>
internal sealed class Quarantine(ILogger<Quarantine> logger)
{
    private const int Most = 1000;
    private const long MostBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    public void Put(JournalTransaction transaction, Arrival arrival, Rejected refusal)
    {
        logger.LogWarning("Quarantined {Arrival} from the mailbox of {Counterpart}, code {Code}: {Text}",
            arrival, arrival.Counterpart, (int)refusal.Code, refusal.Text);
        LinkTable.CountQuarantined(transaction.Sql, arrival.Counterpart);
        var again = transaction.Sql.Execute("UPDATE quarantine SET times = times + 1, arrived_at = @p2 WHERE counterpart = @p0 AND sealed = @p1",
            arrival.Counterpart.Value, arrival.Sealed.ToString(), transaction.Now.ToUnixTimeMilliseconds());
        if (again == 0)
            Insert(transaction, arrival, refusal);
        Count(transaction, arrival.Counterpart);
        if (arrival.Waited is not null)
            ParkedMessages.Remove(transaction, arrival);
    }

    private static void Insert(JournalTransaction transaction, Arrival arrival, Rejected refusal) =>
        transaction.Sql.Execute("INSERT INTO quarantine (counterpart, sealed, code, arrived_at, bytes, times) VALUES (@p0, @p1, @p2, @p3, @p4, 1)",
            arrival.Counterpart.Value, arrival.Sealed.ToString(), (int)refusal.Code, transaction.Now.ToUnixTimeMilliseconds(), arrival.Bytes.ToArray());

    /// <summary>The newest arrival that goes beyond what is kept of a counterpart, with all older ones; 0 if none does.</summary>
    public static long Excess(SqlSession sql, PartyName counterpart) => sql.Scalar<long>(
        """
        SELECT MAX(id) FROM (SELECT id, COUNT(*) OVER newer AS kept, SUM(LENGTH(bytes)) OVER newer AS size
            FROM quarantine WHERE counterpart = @p0 WINDOW newer AS (ORDER BY id DESC)) found
        WHERE kept > @p1 OR size > @p2
        """,
        counterpart.Value, Most, MostBytes);

    public static void Drop(SqlSession sql, PartyName counterpart, long upTo) =>
        sql.Execute("DELETE FROM quarantine WHERE counterpart = @p0 AND id <= @p1", counterpart.Value, upTo);

    /// <summary>Enters how many there were since the entry before, at most once a minute; what comes after the last entry is entered by whoever looks next.</summary>
    public static void Count(JournalTransaction transaction, PartyName counterpart)
    {
        if (!transaction.CanAppend || LinkTable.UncountedQuarantine(transaction.Sql, counterpart, transaction.Now - Silence, transaction.Now) is not (> 0 and var count))
            return;
        var (@sealed, code) = Newest(transaction, counterpart);
        transaction.Append(new(LedgerEvents.MessageQuarantined) { Counterpart = counterpart, Sealed = @sealed, Code = code, Detail = new() { ["count"] = count } });
        LinkTable.QuarantineIsCounted(transaction.Sql, counterpart, transaction.Now);
    }

    /// <summary>True if <see cref="Count"/> would enter something.</summary>
    public static bool HasToCount(SqlSession sql, PartyName counterpart, DateTimeOffset now) =>
        LinkTable.UncountedQuarantine(sql, counterpart, now - Silence, now) > 0;

    private static (Digest Sealed, ReceiptCode Code) Newest(JournalTransaction transaction, PartyName counterpart) => transaction.Sql.Query(
        "SELECT sealed, code FROM quarantine WHERE counterpart = @p0 ORDER BY arrived_at DESC, id DESC LIMIT 1",
        row => (Digest.Parse(row.GetString(0)), (ReceiptCode)row.GetInt32(1)),
        counterpart.Value)[0];
}
