using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Retaining;

/// <summary>
/// Sets and lifts holds: while one is set, what the messages of its exchange say is not destroyed. The reason is a code, for a text would
/// be content.
/// </summary>
internal sealed class HoldHandler(JournalWriter journal)
{
    /// <summary>Sets the reason, or with none lifts the hold; what is so already is no entry.</summary>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded.</exception>
    public Task SetAsync(PartyName counterpart, Guid exchangeId, HoldReason? reason, Caller caller, CancellationToken cancellation) =>
        journal.ProposeAsync(
            new("exchange.hold", caller.Actor),
            transaction =>
            {
                var code = reason is { } why ? CodeNames<HoldReason>.Write(why) : null;
                if (ExchangeTable.HoldOf(transaction.Sql, counterpart, exchangeId) == code)
                    return;
                transaction.Append(
                    new(code is null ? LedgerEvents.HoldLifted : LedgerEvents.HoldSet)
                    {
                        Counterpart = counterpart,
                        ExchangeId = exchangeId,
                        Detail = code is null ? null : new() { ["reason"] = code },
                    }
                );
            },
            cancellation
        );
}
