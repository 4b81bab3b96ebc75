using Exchange.Protocol.Life;

namespace Exchange.Ledger.Replay;

/// <summary>An exchange at one moment, in a line.</summary>
/// <param name="Entry">Index of the first entry that tells of it.</param>
/// <param name="Reference">Given by its opener; nothing where it was refused unread.</param>
/// <param name="Counterpart">With whom.</param>
/// <param name="ExchangeId">Its id.</param>
/// <param name="OpenedByUs">Whose it is.</param>
/// <param name="Status">Where the business stands.</param>
/// <param name="DueAt">When the answer is due, once that is known.</param>
/// <param name="Overdue">True if the answer was late at that moment.</param>
/// <param name="Messages">How many messages it has, without those that the log's party refused.</param>
public sealed record ExchangeSummary(
    long Entry, string? Reference, string Counterpart, Guid ExchangeId, bool OpenedByUs, ExchangeStatus Status, DateTimeOffset? DueAt, bool Overdue, int Messages)
{
    /// <summary>The exchange at a moment; nothing if it was not open then.</summary>
    /// <param name="exchange">What the log tells of it.</param>
    /// <param name="moment">Which entries count.</param>
    /// <param name="now">The time then: no clock of this machine's has a say.</param>
    public static ExchangeSummary? Of(ReplayedExchange exchange, ReplayMoment moment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return exchange.StateAt(moment) is { } state
            ? new(exchange.Entries[0].Index, exchange.ReferenceAt(moment), exchange.Counterpart.Value, exchange.ExchangeId, state.OpenedByUs, state.Status,
                state.DueAt, state.IsOverdue(now), state.Messages)
            : null;
    }
}
