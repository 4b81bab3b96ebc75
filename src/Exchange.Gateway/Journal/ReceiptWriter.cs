using System.Text;
using Exchange.Protocol.Link;

namespace Exchange.Gateway.Journal;

/// <summary>Makes the receipts that a batch owes, one or more per counterpart, under the checkpoint of the batch.</summary>
internal sealed class ReceiptWriter(Counterparts counterparts, LinkSealer sealer, TileReader tiles)
{
    /// <summary>Writes the receipts to the outbox, in the transaction of the batch.</summary>
    public void Write(JournalTransaction transaction, StagedCheckpoint? checkpoint)
    {
        foreach (var debts in transaction.Debts.GroupBy(debt => debt.Counterpart))
        {
            if (counterparts.Find(debts.Key) is { } counterpart && checkpoint is not null)
                Write(transaction, checkpoint, counterpart, [.. debts]);
        }
    }

    private void Write(JournalTransaction transaction, StagedCheckpoint checkpoint, Counterpart counterpart, ReceiptDebt[] debts)
    {
        var readTile = tiles.Reader(transaction.Sql);
        foreach (var chunk in debts.Chunk(ReceiptBody.MaximumItems))
        {
            var consistency = SentCheckpoints.Next(transaction.Sql, counterpart.Name, checkpoint, readTile, transaction.Now);
            var items = chunk.Select(debt => Item(debt, checkpoint, readTile)).ToList();
            OutboxTable.Add(transaction.Sql, sealer.Seal(counterpart, new ReceiptBody(items, checkpoint.Note, consistency)));
        }
    }

    private static ReceiptItem Item(ReceiptDebt debt, StagedCheckpoint checkpoint, ReadTile readTile) =>
        new(
            debt.MessageId,
            debt.Signed,
            debt.Code,
            debt.Index,
            Encoding.UTF8.GetString(debt.Leaf.Span),
            ProofText.Write(InclusionProof.Prove(debt.Index, checkpoint.Tail.Size, checkpoint.Tail, readTile))
        );
}

/// <summary>A receipt that a batch owes.</summary>
/// <param name="Counterpart">Whose message it was.</param>
/// <param name="MessageId">Absent if it could not be read.</param>
/// <param name="Signed">Digest of the message's detached signature.</param>
/// <param name="Index">Of the entry that records the result.</param>
/// <param name="Leaf">That entry's exact bytes.</param>
internal sealed record ReceiptDebt(
    PartyName Counterpart,
    Guid? MessageId,
    Digest Signed,
    ReceiptCode Code,
    long Index,
    ReadOnlyMemory<byte> Leaf
);
