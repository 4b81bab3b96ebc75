using Exchange.Gateway.Receiving;
using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Linking;

/// <summary>
/// The hourly check of a link: cards that expire, gaps that cannot close any more, and rows that the outbox need not keep. With a wrong
/// clock, everything that waits for its receipt would be deleted, so nothing is deleted unless a counterpart has confirmed our clock.
/// </summary>
internal sealed class LinkSweep(CardWatch cards, SequenceGaps gaps, OwnSuspension suspension, ClockWatch clocks, JournalWriter journal)
{
    public async Task RunAsync(Counterpart counterpart)
    {
        if (suspension.On(counterpart.Name) is not null)
            return;
        cards.Look(counterpart);
        await gaps.RaiseAsync(counterpart);
        // A few at a time, so that batches of others run in between.
        while (await journal.ProposeAsync("outbox.forget", transaction => Forget(transaction, counterpart))) { }
    }

    private bool Forget(JournalTransaction transaction, Counterpart counterpart) =>
        suspension.On(counterpart.Name) is null
        && clocks.IsConfirmed
        && OutboxTable.Forget(transaction.Sql, counterpart.Name, transaction.Now);
}
