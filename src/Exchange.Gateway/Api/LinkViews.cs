using Exchange.Gateway.Hosting;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Gateway.Api;

/// <summary>How a link is shown.</summary>
internal sealed class LinkViews(PingHandler pings, LinkStates states, BorderSettings settings, TimeProvider clock)
{
    public const int MostAlarms = 20;

    public LinkView Of(SqlSession sql, Counterpart counterpart)
    {
        var lag = CosignatureLag.Read(sql, counterpart.Name, clock.Now(), settings.CosignatureWarning);
        return new()
        {
            Counterpart = counterpart.Name.Value,
            CardSerial = counterpart.Card.Serial,
            HasGrant = counterpart.Grant is not null,
            TheirBroker = Fault(counterpart, outgoing: true),
            OurBroker = Fault(counterpart, outgoing: false),
            Suspended = LinkTable.Suspension(sql, counterpart.Name),
            LastPong = pings.LastPong(counterpart.Name),
            Waiting = Count(sql, "SELECT COUNT(*) FROM outbox WHERE settled_at IS NULL AND counterpart = @p0", counterpart),
            Parked = Count(sql, "SELECT COUNT(*) FROM parked WHERE counterpart = @p0", counterpart),
            Quarantined = Count(sql, "SELECT quarantined FROM links WHERE counterpart = @p0", counterpart),
            Head = HeadTable.NewestNote(sql, counterpart),
            CosignedSize = lag.Size,
            CosignedAt = lag.At,
            BehindSince = lag.BehindSince,
            CosignatureLate = lag.IsLate,
        };
    }

    /// <summary>The newest alarms below an id, up to one more than <see cref="MostAlarms"/>.</summary>
    public static List<(long Id, AlarmView View)> Alarms(SqlSession sql, Counterpart counterpart, long? before) => sql.Query(
        "SELECT id, raised_at, alarm, presented, held FROM alarms WHERE counterpart = @p0 AND id < @p1 ORDER BY id DESC LIMIT @p2",
        row => (row.GetInt64(0), new AlarmView(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4))),
        counterpart.Name.Value, before ?? long.MaxValue, MostAlarms + 1);

    private string? Fault(Counterpart counterpart, bool outgoing) => states.Find(counterpart.Name, outgoing) is { IsUp: false } down ? down.Reason : null;

    private static long Count(SqlSession sql, string query, Counterpart counterpart) => sql.Scalar<long>(query, counterpart.Name.Value);
}
