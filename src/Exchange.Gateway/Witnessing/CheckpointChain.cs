using Exchange.Ledger.Witness;
using Exchange.Protocol.Contracts;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Keeps the chain of verified checkpoints of each counterpart's ledger (border protocol, section 8). What depends on a checkpoint, such
/// as the items of a receipt, is done once the checkpoint is in the chain.
/// </summary>
internal sealed class CheckpointChain(WaitingCheckpoints waiting, OwnParty own, EventOutbox events, ILogger<CheckpointChain> logger)
{
    /// <summary>The alarm that only a new origin can end.</summary>
    public const string Fork = "fork";

    /// <summary>Judges a checkpoint; <paramref name="then"/> runs in the same transaction if it is in the chain.</summary>
    /// <param name="weight">Characters of what depends on it.</param>
    public Action<JournalTransaction> Judge(
        PresentedNote presented,
        Counterpart counterpart,
        long weight,
        Action<JournalTransaction> then
    ) =>
        transaction =>
        {
            if (LinkTable.IsSuspended(transaction.Sql, counterpart.Name))
                return;
            switch (Judge(transaction, presented, counterpart))
            {
                case CheckpointVerdict.AlreadyHeld:
                    then(transaction);
                    break;
                case CheckpointVerdict.Newest:
                    HeldCheckpointTable.Insert(transaction.Sql, counterpart, presented.Verified, transaction.Now);
                    transaction.Worth = Worth.Kept;
                    then(transaction);
                    waiting.Retry(counterpart.Name, presented.Checkpoint.Size);
                    break;
                case CheckpointVerdict.Waits waits:
                    transaction.Worth = Worth.Kept;
                    waiting.Put(
                        counterpart.Name,
                        presented.Checkpoint.Size,
                        waits.Wanted,
                        presented.Weight + weight,
                        Judge(presented, counterpart, weight, then)
                    );
                    break;
                case CheckpointVerdict.Fork:
                    Suspend(transaction, presented, counterpart, Fork);
                    break;
                case CheckpointVerdict.Unproven:
                    Suspend(transaction, presented, counterpart, "unproven");
                    break;
                default:
                    break;
            }
        };

    private static CheckpointVerdict Judge(JournalTransaction transaction, PresentedNote presented, Counterpart counterpart) =>
        CheckpointJudgement.Judge(
            HeldCheckpointTable.Newest(transaction.Sql, counterpart),
            size => HeldCheckpointTable.RootAt(transaction.Sql, counterpart, size),
            presented.ToJudge
        );

    private void Suspend(JournalTransaction transaction, PresentedNote presented, Counterpart counterpart, string alarm)
    {
        logger.LogCritical(
            "Witness alarm, {Alarm}: the ledger of {Counterpart} does not continue what it showed us before. The link is suspended; "
                + "its case messages are deferred",
            alarm,
            counterpart
        );
        LinkTable.Suspend(transaction.Sql, counterpart.Name, alarm, transaction.Now);
        Alarms.Raise(
            transaction,
            counterpart.Name,
            alarm,
            presented,
            HeldCheckpointTable.NoteAt(transaction.Sql, counterpart, presented.Checkpoint.Size)
        );
        events.Raise(transaction, new WitnessAlarm(MessageId.New(own.Clock), counterpart.Name.Value, alarm));
    }
}
