using Exchange.Gateway.Receiving;
using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Linking;

/// <summary>
/// What is looked at once an hour on a link: cards that end, gaps that nothing can close any more, and then what the outbox need not keep. A
/// clock that is wrong would let go of everything that waits for its receipt, so nothing is let go of unless a counterpart has
/// just confirmed our clock.
/// </summary>
internal sealed class LinkSweep(CardWatch cards, SequenceGaps gaps, OwnDoubt doubt, ClockWatch clocks, JournalWriter journal)
{
    public async Task RunAsync(Counterpart counterpart)
    {
        if (doubt.On(counterpart.Name) is not null)
            return;
        cards.Look(counterpart);
        await gaps.RaiseAsync(counterpart);
        // Some at a time, so that others' batches come between.
        while (await journal.ProposeAsync("outbox.forget", transaction => Forget(transaction, counterpart)))
        {
        }
    }

    private bool Forget(JournalTransaction transaction, Counterpart counterpart) =>
        doubt.On(counterpart.Name) is null && clocks.IsConfirmed && OutboxTable.Forget(transaction.Sql, counterpart.Name, transaction.Now);
}
