using Exchange.Protocol.Link;

namespace Exchange.Gateway.Witnessing;

/// <summary>Takes cosignatures of our checkpoints, and answers a witness that lacks a checkpoint.</summary>
internal sealed class CosignatureHandler(LogBook log, TileReader tiles, LinkSealer sealer, OwnParty own, ILogger<CosignatureHandler> logger)
{
    public Action<JournalTransaction> Prepare(CosignatureBody body, Counterpart counterpart)
    {
        if (body.Origin != own.Card.Log.Origin)
            return JournalTransaction.Nothing;
        return body.Line is { } line
            ? transaction => Keep(transaction, body.Size, line, counterpart)
            : transaction => Answer(transaction, body.Size, body.Wanted!.Value, counterpart);
    }

    private void Keep(JournalTransaction transaction, long size, string line, Counterpart counterpart)
    {
        var note = CheckpointTable.Note(transaction.Sql, size);
        if (note is null || Cosignature.Verify(CheckpointOf(note), line, counterpart.WitnessKey, NoteSignatures.Verify) is null)
        {
            logger.LogWarning(
                "A cosignature of {Counterpart} for size {Size} of our ledger is not valid; it is ignored",
                counterpart,
                size
            );
            return;
        }

        CheckpointTable.Cosign(transaction.Sql, counterpart.Name, size, line, transaction.Now);
    }

    // The checkpoint of the wanted size, proved from the one that the witness holds; else the newest.
    private void Answer(JournalTransaction transaction, long held, long wanted, Counterpart counterpart)
    {
        if (log.Checkpoint is not { } newest || held > newest.Tail.Size)
            return;
        var readTile = tiles.Reader(transaction.Sql);
        var body =
            wanted > held && wanted <= newest.Tail.Size && CheckpointTable.Note(transaction.Sql, wanted) is { } note
                ? new CheckpointBody(note, SentCheckpoints.Between(held, wanted, newest, readTile))
                : new CheckpointBody(newest.Note, SentCheckpoints.Between(held, newest.Tail.Size, newest, readTile));
        OutboxTable.Add(transaction.Sql, sealer.Seal(counterpart, body));
    }

    private static Checkpoint CheckpointOf(string note) =>
        CheckpointNote.ReadUnverified(note) ?? throw new InvalidDataException("A checkpoint of our own ledger in the database is damaged.");
}
