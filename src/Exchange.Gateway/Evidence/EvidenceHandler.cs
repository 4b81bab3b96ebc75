using System.Threading.RateLimiting;
using Exchange.Gateway.Auditing;
using Exchange.Ledger.Evidence;
using Exchange.Sealing;

namespace Exchange.Gateway.Evidence;

/// <summary>
/// Makes a bundle that proves a message. That one with content was made, by whom and with what digest, is in our ledger before
/// anybody has it; one without is counted as what else is read, so that nobody makes the ledger grow by asking.
/// </summary>
internal sealed class EvidenceHandler(EvidenceSource source, Database database, JournalWriter journal, AccessRecord record) : IDisposable
{
    // Each is an entry for ever: an officer's work, and no program's.
    private static readonly TokenBucketRateLimiterOptions Rate = new() { TokenLimit = 100, TokensPerPeriod = 10, ReplenishmentPeriod = TimeSpan.FromMinutes(1) };

    private readonly PartitionedRateLimiter<Caller> _withContent =
        PartitionedRateLimiter.Create<Caller, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller.Actor, _ => Rate));

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
        if (withContent && !_withContent.AttemptAcquire(caller).IsAcquired)
            return new EvidenceResult.TooOften($"At most {Rate.TokenLimit} bundles with content are made in a row, and then {Rate.TokensPerPeriod} a minute: each is an entry of the ledger.");
        var bundle = BundleArchive.Write(files);
        var draft = withContent ? Draft(row, parts, bundle) : null;
        if ((draft is not null || gathered.CosignedNow) && await journal.ProposeAsync(new("evidence.export", caller.Actor), transaction => Record(transaction, row, draft, gathered.CosignedNow), cancellation) is { } obstacle)
            return obstacle.Failure!;
        if (!withContent)
            await record.SayAsync(LedgerEvents.LedgerRead, caller, "evidence");
        return new EvidenceResult.Made(bundle);
    }

    public void Dispose() => _withContent.Dispose();

    private GatheredEvidence Gather(MessageRow row, bool withContent)
    {
        using var sql = database.OpenSession();
        return source.Gather(sql, row, withContent);
    }

    private static GatheredEvidence? Record(JournalTransaction transaction, MessageRow row, LeafDraft? draft, bool cosignedNow)
    {
        // An alarm may have come between our cosignature and now; what was signed then stays here.
        if (cosignedNow && EvidenceSource.Obstacle(transaction.Sql, PartyName.Parse(row.Counterpart)) is { } obstacle)
            return obstacle;
        if (draft is not null)
            transaction.Append(draft);
        return null;
    }

    // By the entry's names: the row of a refused message lacks those that another had.
    private static LeafDraft Draft(MessageRow row, BundleParts parts, byte[] bundle)
    {
        var leaf = (parts.Sent ?? parts.Judged).Leaf;
        return new(LedgerEvents.EvidenceExported)
        {
            Counterpart = PartyName.Parse(row.Counterpart),
            ExchangeId = leaf.ExchangeId,
            MessageId = leaf.MessageId,
            Kind = MessageKind.TryParse(leaf.Kind!, out var kind) ? kind : null,
            Detail = new() { ["content"] = true, ["bundle"] = Digest.Of(bundle).ToString() },
        };
    }
}

/// <summary>What came of asking for evidence.</summary>
internal abstract record EvidenceResult
{
    /// <summary>The bundle; that it was made is in our ledger, or counted there.</summary>
    public sealed record Made(byte[] Bundle) : EvidenceResult;

    /// <summary>There is nothing to make it from.</summary>
    /// <param name="What">What is not here.</param>
    public sealed record NotHere(string What) : EvidenceResult;

    /// <summary>This caller has had too many.</summary>
    /// <param name="Text">How many there may be.</param>
    public sealed record TooOften(string Text) : EvidenceResult;

    /// <summary>It cannot be made as things stand.</summary>
    /// <param name="Code">Of the problem.</param>
    /// <param name="Text">What happened, and what to do.</param>
    public sealed record Refused(string Code, string Text) : EvidenceResult;
}
