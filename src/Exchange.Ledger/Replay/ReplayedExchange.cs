namespace Exchange.Ledger.Replay;

/// <summary>
/// All entries of one exchange. Different counterparts may use the same id, so an exchange is identified by counterpart and id.
/// </summary>
/// <param name="Counterpart">The counterpart.</param>
/// <param name="ExchangeId">Its id.</param>
/// <param name="Entries">The entries with a step, in ledger order; at least one.</param>
public sealed record ReplayedExchange(PartyName Counterpart, Guid ExchangeId, IReadOnlyList<MessageEntry> Entries)
{
    /// <summary>
    /// Groups message entries by exchange, in the order in which the exchanges begin. Entries without a step are left out.
    /// </summary>
    public static IReadOnlyList<ReplayedExchange> Group(IEnumerable<MessageEntry> entries) =>
        [
            .. entries
                .Where(entry => entry.Step is not null)
                .GroupBy(entry => (entry.Counterpart, entry.ExchangeId!.Value))
                .Select(exchange => new ReplayedExchange(
                    exchange.Key.Counterpart,
                    exchange.Key.Value,
                    [.. exchange.OrderBy(entry => entry.Index)]
                ))
                .OrderBy(exchange => exchange.Entries[0].Index),
        ];

    /// <summary>Its state at a moment; null if it was not open then.</summary>
    public ExchangeState? StateAt(ReplayMoment moment) => ExchangeLife.Fold(At(moment).Select(entry => entry.Step!));

    /// <summary>The reference that its opener chose; null if the ledger does not have it.</summary>
    public string? ReferenceAt(ReplayMoment moment) => At(moment).FirstOrDefault(entry => entry.MessageId == ExchangeId)?.Detail.Reference;

    /// <summary>The entries that are included at a moment.</summary>
    public IEnumerable<MessageEntry> At(ReplayMoment moment) => Entries.Where(entry => moment.Includes(entry.Index, entry.At));
}

/// <summary>An exchange at one moment, as one line of a list.</summary>
/// <remarks>
/// <c>Entry</c> is the index of its first entry, <c>Reference</c> is null if it could not be read, <c>DueAt</c> until it is known,
/// and <c>Messages</c> is the number of messages, without those that the owner of the ledger refused.
/// </remarks>
public sealed record ExchangeSummary(
    long Entry,
    string? Reference,
    string Counterpart,
    Guid ExchangeId,
    bool OpenedByUs,
    ExchangeStatus Status,
    DateTimeOffset? DueAt,
    bool Overdue,
    int Messages
)
{
    /// <summary>The exchange at a moment; null if it was not open then.</summary>
    /// <param name="exchange">Its entries.</param>
    /// <param name="moment">The entries to include.</param>
    /// <param name="now">The time at that moment, which does not depend on the clock of this machine.</param>
    public static ExchangeSummary? Of(ReplayedExchange exchange, ReplayMoment moment, DateTimeOffset now) =>
        exchange.StateAt(moment) is { } state
            ? new(
                exchange.Entries[0].Index,
                exchange.ReferenceAt(moment),
                exchange.Counterpart.Value,
                exchange.ExchangeId,
                state.OpenedByUs,
                state.Status,
                state.Due.At,
                state.IsOverdue(now),
                state.Messages
            )
            : null;
}

/// <summary>One step of an exchange, with its proof.</summary>
/// <remarks>
/// <c>Entry</c> is the index of the entry, <c>From</c> the sender, <c>Included</c> true if the entry is proved under the signed
/// checkpoint, and <c>Receipt</c> the verdict on its receipt, or null if it is not the entry of one.
/// </remarks>
public sealed record TimelineStep(
    long Entry,
    DateTimeOffset At,
    string Event,
    string Kind,
    int Sequence,
    string From,
    Guid MessageId,
    int? Code,
    bool Included,
    ReceiptVerdict? Receipt
)
{
    /// <summary>True if everything that should be proved is proved.</summary>
    public bool Holds => Included && Receipt is null or ReceiptVerdict.Proved;
}
