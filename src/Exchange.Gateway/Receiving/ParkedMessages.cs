using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Gateway.Receiving;

/// <summary>Case messages that cannot be judged yet. They are kept sealed, up to a quota per counterpart; the rest comes again by the resend.</summary>
internal sealed class ParkedMessages(TimeProvider clock)
{
    private const long Quota = 256L * 1024 * 1024;

    private static readonly TimeSpan BetweenSums = TimeSpan.FromMinutes(1);

    // What was parked since the table was last summed up. It may count what was rolled back or has left: never too little.
    private readonly Dictionary<PartyName, (long Used, long At)> _used = [];

    public void Put(JournalTransaction transaction, Arrival arrival, WaitReason reason, Guid? exchangeId)
    {
        if (!IsHere(transaction.Sql, arrival) && !HasRoom(transaction.Sql, arrival))
            return;
        // What waits for a suspended link is judged as of its arrival, whatever it has to wait for besides.
        transaction.Sql.Execute(
            """
            INSERT INTO parked (counterpart, sealed, bytes, reason, arrived_at, exchange_id) VALUES (@p0, @p1, @p2, @p3, @p4, @p5)
            ON CONFLICT (counterpart, sealed) DO UPDATE SET reason = @p3, exchange_id = @p5 WHERE reason NOT IN (@p3, @p6)
            """,
            arrival.Counterpart.Value, arrival.Sealed.ToString(), arrival.Bytes.ToArray(), CodeNames<WaitReason>.Write(reason),
            arrival.ArrivedAt.ToUnixTimeMilliseconds(), exchangeId is { } id ? MessageId.Write(id) : null, CodeNames<WaitReason>.Write(WaitReason.LinkSuspended));
    }

    // What is looked at again takes no more room than it has.
    private static bool IsHere(SqlSession sql, Arrival arrival) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM parked WHERE counterpart = @p0 AND sealed = @p1", arrival.Counterpart.Value, arrival.Sealed.ToString()) > 0;

    // Summing up reads the whole table: too much for each message, on the journal's own thread.
    private bool HasRoom(SqlSession sql, Arrival arrival)
    {
        if (!_used.TryGetValue(arrival.Counterpart, out var known) || clock.GetElapsedTime(known.At) >= BetweenSums)
            known = (sql.Scalar<long>("SELECT SUM(LENGTH(bytes)) FROM parked WHERE counterpart = @p0", arrival.Counterpart.Value), clock.GetTimestamp());
        var hasRoom = known.Used + arrival.Bytes.Length <= Quota;
        _used[arrival.Counterpart] = hasRoom ? known with { Used = known.Used + arrival.Bytes.Length } : known;
        return hasRoom;
    }

    /// <summary>An arrival as it was when it came first, if it is parked.</summary>
    public static Arrival Recall(JournalTransaction transaction, Arrival arrival) => transaction.Sql.First(
        "SELECT arrived_at, reason FROM parked WHERE counterpart = @p0 AND sealed = @p1",
        row => arrival with
        {
            ArrivedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
            Waited = CodeNames<WaitReason>.TryParse(row.GetString(1), out var reason) ? reason : null,
        },
        arrival.Counterpart.Value, arrival.Sealed.ToString()) ?? arrival;

    public static void Remove(JournalTransaction transaction, Arrival arrival) => transaction.Sql.Execute(
        "DELETE FROM parked WHERE counterpart = @p0 AND sealed = @p1", arrival.Counterpart.Value, arrival.Sealed.ToString());

    /// <summary>The next ones after <paramref name="afterId"/>, with their ids.</summary>
    public static List<(long Id, Arrival Arrival)> Read(SqlSession sql, PartyName counterpart, long afterId, int limit) => sql.Query(
        "SELECT id, bytes, arrived_at, reason FROM parked WHERE counterpart = @p0 AND id > @p1 ORDER BY id LIMIT @p2",
        row => (row.GetInt64(0), new Arrival(counterpart, row.GetFieldValue<byte[]>(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)))
        {
            Waited = CodeNames<WaitReason>.TryParse(row.GetString(3), out var reason) ? reason : null,
        }),
        counterpart.Value, afterId, limit);
}
