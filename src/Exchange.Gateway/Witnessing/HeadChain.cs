using Exchange.Ledger.Witness;
using Exchange.Protocol.Contracts;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Keeps the chain of verified heads of each counterpart's log (border protocol, section 8). What hangs on a head, such as a
/// receipt's items, happens only once the head is in the chain.
/// </summary>
internal sealed class HeadChain(WaitingHeads waiting, OwnParty own, EventOutbox events, ILogger<HeadChain> logger)
{
    /// <summary>The alarm that only a new origin ends.</summary>
    public const string Fork = "fork";

    /// <summary>Judges a head; <paramref name="then"/> runs in the same transaction if it is in the chain.</summary>
    /// <param name="head">The head.</param>
    /// <param name="counterpart">Whose it is.</param>
    /// <param name="weight">Characters of what hangs on it.</param>
    /// <param name="then">What hangs on it.</param>
    public Action<JournalTransaction> Judge(PresentedNote head, Counterpart counterpart, long weight, Action<JournalTransaction> then) => transaction =>
    {
        if (LinkTable.IsSuspended(transaction.Sql, counterpart.Name))
            return;
        switch (Judge(transaction, head, counterpart))
        {
            case CheckpointVerdict.AlreadyHeld:
                then(transaction);
                break;
            case CheckpointVerdict.Newest:
                HeadTable.Insert(transaction.Sql, counterpart, head.Verified, transaction.Now);
                transaction.Worth = Worth.Kept;
                then(transaction);
                waiting.Retry(counterpart.Name, head.Checkpoint.Size);
                break;
            case CheckpointVerdict.Waits waits:
                transaction.Worth = Worth.Kept;
                waiting.Put(counterpart.Name, head.Checkpoint.Size, waits.Wanted, head.Weight + weight, Judge(head, counterpart, weight, then));
                break;
            case CheckpointVerdict.Fork:
                Suspend(transaction, head, counterpart, Fork);
                break;
            case CheckpointVerdict.Unproven:
                Suspend(transaction, head, counterpart, "unproven");
                break;
            default:
                break;
        }
    };

    private static CheckpointVerdict Judge(JournalTransaction transaction, PresentedNote head, Counterpart counterpart) => CheckpointJudgement.Judge(
        HeadTable.Newest(transaction.Sql, counterpart),
        size => HeadTable.RootAt(transaction.Sql, counterpart, size),
        head.Head);

    private void Suspend(JournalTransaction transaction, PresentedNote head, Counterpart counterpart, string alarm)
    {
        logger.LogCritical("Witness alarm, {Alarm}: the log of {Counterpart} does not lead from what it showed us before. The link is suspended; " +
            "case messages from it are kept and judged later", alarm, counterpart);
        LinkTable.Suspend(transaction.Sql, counterpart.Name, alarm, transaction.Now);
        Alarms.Raise(transaction, counterpart.Name, alarm, head, HeadTable.NoteAt(transaction.Sql, counterpart, head.Checkpoint.Size));
        events.Raise(transaction, new WitnessAlarm(MessageId.New(own.Clock), counterpart.Name.Value, alarm));
    }
}
