using Exchange.Protocol.Api;

namespace Exchange.Ledger.Replay;

/// <summary>
/// The rows of some exchanges, as the database has them or as the ledger implies them: the tables are a cache of the ledger.
/// </summary>
public sealed record KeptRows(IReadOnlyList<KeptExchange> Exchanges, IReadOnlyList<KeptMessage> Messages)
{
    /// <summary>The rows that entries imply.</summary>
    /// <param name="entries">All entries of some exchanges, and refusals without an exchange.</param>
    /// <param name="places">Decides the names of the rows of refusals.</param>
    public static KeptRows Of(IReadOnlyCollection<MessageEntry> entries, RefusalPlaces places)
    {
        var exchanges = ReplayedExchange.Group(entries);
        return new(
            [.. exchanges.Select(ExchangeOf).OfType<KeptExchange>()],
            [
                .. exchanges
                    .SelectMany(MessagesOf)
                    .Concat(entries.Where(entry => entry.IsRefusal).Select(places.Kept).Select(Row))
                    .OrderBy(row => row.Entry),
            ]
        );
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
        var opener = exchange.Entries.FirstOrDefault(entry =>
            entry.MessageId == exchange.ExchangeId && entry.Event is LedgerEvents.MessageSent or LedgerEvents.MessageAccepted
        );
        return opener is null
            ? null
            : new(exchange.Counterpart.Value, exchange.ExchangeId, opener.Detail.Reference, opener.IsOurs, opener.At)
            {
                Entry = opener.Index,
                State = exchange.StateAt(ReplayMoment.Newest) is { } state ? ExchangeStateView.Of(state) : null,
            };
    }

    // The first receipt counts.
    private static void Settle(Dictionary<(bool, Guid), KeptMessage> rows, MessageEntry entry)
    {
        var key = (true, entry.MessageId!.Value);
        if (rows.TryGetValue(key, out var sent) && sent.Settlement is null)
            rows[key] = sent with { Transport = Transport(entry), Code = (int?)entry.Code, SettledAt = entry.At, Settlement = entry.Index };
    }

    private static KeptMessage Row(MessageEntry entry) =>
        new(entry.Counterpart.Value, entry.IsOurs, entry.MessageId, entry.ExchangeId, entry.Index)
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

/// <summary>The row of an exchange, as the database has it or as the ledger implies it.</summary>
public sealed record KeptExchange(string Counterpart, Guid ExchangeId, string? Reference, bool OpenedByUs, DateTimeOffset OpenedAt)
{
    /// <summary>Index of the entry that opened it; null in a row of the database.</summary>
    public long? Entry { get; init; }

    /// <summary>Its state; null if the ledger implies none.</summary>
    public ExchangeStateView? State { get; init; }

    /// <summary>The row that the API shows.</summary>
    public static KeptExchange Of(ExchangeView view) =>
        new(view.Counterpart, view.ExchangeId, view.Reference, view.OpenedByUs, view.OpenedAt) { State = view.State };
}

/// <summary>The row of a case message, as the database has it or as the ledger implies it.</summary>
/// <param name="Counterpart">The counterpart.</param>
/// <param name="Outgoing">True for a message of ours.</param>
/// <param name="MessageId">Its id. Null if it could not be read (like the exchange, kind, sequence and times), or if another message has it
/// (like the sequence).</param>
/// <param name="ExchangeId">Id of its exchange.</param>
/// <param name="Entry">Index of the entry that sent, accepted or rejected it.</param>
public sealed record KeptMessage(string Counterpart, bool Outgoing, Guid? MessageId, Guid? ExchangeId, long Entry)
{
    /// <summary>Code of its kind.</summary>
    public string? Kind { get; init; }

    public int? Sequence { get; init; }
    public Digest? Signed { get; init; }
    public Digest? Sealed { get; init; }
    public DateTimeOffset? IssuedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary><c>sent</c>, <c>delivered</c>, <c>refused</c>, <c>accepted</c> or <c>rejected</c>.</summary>
    public required string Transport { get; init; }

    public int? Code { get; init; }
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Index of the entry of its receipt; null in a row of the database.</summary>
    public long? Settlement { get; init; }

    /// <summary>True if its ids identify it; otherwise its entry does.</summary>
    public bool HasNames => MessageId is not null && ExchangeId is not null;

    /// <summary>The row that the API shows.</summary>
    public static KeptMessage Of(MessageView view) =>
        new(view.Counterpart, view.Outgoing, view.MessageId, view.ExchangeId, view.EntryIndex)
        {
            Kind = view.Kind?.Code,
            Sequence = view.Sequence,
            Signed = view.Signed,
            Sealed = view.Sealed,
            IssuedAt = view.IssuedAt,
            ExpiresAt = view.ExpiresAt,
            RecordedAt = view.RecordedAt,
            Transport = view.Transport,
            Code = view.Code,
            SettledAt = view.SettledAt,
        };
}
