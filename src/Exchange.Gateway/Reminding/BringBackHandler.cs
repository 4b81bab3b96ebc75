using Exchange.Gateway.Auditing;
using Exchange.Protocol.Contracts;

namespace Exchange.Gateway.Reminding;

/// <summary>
/// Sets when an exchange is to be brought back to the officers, and raises the event at that time, in the transaction that says so:
/// none is lost over a restart, and a clock that jumps repeats none.
/// </summary>
internal sealed class BringBackHandler(JournalWriter journal, EventOutbox events, TimeProvider clock)
{
    /// <summary>Sets the time, or clears it; a time that is set already changes nothing.</summary>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded.</exception>
    public Task SetAsync(PartyName counterpart, Guid exchangeId, DateTimeOffset? at, Caller caller, CancellationToken cancellation) =>
        journal.ProposeAsync(
            new("exchange.bring-back", caller.Actor),
            transaction => Set(transaction, counterpart, exchangeId, at),
            cancellation
        );

    /// <summary>Raises those whose time has come.</summary>
    public Task RaiseAsync(IReadOnlyList<BringBackRow> due, CancellationToken cancellation) =>
        journal.ProposeAsync(
            "exchange.brought-back",
            transaction =>
            {
                foreach (var row in due.Where(row => BringBackTable.Take(transaction.Sql, row)))
                {
                    events.Raise(
                        transaction,
                        new BroughtBack(
                            MessageId.New(clock),
                            row.Counterpart,
                            Guid.Parse(row.ExchangeId),
                            DateTimeOffset.FromUnixTimeMilliseconds(row.At)
                        )
                    );
                }
            },
            cancellation
        );

    private static void Set(JournalTransaction transaction, PartyName counterpart, Guid exchangeId, DateTimeOffset? at)
    {
        if (BringBackTable.Find(transaction.Sql, counterpart, exchangeId) == at)
            return;
        if (at is { } time)
            BringBackTable.Put(transaction.Sql, counterpart, exchangeId, time);
        else
            BringBackTable.Clear(transaction.Sql, counterpart, exchangeId);
        transaction.Append(
            new(LedgerEvents.BringBackSet)
            {
                Counterpart = counterpart,
                ExchangeId = exchangeId,
                Detail = at is { } set ? new() { ["at"] = ProtocolTime.Write(set) } : null,
            }
        );
    }
}
