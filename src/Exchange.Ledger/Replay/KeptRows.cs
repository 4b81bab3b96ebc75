using Exchange.Protocol.Api;
using Exchange.Protocol.Life;

namespace Exchange.Ledger.Replay;

/// <summary>What a database keeps of some exchanges, or must keep by what their log says: the tables are a cache of it.</summary>
public sealed record KeptRows(IReadOnlyList<KeptExchange> Exchanges, IReadOnlyList<KeptMessage> Messages)
{
    /// <summary>The rows that entries lead to.</summary>
    /// <param name="entries">All that the log tells of some exchanges, and refusals that are of none.</param>
    /// <param name="places">What the refusals' rows have.</param>
    public static KeptRows Of(IReadOnlyCollection<MessageEntry> entries, RefusalPlaces places)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(places);
        var exchanges = ReplayedExchange.Group(entries);
        return new(
            [.. exchanges.Select(ExchangeOf).OfType<KeptExchange>()],
            [.. exchanges.SelectMany(MessagesOf).Concat(entries.Where(entry => entry.IsRefusal).Select(places.Kept).Select(Row)).OrderBy(row => row.Entry)]);
    }

    private static IEnumerable<KeptMessage> MessagesOf(ReplayedExchange exchange)
    {
        var rows = new Dictionary<(bool, Guid), KeptMessage>();
        foreach (var entry in exchange.Entries.Where(entry => !entry.IsRefusal))
        {
            if (entry.IsSettlement)
                Settle(rows, entry);
            else
                rows.TryAdd((entry.IsOurs, entry.MessageId!.Value), Row(entry));
        }

        return rows.Values;
    }

    private static KeptExchange? ExchangeOf(ReplayedExchange exchange)
    {
        var opener = exchange.Entries.FirstOrDefault(
            entry => entry.MessageId == exchange.ExchangeId && entry.Event is LedgerEvents.MessageSent or LedgerEvents.MessageAccepted);
        return opener is null
            ? null
            : new(exchange.Counterpart.Value, exchange.ExchangeId, opener.Detail.Reference, opener.IsOurs, opener.At)
            {
                Entry = opener.Index,
                State = exchange.StateAt(ReplayMoment.Newest) is { } state ? ExchangeStateView.Of(state) : null,
            };
    }

    // The first receipt's word stands.
    private static void Settle(Dictionary<(bool, Guid), KeptMessage> rows, MessageEntry entry)
    {
        var key = (true, entry.MessageId!.Value);
        if (rows.TryGetValue(key, out var sent) && sent.Settlement is null)
            rows[key] = sent with { Transport = Transport(entry), Code = (int?)entry.Code, SettledAt = entry.At, Settlement = entry.Index };
    }

    private static KeptMessage Row(MessageEntry entry) => new(entry.Counterpart.Value, entry.IsOurs, entry.MessageId, entry.ExchangeId, entry.Index)
    {
        Kind = entry.Kind,
        Sequence = entry.Sequence,
        Signed = entry.Signed,
        Sealed = entry.Sealed,
        IssuedAt = entry.Detail.IssuedAt,
        ExpiresAt = entry.Detail.ExpiresAt,
        RecordedAt = entry.At,
        Transport = Transport(entry),
        Code = entry.IsOurs ? null : (int?)entry.Code,
        SettledAt = entry.IsOurs ? null : entry.At,
    };

    private static string Transport(MessageEntry entry) => entry.Event["message-".Length..];
}
