using System.Collections.Concurrent;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Compares our ledger with the newest checkpoint that a counterpart holds of it (border protocol, section 8). A checkpoint that it does
/// not lead to means that it was restored or rewritten: it is suspended. A ledger without its mark is resumed once every counterpart
/// agrees with it.
/// </summary>
internal sealed class OwnHistory(OwnParty own, LogBook log, Counterparts counterparts, ILogger<OwnHistory> logger)
{
    // The suspension that a counterpart's agreement was about: an earlier agreement says nothing about a later one.
    private readonly ConcurrentDictionary<PartyName, LedgerSuspension> _agreed = new();

    public void Compare(JournalTransaction transaction, string? held, Counterpart counterpart)
    {
        var note = held is null ? null : CheckpointNote.Verify(held, own.LogKeys, NoteSignatures.Verify);
        // Only both of our signatures make a checkpoint ours.
        if (held is not null && note is null)
            return;
        if (note is not null && !log.Leads(transaction.Sql, note.Checkpoint))
            Suspend(note, counterpart);
        else if (log.Suspension is { Kind: LedgerSuspensionKind.MarkMissing } suspension)
            Agree(transaction, suspension, counterpart);
    }

    private void Suspend(VerifiedCheckpoint shown, Counterpart counterpart)
    {
        if (log.FindShownOtherwise(shown, counterpart.Name))
        {
            logger.LogCritical(
                "{Counterpart} holds a checkpoint that our ledger does not lead to: our ledger was restored or rewritten. It is "
                    + "suspended and signs nothing",
                counterpart
            );
        }
    }

    private void Agree(JournalTransaction transaction, LedgerSuspension suspension, Counterpart counterpart)
    {
        _agreed[counterpart.Name] = suspension;
        // A counterpart whose card is not in this database may hold a newer checkpoint, and cannot be asked.
        if (
            counterparts.NotTaken.Count > 0
            || !counterparts.All.All(other => ReferenceEquals(_agreed.GetValueOrDefault(other.Name), suspension))
        )
        {
            return;
        }

        logger.LogWarning("Every counterpart agrees with our ledger; it is resumed");
        log.Trust();
        transaction.Append(new LeafDraft(LedgerEvents.LogTrusted) { Detail = new() { ["by"] = "counterparts" } });
    }
}
