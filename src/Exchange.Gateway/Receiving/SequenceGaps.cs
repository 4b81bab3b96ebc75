namespace Exchange.Gateway.Receiving;

/// <summary>
/// Finds what resending has not brought over (border protocol, section 4, "Order") and raises an alarm for each, once: a
/// sequence of the counterpart's that can no longer come, and a message of ours whose resending has ended without a receipt.
/// </summary>
internal sealed class SequenceGaps(Database database, JournalWriter journal, TimeProvider clock, ILogger<SequenceGaps> logger)
{
    private const int AtOnce = 100;

    // What is missing was issued before what follows it, lives no longer than a message may, and is then sent again for a while.
    private static readonly TimeSpan Horizon = MessageHeader.MaximumLife + MessageHeader.ResentAfterExpiry;

    public async Task RaiseAsync(Counterpart counterpart)
    {
        foreach (var gap in Find(counterpart.Name))
        {
            if (await journal.ProposeAsync("gap.enter", transaction => Raise(transaction, counterpart.Name, gap)))
                Tell(counterpart, gap);
        }
    }

    private List<SequenceGap> Find(PartyName counterpart)
    {
        using var sql = database.OpenSession();
        var now = clock.Now();
        return [.. GapTable.Theirs(sql, counterpart, now - Horizon, AtOnce), .. GapTable.Ours(sql, counterpart, now, AtOnce)];
    }

    private static bool Raise(JournalTransaction transaction, PartyName counterpart, SequenceGap gap)
    {
        // A log in doubt records nothing; the gap is found again.
        if (!transaction.CanAppend || !AlarmTable.InsertOnce(transaction.Sql, counterpart, LedgerEvents.SequenceGap, gap.ToString(), gap.Proof, transaction.Now))
            return false;
        transaction.Append(new(LedgerEvents.SequenceGap)
        {
            Counterpart = counterpart,
            ExchangeId = gap.ExchangeId,
            Sequence = gap.Sequence,
            Detail = new() { ["ours"] = gap.Ours },
        });
        return true;
    }

    private void Tell(Counterpart counterpart, SequenceGap gap)
    {
        if (gap.Ours)
        {
            logger.LogError("Message {Message} to {Counterpart} was sent until its time was over and never receipted; it is sent no more. Ask there what became of it",
                gap.Proof, counterpart);
        }
        else
        {
            logger.LogError("Message {Sequence} of {Counterpart} in exchange {Exchange} has never come, though later ones have. Ask there what became of it",
                gap.Sequence, counterpart, gap.ExchangeId);
        }
    }
}
