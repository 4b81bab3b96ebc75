using System.Collections.Concurrent;
using Exchange.Gateway.Journal;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;
using Exchange.Sealing;

namespace Exchange.Gateway.Receiving;

/// <summary>Keeps and counts what is nobody's proven word. Our log names it at most once a minute and counterpart.</summary>
internal sealed class Quarantine(ILogger<Quarantine> logger)
{
    private const int Kept = 1000;

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<PartyName, DateTimeOffset> _lastLeaf = new();

    public void Put(JournalTransaction transaction, Arrival arrival, Rejected refusal)
    {
        logger.LogWarning("Quarantined {Arrival} from the mailbox of {Counterpart}, code {Code}: {Text}",
            arrival, arrival.Counterpart, (int)refusal.Code, refusal.Text);
        var again = transaction.Sql.Execute("UPDATE quarantine SET times = times + 1 WHERE counterpart = @p0 AND sealed = @p1",
            arrival.Counterpart.Value, arrival.Sealed.ToString());
        if (again == 0)
            Insert(transaction, arrival, refusal);
        Record(transaction, arrival, refusal);
        if (arrival.Waited is not null)
            ParkedMessages.Remove(transaction, arrival);
    }

    private static void Insert(JournalTransaction transaction, Arrival arrival, Rejected refusal)
    {
        transaction.Sql.Execute("INSERT INTO quarantine (counterpart, sealed, code, arrived_at, bytes, times) VALUES (@p0, @p1, @p2, @p3, @p4, 1)",
            arrival.Counterpart.Value, arrival.Sealed.ToString(), (int)refusal.Code, transaction.Now.ToUnixTimeMilliseconds(), arrival.Bytes.ToArray());
        // The oldest make room, so that nobody can fill our disk from outside.
        transaction.Sql.Execute(
            "DELETE FROM quarantine WHERE counterpart = @p0 AND id <= (SELECT MAX(id) FROM quarantine WHERE counterpart = @p0) - @p1",
            arrival.Counterpart.Value, Kept);
    }

    private void Record(JournalTransaction transaction, Arrival arrival, Rejected refusal)
    {
        if (!transaction.CanAppend || (_lastLeaf.TryGetValue(arrival.Counterpart, out var last) && transaction.Now - last < Silence))
            return;
        transaction.Append(new(LedgerEvents.MessageQuarantined) { Counterpart = arrival.Counterpart, Sealed = arrival.Sealed, Code = refusal.Code });
        _lastLeaf[arrival.Counterpart] = transaction.Now;
    }
}
