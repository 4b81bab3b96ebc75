using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Replay;

/// <summary>Everything that a log tells of one exchange. An id is its giver's, so an exchange is its counterpart's and its id's.</summary>
/// <param name="Counterpart">With whom.</param>
/// <param name="ExchangeId">Its id.</param>
/// <param name="Entries">Those that are steps of it, in the order of the log; at least one.</param>
public sealed record ReplayedExchange(PartyName Counterpart, Guid ExchangeId, IReadOnlyList<MessageEntry> Entries)
{
    /// <summary>Puts a log's message entries together by their exchange, in the order in which the exchanges begin; what is no step is left out.</summary>
    public static IReadOnlyList<ReplayedExchange> Group(IEnumerable<MessageEntry> entries) =>
    [
        .. entries.Where(entry => entry.Step is not null)
            .GroupBy(entry => (entry.Counterpart, entry.ExchangeId!.Value))
            .Select(exchange => new ReplayedExchange(exchange.Key.Counterpart, exchange.Key.Value, [.. exchange.OrderBy(entry => entry.Index)]))
            .OrderBy(exchange => exchange.Entries[0].Index),
    ];

    /// <summary>Its state at a moment; nothing if it was not open then.</summary>
    public ExchangeState? StateAt(ReplayMoment moment) => ExchangeLife.Fold(At(moment).Select(entry => entry.Step!));

    /// <summary>The reference that its opener gave it; nothing where its log does not say.</summary>
    public string? ReferenceAt(ReplayMoment moment) => At(moment).FirstOrDefault(entry => entry.MessageId == ExchangeId)?.Detail.Reference;

    /// <summary>The entries that count at a moment.</summary>
    public IEnumerable<MessageEntry> At(ReplayMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        return Entries.Where(entry => moment.Includes(entry.Index, entry.At));
    }
}
