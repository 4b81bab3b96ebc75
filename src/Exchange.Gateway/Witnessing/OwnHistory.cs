using System.Collections.Concurrent;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Gateway.Witnessing;

/// <summary>
/// Compares our log with the newest head that a counterpart holds of it (border protocol, section 8). A head that our log
/// does not lead to means that our log was restored or rewritten: it signs nothing more. A log that lost its mark signs again
/// once every counterpart agrees with it.
/// </summary>
internal sealed class OwnHistory(OwnParty own, LogBook log, TileReader tiles, Counterparts counterparts, ILogger<OwnHistory> logger)
{
    private readonly ConcurrentDictionary<PartyName, bool> _agrees = new();

    public void Compare(JournalTransaction transaction, string? held, Counterpart counterpart)
    {
        var note = held is null ? null : CheckpointNote.Verify(held, own.LogKeys, NoteSignatures.Verify);
        // Only our own two signatures make a head ours.
        if (held is not null && note is null)
            return;
        var agrees = note is null || Leads(transaction, note.Checkpoint);
        _agrees[counterpart.Name] = agrees;
        if (!agrees)
        {
            logger.LogCritical("{Counterpart} holds a head of our log that our log does not lead to: it was restored or rewritten. It signs nothing more", counterpart);
            log.Doubts(transaction.Sql, $"{counterpart} holds a newer or other head of this log. Restore the exact entries, or take a new origin with the officers.");
        }
        else if (counterparts.All.All(other => _agrees.GetValueOrDefault(other.Name)))
        {
            log.TrustsItself();
        }
    }

    private bool Leads(JournalTransaction transaction, Checkpoint held) =>
        log.Head is { } head && held.Size <= head.Tail.Size
        && TreeRoot.At(held.Size, head.Tail, tiles.Reader(transaction.Sql)) == held.Root;
}
