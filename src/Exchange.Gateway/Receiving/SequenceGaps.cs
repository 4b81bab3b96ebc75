namespace Exchange.Gateway.Receiving;

/// <summary>
/// Finds messages that resending has not delivered (border protocol, section 4, "Order") and raises one alarm for each: a sequence of
/// the counterpart that can no longer arrive, and a message of ours whose resending has ended without a receipt.
/// </summary>
internal sealed class SequenceGaps(Database database, JournalWriter journal, TimeProvider clock, ILogger<SequenceGaps> logger)
{
    private const int AtOnce = 100;

    // A missing message was issued before its successor, has at most the longest life, and is resent for a while after that.
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
        // A suspended ledger records nothing; the gap is found again.
        if (
            !transaction.CanAppend
            || !AlarmTable.InsertOnce(transaction.Sql, counterpart, LedgerEvents.SequenceGap, gap.ToString(), gap.Proof, transaction.Now)
        )
        {
            return false;
        }

        transaction.Append(
            new(LedgerEvents.SequenceGap)
            {
                Counterpart = counterpart,
                ExchangeId = gap.ExchangeId,
                Sequence = gap.Sequence,
                Detail = new() { ["ours"] = gap.Ours },
            }
        );
        return true;
    }

    private void Tell(Counterpart counterpart, SequenceGap gap)
    {
        if (gap.Ours)
        {
            logger.LogError(
                "Message {Message} to {Counterpart} has no receipt, and its resend time is over; it is not sent any more. Ask "
                    + "the counterpart what happened to it",
                gap.Proof,
                counterpart
            );
        }
        else
        {
            logger.LogError(
                "Message {Sequence} of {Counterpart} in exchange {Exchange} has not arrived, although later ones have. Ask the "
                    + "counterpart what happened to it",
                gap.Sequence,
                counterpart,
                gap.ExchangeId
            );
        }
    }
}
