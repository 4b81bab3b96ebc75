using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Gateway.Receiving;

/// <summary>Case messages that cannot be judged yet. They are kept sealed, up to a quota per counterpart; the rest comes again by the resend.</summary>
internal sealed class ParkedMessages(TimeProvider clock)
{
    private const long MostBytes = 256L * 1024 * 1024;
    private const int Most = 10_000;

    private static readonly TimeSpan BetweenSums = TimeSpan.FromMinutes(1);

    // What was parked since the table was last summed up. It may count what was rolled back or has left: never too little.
    private readonly Dictionary<PartyName, (long Count, long Bytes, long At)> _used = [];

    /// <summary>
    /// Keeps an arrival, if there is room. It is judged again from <paramref name="lookAt"/> on, which is now by default, and before
    /// when the exchange or the signature comes that <paramref name="awaits"/> names.
    /// </summary>
    public void Put(JournalTransaction transaction, Arrival arrival, WaitReason reason, Guid? exchangeId, DateTimeOffset? lookAt = null, string? awaits = null)
    {
        if (!IsHere(transaction.Sql, arrival) && !HasRoom(transaction.Sql, arrival))
            return;
        // What waits for a suspended link is judged as of its arrival, whatever it has to wait for besides.
        transaction.Sql.Execute(
            """
            INSERT INTO parked (counterpart, sealed, bytes, reason, arrived_at, exchange_id, look_at, awaits) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p7, @p8)
            ON CONFLICT (counterpart, sealed) DO UPDATE SET reason = CASE parked.reason WHEN @p6 THEN @p6 ELSE @p3 END, exchange_id = @p5, look_at = @p7, awaits = @p8
            WHERE parked.reason NOT IN (@p3, @p6) OR parked.look_at <> @p7 OR COALESCE(parked.awaits, '') <> COALESCE(@p8, '')
            """,
            arrival.Counterpart.Value, arrival.Sealed.ToString(), arrival.Bytes.ToArray(), CodeNames<WaitReason>.Write(reason),
            arrival.ArrivedAt.ToUnixTimeMilliseconds(), exchangeId is { } id ? MessageId.Write(id) : null, CodeNames<WaitReason>.Write(WaitReason.LinkSuspended),
            lookAt?.ToUnixTimeMilliseconds() ?? 0, awaits);
    }

    // What is looked at again takes no more room than it has.
    private static bool IsHere(SqlSession sql, Arrival arrival) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM parked WHERE counterpart = @p0 AND sealed = @p1", arrival.Counterpart.Value, arrival.Sealed.ToString()) > 0;

    // Summing up reads the whole table: too much for each message, on the journal's own thread.
    private bool HasRoom(SqlSession sql, Arrival arrival)
    {
        if (!_used.TryGetValue(arrival.Counterpart, out var known) || clock.GetElapsedTime(known.At) >= BetweenSums)
            known = sql.Query("SELECT COUNT(*), COALESCE(SUM(LENGTH(bytes)), 0) FROM parked WHERE counterpart = @p0", row => (row.GetInt64(0), row.GetInt64(1), clock.GetTimestamp()), arrival.Counterpart.Value)[0];
        var hasRoom = known.Count < Most && known.Bytes + arrival.Bytes.Length <= MostBytes;
        _used[arrival.Counterpart] = hasRoom ? known with { Count = known.Count + 1, Bytes = known.Bytes + arrival.Bytes.Length } : known;
        return hasRoom;
    }

    /// <summary>A message of this exchange has been judged: what waits in it may be settled now.</summary>
    public static void LookAgain(SqlSession sql, PartyName counterpart, Guid exchangeId) => sql.Execute(
        "UPDATE parked SET look_at = 0 WHERE counterpart = @p0 AND exchange_id = @p1 AND look_at > 0", counterpart.Value, MessageId.Write(exchangeId));

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

    /// <summary>The next ones after <paramref name="afterId"/>, with their ids, that can be settled: what they wait for has come, or their time has. The others cost no opening.</summary>
    public static List<(long Id, Arrival Arrival)> Read(SqlSession sql, PartyName counterpart, long afterId, DateTimeOffset now, int limit) => sql.Query(
        """
        SELECT p.id, p.bytes, p.arrived_at, p.reason FROM parked p
        WHERE p.counterpart = @p0 AND p.id > @p1 AND (p.look_at <= @p2
            OR EXISTS (SELECT 1 FROM messages m WHERE m.signed = p.awaits)
            OR EXISTS (SELECT 1 FROM exchanges e WHERE e.counterpart = @p0 AND e.exchange_id = p.awaits)
            OR EXISTS (SELECT 1 FROM messages m WHERE m.counterpart = @p0 AND m.outgoing = @p3 AND m.message_id = p.awaits AND m.code <> @p4))
        ORDER BY p.id LIMIT @p5
        """,
        row => (row.GetInt64(0), new Arrival(counterpart, row.GetFieldValue<byte[]>(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)))
        {
            Waited = CodeNames<WaitReason>.TryParse(row.GetString(3), out var reason) ? reason : null,
        }),
        counterpart.Value, afterId, now.ToUnixTimeMilliseconds(), false, (int)ReceiptCode.Accepted, limit);
}
