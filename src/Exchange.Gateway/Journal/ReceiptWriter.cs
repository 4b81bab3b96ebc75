using System.Text;
using Exchange.Protocol.Link;

namespace Exchange.Gateway.Journal;

/// <summary>Makes the receipts that a batch owes, one or more per counterpart, under the head that the batch ends with.</summary>
internal sealed class ReceiptWriter(Counterparts counterparts, LinkSealer sealer, TileReader tiles)
{
    /// <summary>Writes the receipts into the outbox, in the batch's own transaction.</summary>
    public void Write(JournalTransaction transaction, StagedHead? head)
    {
        foreach (var debts in transaction.Debts.GroupBy(debt => debt.Counterpart))
        {
            if (counterparts.Find(debts.Key) is { } counterpart && head is not null)
                Write(transaction, head, counterpart, [.. debts]);
        }
    }

    private void Write(JournalTransaction transaction, StagedHead head, Counterpart counterpart, ReceiptDebt[] debts)
    {
        var readTile = tiles.Reader(transaction.Sql);
        foreach (var chunk in debts.Chunk(ReceiptBody.MaximumItems))
        {
            var consistency = SentHeads.Next(transaction.Sql, counterpart.Name, head, readTile, transaction.Now);
            var items = chunk.Select(debt => Item(debt, head, readTile)).ToList();
            OutboxTable.Add(transaction.Sql, sealer.Seal(counterpart, new ReceiptBody(items, head.Note, consistency)));
        }
    }

    private static ReceiptItem Item(ReceiptDebt debt, StagedHead head, ReadTile readTile) => new(
        debt.MessageId,
        debt.Signed,
        debt.Code,
        debt.Index,
        Encoding.UTF8.GetString(debt.Leaf.Span),
        ProofText.Write(InclusionProof.Prove(debt.Index, head.Tail.Size, head.Tail, readTile)));
}

/// <summary>A receipt that a batch owes: made under the checkpoint that the batch ends with.</summary>
/// <param name="Counterpart">Whose message it was.</param>
/// <param name="MessageId">Absent if it could not be read.</param>
/// <param name="Signed">Digest of the message's detached signature.</param>
/// <param name="Code">What became of it.</param>
/// <param name="Index">Of the entry that says so.</param>
/// <param name="Leaf">That entry's exact bytes.</param>
internal sealed record ReceiptDebt(PartyName Counterpart, Guid? MessageId, Digest Signed, ReceiptCode Code, long Index, ReadOnlyMemory<byte> Leaf);
