using Exchange.Gateway.Auditing;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Evidence;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing;
using Exchange.Sealing.Keys;

namespace Exchange.Gateway.Evidence;

/// <summary>Makes a bundle that proves a message. That it was made, by whom and with what digest, is in our log before anybody has it.</summary>
internal sealed class EvidenceHandler(EvidenceSource source, Database database, JournalWriter journal)
{
    private static readonly EvidenceVerification Verification = new(NoteSignatures.Verify, KeptSignature.Judge);

    /// <exception cref="LogInDoubtException">It cannot be recorded, so it is not made.</exception>
    public async Task<EvidenceResult> ExportAsync(MessageRow row, bool withContent, Caller caller, CancellationToken cancellation)
    {
        var gathered = Gather(row, withContent);
        if (gathered.Parts is not { } parts)
            return gathered.Failure!;
        var files = BundleWriter.Write(parts);
        // Nothing goes out that its reader would refuse.
        if (Verification.Verify(files).Faults is [var fault, ..])
            return EvidenceSource.NotProvable(fault).Failure!;
        var bundle = BundleArchive.Write(files);
        var obstacle = await journal.ProposeAsync(
            transaction => Record(transaction, Draft(row, parts, withContent, bundle, caller), gathered.CosignedNow), cancellation);
        return obstacle?.Failure ?? new EvidenceResult.Made(bundle);
    }

    private GatheredEvidence Gather(MessageRow row, bool withContent)
    {
        using var sql = database.OpenSession();
        return source.Gather(sql, row, withContent);
    }

    private static GatheredEvidence? Record(JournalTransaction transaction, LeafDraft draft, bool cosignedNow)
    {
        // An alarm may have come between our cosignature and now; what was signed then stays here.
        if (cosignedNow && EvidenceSource.Obstacle(transaction.Sql, draft.Counterpart!) is { } obstacle)
            return obstacle;
        transaction.Append(draft);
        return null;
    }

    // By the entry's names: the row of a refused message lacks those that another had.
    private static LeafDraft Draft(MessageRow row, BundleParts parts, bool withContent, byte[] bundle, Caller caller)
    {
        var leaf = (parts.Sent ?? parts.Judged).Leaf;
        return new(LedgerEvents.EvidenceExported)
        {
            Actor = caller.Actor,
            Counterpart = PartyName.Parse(row.Counterpart),
            ExchangeId = leaf.ExchangeId,
            MessageId = leaf.MessageId,
            Kind = CodeNames<MessageKind>.TryParse(leaf.Kind!, out var kind) ? kind : null,
            Detail = new() { ["content"] = withContent, ["bundle"] = Digest.Of(bundle).ToString() },
        };
    }
}
