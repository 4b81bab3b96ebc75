using Exchange.Gateway.Border;
using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Api;

/// <summary>The view of a link.</summary>
internal sealed class LinkViews(LinkStates states, BorderSettings settings, TimeProvider clock)
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
            TheirBroker = Down(counterpart, outgoing: true)?.Reason,
            TheirBrokerFault = CodeOf(Down(counterpart, outgoing: true)),
            OurBroker = Down(counterpart, outgoing: false)?.Reason,
            OurBrokerFault = CodeOf(Down(counterpart, outgoing: false)),
            Suspended = LinkTable.Suspension(sql, counterpart.Name),
            LastPong = LinkTable.Pong(sql, counterpart.Name),
            Waiting = OutboxTable.Waiting(sql, counterpart.Name),
            WithoutReceipt = OutboxTable.WithoutReceipt(sql, counterpart.Name),
            WaitsSince = OutboxTable.WaitsSince(sql, counterpart.Name),
            Deferred = DeferredTable.Count(sql, counterpart.Name),
            Quarantined = LinkTable.Quarantined(sql, counterpart.Name),
            Head = HeldCheckpointTable.NewestNote(sql, counterpart),
            CosignedSize = lag.Size,
            CosignedAt = lag.At,
            BehindSince = lag.BehindSince,
            CosignatureLate = lag.IsLate,
        };
    }

    /// <summary>The newest alarms below an id, up to one more than <see cref="MostAlarms"/>.</summary>
    public static List<(long Id, AlarmView View)> Alarms(SqlSession sql, Counterpart counterpart, long? before) =>
        AlarmTable.Newest(sql, counterpart.Name, before ?? long.MaxValue, MostAlarms + 1);

    private LinkState? Down(Counterpart counterpart, bool outgoing) =>
        states.Find(counterpart.Name, outgoing) is { IsUp: false } down ? down : null;

    private static string? CodeOf(LinkState? down) => down?.Fault is { } fault ? CodeNames<BorderFault>.Write(fault) : null;
}
