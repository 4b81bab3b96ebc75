namespace Exchange.Gateway.Receiving;

/// <summary>
/// Case messages that cannot be judged yet. They are kept sealed, up to a quota per counterpart; the rest is resent by the sender.
/// </summary>
internal sealed class DeferredMessages(TimeProvider clock)
{
    private const long MostBytes = 256L * 1024 * 1024;
    private const int Most = 10_000;

    private static readonly TimeSpan BetweenSums = TimeSpan.FromMinutes(1);

    // What was deferred since the table was last summed up. It may include rows that were rolled back or removed, so it is never too small.
    private readonly Dictionary<PartyName, (long Count, long Bytes, long At)> _used = [];

    /// <summary>
    /// Keeps an arrival if the quota permits. It is judged again from <paramref name="lookAt"/> on (now by default), or when the exchange
    /// or
    /// the signature arrives that <paramref name="awaits"/> names.
    /// </summary>
    public void Put(
        JournalTransaction transaction,
        Arrival arrival,
        WaitReason reason,
        Guid? exchangeId,
        DateTimeOffset? lookAt = null,
        string? awaits = null
    )
    {
        if (!IsHere(transaction.Sql, arrival) && !HasRoom(transaction.Sql, arrival))
            return;
        // What waits for a suspended link is judged as of its arrival, even if it also waits for something else.
        DeferredTable.Put(
            transaction.Sql,
            new(
                Id: 0,
                arrival.Counterpart.Value,
                arrival.Sealed.ToString(),
                arrival.Bytes.ToArray(),
                Reason: CodeNames<WaitReason>.Write(reason),
                arrival.ArrivedAt.ToUnixTimeMilliseconds(),
                lookAt?.ToUnixTimeMilliseconds() ?? 0,
                awaits,
                ExchangeId: exchangeId is { } id ? MessageId.Write(id) : null
            ),
            CodeNames<WaitReason>.Write(WaitReason.LinkSuspended)
        );
    }

    // An arrival that is judged again takes no more of the quota.
    private static bool IsHere(SqlSession sql, Arrival arrival) => DeferredTable.Find(sql, arrival.Counterpart, arrival.Sealed) is not null;

    // The sum reads the whole table: too slow for each message on the journal's thread.
    private bool HasRoom(SqlSession sql, Arrival arrival)
    {
        if (!_used.TryGetValue(arrival.Counterpart, out var known) || clock.GetElapsedTime(known.At) >= BetweenSums)
            known = DeferredTable.Sum(sql, arrival.Counterpart) is var (count, bytes) ? (count, bytes, clock.GetTimestamp()) : default;
        var hasRoom = known.Count < Most && known.Bytes + arrival.Bytes.Length <= MostBytes;
        _used[arrival.Counterpart] = hasRoom ? known with { Count = known.Count + 1, Bytes = known.Bytes + arrival.Bytes.Length } : known;
        return hasRoom;
    }

    /// <summary>An arrival with its first time of arrival, if it is deferred.</summary>
    public static Arrival Recall(JournalTransaction transaction, Arrival arrival) =>
        DeferredTable.Find(transaction.Sql, arrival.Counterpart, arrival.Sealed) is (var arrivedAt, var reason)
            ? Deferred(arrival, arrivedAt, reason)
            : arrival;

    public static void Remove(JournalTransaction transaction, Arrival arrival) =>
        DeferredTable.Remove(transaction.Sql, arrival.Counterpart, arrival.Sealed);

    /// <summary>The next ones after <paramref name="afterId"/> that can be settled, with their ids.</summary>
    public static List<(long Id, Arrival Arrival)> Read(
        SqlSession sql,
        PartyName counterpart,
        long afterId,
        DateTimeOffset now,
        int limit
    ) =>
        DeferredTable
            .Settleable(sql, counterpart, afterId, now, limit)
            .ConvertAll(row => (row.Id, Deferred(new(counterpart, row.Bytes, default), row.ArrivedAt, row.Reason)));

    private static Arrival Deferred(Arrival arrival, long arrivedAt, string reason) =>
        arrival with
        {
            ArrivedAt = DateTimeOffset.FromUnixTimeMilliseconds(arrivedAt),
            Waited = CodeNames<WaitReason>.TryParse(reason, out var known) ? known : null,
        };
}
