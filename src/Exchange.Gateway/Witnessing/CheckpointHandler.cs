using Exchange.Protocol.Link;

namespace Exchange.Gateway.Witnessing;

/// <summary>Takes checkpoints that no receipt carried (border protocol, section 8).</summary>
internal sealed class CheckpointHandler(CheckpointChain chain, ILogger<CheckpointHandler> logger)
{
    public Action<JournalTransaction> Prepare(CheckpointBody body, Counterpart counterpart)
    {
        if (PresentedNote.Read(body.Checkpoint, body.Consistency, counterpart) is { } presented)
        {
            return chain.Judge(presented, counterpart, weight: 0, transaction =>
                HeldCheckpointTable.ForgetCosignature(transaction.Sql, counterpart, presented.Checkpoint.Size)
            );
        }

        logger.LogWarning("A checkpoint of {Counterpart} is not signed by both keys of its ledger; it is ignored", counterpart);
        return JournalTransaction.Nothing;
    }
}
