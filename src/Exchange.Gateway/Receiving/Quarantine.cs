using Exchange.Sealing;

namespace Exchange.Gateway.Receiving;

/// <summary>
/// Keeps and counts arrivals that nobody is proved to have sent. Our ledger records them at most once a minute and counterpart.
/// </summary>
internal sealed class Quarantine(ILogger<Quarantine> logger)
{
    private const int Most = 1000;
    private const long MostBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    public void Put(JournalTransaction transaction, Arrival arrival, Rejected refusal)
    {
        logger.LogWarning(
            "Quarantined {Arrival} from the mailbox of {Counterpart}, code {Code}: {Text}",
            arrival,
            arrival.Counterpart,
            (int)refusal.Code,
            refusal.Text
        );
        LinkTable.CountQuarantined(transaction.Sql, arrival.Counterpart);
        QuarantineTable.Put(transaction.Sql, arrival.Counterpart, arrival.Sealed, refusal.Code, arrival.Bytes, transaction.Now);
        Count(transaction, arrival.Counterpart);
        if (arrival.Waited is not null)
            DeferredMessages.Remove(transaction, arrival);
    }

    /// <summary>The newest of a counterpart's arrivals that exceed what is kept; 0 if none do.</summary>
    public static long Excess(SqlSession sql, PartyName counterpart) => QuarantineTable.Excess(sql, counterpart, Most, MostBytes);

    /// <summary>
    /// Records how many there were since the last entry, at most once a minute; later ones are recorded at the next call.
    /// </summary>
    public static void Count(JournalTransaction transaction, PartyName counterpart)
    {
        if (
            !transaction.CanAppend
            || LinkTable.UncountedQuarantine(transaction.Sql, counterpart, transaction.Now - Silence, transaction.Now)
                is not (> 0 and var count)
        )
        {
            return;
        }

        var (@sealed, code) = QuarantineTable.Newest(transaction.Sql, counterpart);
        transaction.Append(
            new(LedgerEvents.MessageQuarantined)
            {
                Counterpart = counterpart,
                Sealed = @sealed,
                Code = code,
                Detail = new() { ["count"] = count },
            }
        );
        LinkTable.QuarantineIsCounted(transaction.Sql, counterpart, transaction.Now);
    }

    /// <summary>True if <see cref="Count"/> would record an entry.</summary>
    public static bool HasToCount(SqlSession sql, PartyName counterpart, DateTimeOffset now) =>
        LinkTable.UncountedQuarantine(sql, counterpart, now - Silence, now) > 0;
}
