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
    /// <summary>At most 1,000 steps from one on; from one that is beyond the last, the last of them.</summary>
    /// <param name="sql">The database.</param>
    /// <param name="counterpart">The other party of the exchange.</param>
    /// <param name="exchangeId">Its id.</param>
    /// <param name="first">Number of the first step, from 1.</param>
    /// <returns>Null while our ledger has no checkpoint, or no entry about the exchange.</returns>
    public ReplayView? Run(SqlSession sql, PartyName counterpart, Guid exchangeId, int first = 1)
    {
        if (log.Checkpoint is not { } newest)
            return null;
        var (steps, messages, count) = Read(sql, counterpart, exchangeId, newest.Tail.Size, first);
        if (count == 0)
            return null;
        if (steps.Count == 0)
            return Run(sql, counterpart, exchangeId, first: (count - 1) / ReplayView.Most * ReplayView.Most + 1);
        // As the proof of one entry: under the newest cosigned checkpoint that covers all of them, else under the newest.
        var size =
            CheckpointTable.Cosigned(sql) is var cosigned && cosigned > steps[^1].Index && cosigned <= newest.Tail.Size
                ? cosigned
                : newest.Tail.Size;
        var note = CheckpointTable.Note(sql, size)!;
        var checkpoint = CheckpointNote.ReadUnverified(note)!;
        var exchange = ReplayedExchange.Group(messages) is [var only, ..] ? only : null;
        return new(
            exchangeId,
            exchange?.ReferenceAt(ReplayMoment.Newest),
            counterpart.Value,
            size,
            note,
            CheckpointNote.Verify(note, own.LogKeys, NoteSignatures.Verify) is not null,
            CosignersOf(sql, checkpoint),
            [.. steps.Select(step => View(sql, step, checkpoint, newest.Tail, exchange))],
            first + steps.Count - 1 < count
        )
        {
            First = first,
            Count = count,
        };
    }

    // All entries are read, for the state after a step comes from all before it; those of the page are kept. That somebody read our ledger
    // is no step: this reading would be the last of them, which nobody can have cosigned.
    private static (List<ReadStep> Steps, List<MessageEntry> Messages, int Count) Read(
        SqlSession sql,
        PartyName counterpart,
        Guid exchangeId,
        long end,
        int first
    )
    {
        var (steps, messages, count, state) = (new List<ReadStep>(), new List<MessageEntry>(), 0, (ExchangeState?)null);
        for (long? from = 0; from is { } next;)
        {
            var rows = EntryTable.ReadOf(sql, exchangeId, log: null, next, end, ReplayView.Most);
            foreach (var (index, bytes) in rows)
            {
                var leaf = LedgerLeaf.Read(bytes).Value;
                if (leaf is not null && (leaf.Counterpart != counterpart || leaf.Event == LedgerEvents.LedgerRead))
                    continue;
                count++;
                if (leaf is not null && MessageEntry.Of(index, leaf) is { } message)
                {
                    messages.Add(message);
                    state = message.Step is { } step ? ExchangeLife.Apply(state, step) : state;
                }

                if (count >= first && steps.Count < ReplayView.Most)
                    steps.Add(new(index, bytes, leaf, state));
            }

            from = rows.Count < ReplayView.Most ? null : rows[^1].Index + 1;
        }

        return (steps, messages, count);
    }

    private ReplayStepView View(SqlSession sql, ReadStep step, Checkpoint checkpoint, LogTail tail, ReplayedExchange? exchange)
    {
        var (index, bytes, leaf, state) = step;
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
            State = state is null ? null : ExchangeStateView.Of(state),
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

    /// <summary>An entry about the exchange, and the state of it after that.</summary>
    private sealed record ReadStep(long Index, byte[] Bytes, LedgerLeaf? Leaf, ExchangeState? State);
}
