using System.Text;
using Exchange.Ledger.Evidence;
using Exchange.Sealing;

namespace Exchange.Gateway.Evidence;

/// <summary>
/// Gathers what proves a message: its signature, both cards, our entry and the counterpart's, each under a cosigned checkpoint.
/// </summary>
internal sealed class EvidenceSource(OwnParty own, ContentStore contents, LogBook log, TileReader tiles)
{
    public GatheredEvidence Gather(SqlSession sql, MessageRow row, bool withContent)
    {
        log.RefuseIfSuspended();
        var counterpart = PartyName.Parse(row.Counterpart);
        if (ContentStore.Signature(sql, row.EntryIndex) is not { } signature)
            return GatheredEvidence.NotHere("message with its signature");
        var content =
            withContent && contents.Open(sql, row.EntryIndex, Digest.Parse(row.Signed)) is { } opened
                ? opened
                : default(ReadOnlyMemory<byte>?);
        if (withContent && content is null)
            return GatheredEvidence.NotHere("message with its content");
        var receipt = row.Outgoing ? ReceiptTable.Find(sql, row.Counterpart, row.MessageId!) : null;
        if (row.Outgoing && receipt is null)
        {
            return GatheredEvidence.Refuse(
                "no-receipt-yet",
                $"{counterpart} has not receipted this message yet: without its entry there is no evidence. The message is sent "
                    + "again until it has; ask again then."
            );
        }

        if (OwnEntry(sql, row.EntryIndex, counterpart) is not { } entry)
        {
            return GatheredEvidence.Refuse(
                "not-cosigned-yet",
                $"{counterpart} has not cosigned a checkpoint of our ledger that has this entry. It does so within seconds while "
                    + "the link is up; ask again then."
            );
        }

        var theirOrigin = receipt is null ? null : CheckpointNote.ReadUnverified(receipt.Note)?.Origin;
        if (
            Card(sql, own.Name, row.RecordedAt, own.Card.Log.Origin) is not { } ours
            || Card(sql, counterpart, row.RecordedAt, theirOrigin) is not { } theirs
        )
        {
            return GatheredEvidence.NotHere("message with the cards that were in force");
        }

        if (receipt is not var (item, note, cosignature))
            return Made(signature, content, theirs, ours, sent: null, entry);
        if (cosignature is null && Obstacle(sql, counterpart) is { } obstacle)
            return obstacle;
        var judged = new LoggedEntry(
            LedgerLeaf.Read(Encoding.UTF8.GetBytes(item.Leaf)).OrThrow(),
            new(
                item.Index,
                [.. item.Proof.Select(hash => MerkleHash.FromBytes(Convert.FromBase64String(hash)))],
                CosignedCheckpoint.Of(note, [cosignature ?? Cosign(note)])
            )
        );
        return Made(signature, content, ours, theirs, entry, judged) with { CosignedNow = cosignature is null };
    }

    /// <summary>Why no checkpoint of a counterpart's ledger may be cosigned now, or null.</summary>
    public static GatheredEvidence? Obstacle(SqlSession sql, PartyName counterpart)
    {
        if (JournalTable.MayCosign(sql, counterpart))
            return null;
        return JournalTable.WitnessHalted(sql) is { } reason
            ? NotCosigned(
                "witness-halted",
                counterpart,
                $"this gateway cosigns no ledger: {reason} First the operator must confirm our own ledger"
            )
            : NotCosigned("link-suspended", counterpart, "none is given while the link to it is suspended. Resume the link first");
    }

    private static GatheredEvidence NotCosigned(string code, PartyName counterpart, string why) =>
        GatheredEvidence.Refuse(
            code,
            $"We have not cosigned the checkpoint of {counterpart}'s ledger that proves this message, and {why}."
        );

    // The checkpoint is in the chain that we verified, which is all that a cosignature states. Most checkpoints have none, because the
    // newest one of some seconds is enough for the ledger; but the receipt is proved under this one. The cosignature is only for the
    // bundle: if it was kept, it would count as sent.
    private string Cosign(string note) =>
        Cosignature.Sign(
            CheckpointNote.ReadUnverified(note) ?? throw new InvalidDataException("A verified checkpoint in the database is damaged."),
            own.Clock.Now(),
            own.WitnessSigner
        );

    // The card by which a party's statement of a time is judged: the one in force then, or, if a checkpoint of its ledger must be judged
    // too, the nearest one with the keys of that ledger. A ledger that was renewed since is on a later card.
    private static EvidenceCard? Card(SqlSession sql, PartyName party, long at, string? origin = null)
    {
        var cards = CardTable
            .Of(sql, party)
            .ConvertAll(known => (known.TakenAt, Card: EvidenceCard.TryRead(known.Bytes, out var card) ? card : null));
        var fitting = cards.FindAll(known => known.Card is { } card && (origin is null || card.Card.Log.Origin == origin));
        return fitting.Find(known => known.TakenAt <= at).Card ?? (origin is null ? null : fitting.LastOrDefault().Card);
    }

    private LoggedEntry? OwnEntry(SqlSession sql, long index, PartyName witness)
    {
        if (
            CheckpointTable.Covering(sql, witness, index) is not { } checkpoint
            || log.Checkpoint is not { } newest
            || EntryTable.Leaf(sql, index) is not { } leaf
        )
        {
            return null;
        }

        var size = CheckpointNote.ReadUnverified(checkpoint.Note)?.Size
            ?? throw new InvalidDataException("A checkpoint of our own ledger in the database is damaged.");
        return new(
            LedgerLeaf.Read(leaf).OrThrow(),
            new(index, InclusionProof.Prove(index, size, newest.Tail, tiles.Reader(sql)), checkpoint)
        );
    }

    private static GatheredEvidence Made(
        byte[] signature,
        ReadOnlyMemory<byte>? content,
        EvidenceCard sender,
        EvidenceCard recipient,
        LoggedEntry? sent,
        LoggedEntry judged
    )
    {
        var kept = KeptSignature.Judge(signature, content, sender.Card, judged.Leaf.At);
        if (kept.Fault is not null)
            return NotProvable(kept.Fault);
        var parts = new BundleParts
        {
            Message = content,
            Signature = signature,
            SignerChain = kept.Chain,
            IsRevocationKnown = kept.IsRevocationKnown,
            SignedAt = kept.SigningTime,
            Sender = sender,
            Recipient = recipient,
            Sent = sent,
            Judged = judged,
        };
        return new(parts, null, false);
    }

    public static GatheredEvidence NotProvable(string fault) =>
        GatheredEvidence.Refuse(
            "not-provable",
            $"The stored parts of this message do not prove it with the stored cards: {fault} Nothing was exported."
        );
}

/// <summary>The parts of a bundle, or why they are incomplete.</summary>
/// <param name="CosignedNow">True if our cosignature of the counterpart's checkpoint was made for this bundle.</param>
internal sealed record GatheredEvidence(BundleParts? Parts, EvidenceResult? Failure, bool CosignedNow)
{
    public static GatheredEvidence Refuse(string code, string text) => new(null, new EvidenceResult.Refused(code, text), false);

    public static GatheredEvidence NotHere(string what) => new(null, new EvidenceResult.NotHere(what), false);

    public override string ToString() => Parts?.ToString() ?? Failure!.ToString();
}
