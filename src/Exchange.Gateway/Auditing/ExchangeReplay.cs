using System.Text;
using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Auditing;

/// <summary>
/// Replays one exchange from our ledger and verifies every proof anew: the checkpoint by the keys of our card, its cosignatures by the
/// witnesses' keys, each entry by its path to the root, each receipt by the counterpart's checkpoint. An auditor who does not trust this
/// gateway verifies an export instead.
/// </summary>
internal sealed class ExchangeReplay(OwnParty own, Counterparts counterparts, LogBook log, TileReader tiles)
{
    /// <summary>Null while our ledger has no checkpoint, or no entry about the exchange.</summary>
    public ReplayView? Run(SqlSession sql, PartyName counterpart, Guid exchangeId)
    {
        if (log.Checkpoint is not { } newest)
            return null;
        var rows = EntryTable.ReadOf(sql, exchangeId, log: null, from: 0, newest.Tail.Size, ReplayView.Most + 1);
        var leaves = rows.Take(ReplayView.Most)
            .Select(row => (row.Index, row.Leaf, Read: LedgerLeaf.Read(row.Leaf).Value))
            .Where(entry => entry.Read is null || entry.Read.Counterpart == counterpart)
            .ToList();
        if (leaves.Count == 0)
            return null;
        // As the proof of one entry: under the newest cosigned checkpoint that covers all of them, else under the newest.
        var size =
            CheckpointTable.Cosigned(sql) is var cosigned && cosigned > leaves[^1].Index && cosigned <= newest.Tail.Size
                ? cosigned
                : newest.Tail.Size;
        var note = CheckpointTable.Note(sql, size)!;
        var checkpoint = CheckpointNote.ReadUnverified(note)!;
        var messages = leaves
            .Select(entry => entry.Read is { } leaf ? MessageEntry.Of(entry.Index, leaf) : null)
            .OfType<MessageEntry>()
            .ToList();
        var exchange = ReplayedExchange.Group(messages) is [var only, ..] ? only : null;
        return new(
            exchangeId,
            exchange?.ReferenceAt(ReplayMoment.Newest),
            counterpart.Value,
            size,
            note,
            CheckpointNote.Verify(note, own.LogKeys, NoteSignatures.Verify) is not null,
            CosignersOf(sql, checkpoint),
            [.. leaves.Select(entry => Step(sql, entry.Index, entry.Leaf, entry.Read, checkpoint, newest.Tail, exchange))],
            rows.Count > ReplayView.Most
        );
    }

    private ReplayStepView Step(
        SqlSession sql,
        long index,
        byte[] bytes,
        LedgerLeaf? leaf,
        Checkpoint checkpoint,
        LogTail tail,
        ReplayedExchange? exchange
    )
    {
        var proof = InclusionProof.Prove(index, checkpoint.Size, tail, tiles.Reader(sql));
        var isIncluded = InclusionProof.Verify(index, checkpoint.Size, MerkleHash.OfLeaf(bytes), proof, checkpoint.Root);
        var message = leaf is null ? null : MessageEntry.Of(index, leaf);
        return new(
            index,
            leaf?.At ?? default,
            leaf?.Event ?? "unreadable",
            Encoding.UTF8.GetString(bytes),
            ProofText.Write(proof),
            isIncluded
        )
        {
            Actor = leaf?.Actor,
            From =
                message is null ? null
                : message.IsOurs ? own.Name.Value
                : message.Counterpart.Value,
            Kind = leaf?.Kind,
            MessageId = leaf?.MessageId,
            Code = (int?)leaf?.Code,
            Receipt = message is { IsSettlement: true } ? CodeNames<ReceiptVerdict>.Write(VerdictOf(sql, message, exchange)) : null,
            State = exchange?.StateAt(ReplayMoment.Below(index + 1)) is { } state ? ExchangeStateView.Of(state) : null,
        };
    }

    private ReceiptVerdict VerdictOf(SqlSession sql, MessageEntry settlement, ReplayedExchange? exchange)
    {
        var sent = exchange?.Entries.FirstOrDefault(entry =>
            entry.Event == LedgerEvents.MessageSent && entry.MessageId == settlement.MessageId
        );
        var stored = settlement.MessageId is { } id ? ReceiptTable.Find(sql, settlement.Counterpart.Value, MessageId.Write(id)) : null;
        return ReceiptProof.Judge(
            own.Name,
            settlement,
            sent,
            stored is null ? null : new(stored.Item, Verified(sql, stored.Note, settlement.Counterpart))
        );
    }

    // What the keys of an older card signed stays valid.
    private Checkpoint? Verified(SqlSession sql, string note, PartyName party)
    {
        if (counterparts.Find(party) is { } present && CheckpointNote.Verify(note, present.LogKeys, NoteSignatures.Verify) is { } verified)
            return verified.Checkpoint;
        return CardTable
            .Of(sql, party)
            .Select(card => PartyCard.Read(card.Bytes).Value)
            .OfType<PartyCard>()
            .Select(card =>
                LogVerifiers.TryRead(card.Log, out var keys) ? CheckpointNote.Verify(note, keys, NoteSignatures.Verify)?.Checkpoint : null
            )
            .FirstOrDefault(checkpoint => checkpoint is not null);
    }

    private List<string> CosignersOf(SqlSession sql, Checkpoint checkpoint)
    {
        var lines = CheckpointTable.Lines(sql, checkpoint.Size);
        return
        [
            .. counterparts
                .All.Where(witness =>
                    lines.Exists(line => Cosignature.Verify(checkpoint, line, witness.WitnessKey, NoteSignatures.Verify) is not null)
                )
                .Select(witness => witness.Name.Value)
                .Order(StringComparer.Ordinal),
        ];
    }
}
