using Exchange.Protocol.Life;

namespace Exchange.Ledger.Replay;

/// <summary>What a database keeps of some exchanges, or must keep by what their log says: the tables are a cache of it.</summary>
public sealed record KeptRows(IReadOnlyList<KeptExchange> Exchanges, IReadOnlyList<KeptMessage> Messages)
{
    /// <summary>The rows that the entries of an exchange lead to.</summary>
    /// <param name="exchange">What the log tells of it.</param>
    /// <param name="places">Which refusals have a row under their own id.</param>
    public static KeptRows Of(ReplayedExchange exchange, RefusalPlaces places)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(places);
        var rows = new Dictionary<(bool, Guid), KeptMessage>();
        foreach (var entry in exchange.Entries)
        {
            if (entry.IsSettlement)
                Settle(rows, entry);
            else if (entry.Event != LedgerEvents.MessageRejected || (CanBeShown(entry) && places.Has(entry)))
                rows.TryAdd((entry.IsOurs, entry.MessageId!.Value), Row(entry));
        }

        return new(ExchangeOf(exchange) is { } kept ? [kept] : [], [.. rows.Values.OrderBy(row => row.Entry)]);
    }

    // A refusal of which not all could be read has a row that nobody is shown.
    private static bool CanBeShown(MessageEntry refusal) => refusal.Detail is { IssuedAt: not null, ExpiresAt: not null };

    private static KeptExchange? ExchangeOf(ReplayedExchange exchange)
    {
        var opener = exchange.Entries.FirstOrDefault(
            entry => entry.MessageId == exchange.ExchangeId && entry.Event is LedgerEvents.MessageSent or LedgerEvents.MessageAccepted);
        return opener is null
            ? null
            : new(exchange.Counterpart.Value, exchange.ExchangeId, opener.Detail.Reference, opener.IsOurs, opener.At) { Entry = opener.Index };
    }

    // The first receipt's word stands.
    private static void Settle(Dictionary<(bool, Guid), KeptMessage> rows, MessageEntry entry)
    {
        var key = (true, entry.MessageId!.Value);
        if (rows.TryGetValue(key, out var sent) && sent.Settlement is null)
            rows[key] = sent with { Transport = Transport(entry), Code = (int?)entry.Code, SettledAt = entry.At, Settlement = entry.Index };
    }

    private static KeptMessage Row(MessageEntry entry) => new(entry.Counterpart.Value, entry.IsOurs, entry.MessageId!.Value, entry.ExchangeId!.Value, entry.Index)
    {
        Kind = entry.Kind!,
        Sequence = entry.Sequence!.Value,
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
