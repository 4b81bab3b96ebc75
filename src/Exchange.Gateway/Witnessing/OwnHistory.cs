using System.Collections.Concurrent;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Compares our log with the newest head that a counterpart holds of it (border protocol, section 8). A head that our log
/// does not lead to means that our log was restored or rewritten: it signs nothing more. A log that lost its mark signs again
/// once every counterpart agrees with it.
/// </summary>
internal sealed class OwnHistory(OwnParty own, LogBook log, Counterparts counterparts, ILogger<OwnHistory> logger)
{
    // Which doubt a counterpart's agreement was about: one that was given before says nothing of it.
    private readonly ConcurrentDictionary<PartyName, LogDoubt> _agreed = new();

    public void Compare(JournalTransaction transaction, string? held, Counterpart counterpart)
    {
        var note = held is null ? null : CheckpointNote.Verify(held, own.LogKeys, NoteSignatures.Verify);
        // Only our own two signatures make a head ours.
        if (held is not null && note is null)
            return;
        if (note is not null && !log.Leads(transaction.Sql, note.Checkpoint))
            Doubt(note, counterpart);
        else if (log.Doubt is { Kind: LogDoubtKind.MarkMissing } doubt)
            Agree(transaction, doubt, counterpart);
    }

    private void Doubt(VerifiedCheckpoint shown, Counterpart counterpart)
    {
        if (log.FindShownOtherwise(shown, counterpart.Name))
            logger.LogCritical("{Counterpart} holds a checkpoint that our ledger does not lead to: our ledger was restored or rewritten. It is suspended and signs nothing", counterpart);
    }

    private void Agree(JournalTransaction transaction, LogDoubt doubt, Counterpart counterpart)
    {
        _agreed[counterpart.Name] = doubt;
        // One whose card is not in this database may hold a newer head, and cannot be asked.
        if (counterparts.NotTaken.Count > 0 || !counterparts.All.All(other => ReferenceEquals(_agreed.GetValueOrDefault(other.Name), doubt)))
            return;
        logger.LogWarning("Every counterpart agrees with our log; it signs again");
        log.Believe();
        transaction.Append(new LeafDraft(LedgerEvents.LogTrusted) { Detail = new() { ["by"] = "counterparts" } });
    }
}
