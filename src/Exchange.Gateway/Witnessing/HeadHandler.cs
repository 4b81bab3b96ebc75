using Exchange.Protocol.Link;

namespace Exchange.Gateway.Witnessing;

/// <summary>Takes heads that no receipt carried (border protocol, section 8).</summary>
internal sealed class HeadHandler(HeadChain chain, ILogger<HeadHandler> logger)
{
    public Action<JournalTransaction> Prepare(CheckpointBody body, Counterpart counterpart)
    {
        if (PresentedNote.Read(body.Checkpoint, body.Consistency, counterpart) is { } head)
            return chain.Judge(head, counterpart, weight: 0, transaction => HeadTable.ForgetCosignature(transaction.Sql, counterpart, head.Checkpoint.Size));
        logger.LogWarning("A checkpoint of {Counterpart} is not signed by its log's two keys; it is ignored", counterpart);
        return JournalTransaction.Nothing;
    }
}
