using System.Threading.RateLimiting;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Evidence;
using Exchange.Sealing;

namespace Exchange.Gateway.Evidence;

/// <summary>
/// Makes a bundle that proves a message. A bundle with content is recorded in our ledger, with caller and digest, before it is returned;
/// one without content is counted like other reads, so that requests cannot make the ledger grow.
/// </summary>
internal sealed class EvidenceHandler(
    EvidenceSource source,
    ConsentCheck consents,
    OwnParty own,
    Database database,
    JournalWriter journal,
    AccessRecord record
) : IDisposable
{
    // Each is a permanent entry, so the rate is that of an officer, not of a program.
    private static readonly TokenBucketRateLimiterOptions Rate = new()
    {
        TokenLimit = 100,
        TokensPerPeriod = 10,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1),
    };

    private readonly PartitionedRateLimiter<Caller> _withContent = PartitionedRateLimiter.Create<Caller, string>(caller =>
        RateLimitPartition.GetTokenBucketLimiter(caller.Actor, _ => Rate)
    );

    private static readonly EvidenceVerification Verification = new(NoteSignatures.Verify, KeptSignature.Judge);

    /// <param name="row">The message.</param>
    /// <param name="withContent">True for what it says too.</param>
    /// <param name="recipient">Who is to have it; needed if a party has restricted what the message says.</param>
    /// <param name="caller">Who asks for it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so it is not made.</exception>
    public async Task<EvidenceResult> ExportAsync(
        MessageRow row,
        bool withContent,
        string? recipient,
        Caller caller,
        CancellationToken cancellation
    )
    {
        var gathered = Gather(row, withContent);
        if (gathered.Parts is not { } parts)
            return gathered.Failure!;
        if (parts.Message is { } message && Withholding.Missing(caller, message) is { Count: > 0 } missing)
            return new EvidenceResult.Withheld(missing);
        var (isRestricted, obstacleOfUse) = parts.Message is { } content ? Restriction(row, content, recipient) : default;
        if (obstacleOfUse is not null)
            return obstacleOfUse;
        var files = BundleWriter.Write(parts);
        // No bundle is returned that its reader would refuse.
        if (Verification.Verify(files).Faults is [var fault, ..])
            return EvidenceSource.NotProvable(fault).Failure!;
        if (withContent && !_withContent.AttemptAcquire(caller).IsAcquired)
        {
            return new EvidenceResult.TooOften(
                $"At most {Rate.TokenLimit} bundles with content can be made in a row, and then {Rate.TokensPerPeriod} a minute: "
                    + "each is recorded in the ledger."
            );
        }

        var bundle = BundleArchive.Write(files);
        var draft = withContent ? Draft(row, parts, bundle, isRestricted ? recipient == own.Name.Value : null) : null;
        if (
            (draft is not null || gathered.CosignedNow)
            && await journal.ProposeAsync(
                new("evidence.export", caller.Actor),
                transaction => Record(transaction, row, draft, gathered.CosignedNow),
                cancellation
            )
                is { } obstacle
        )
        {
            return obstacle.Failure!;
        }

        if (!withContent)
            await record.SayAsync(LedgerEvents.LedgerRead, caller, "evidence", AccessSubject.Of(row));
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
        // An alarm may have been raised since our cosignature, which then is not returned.
        if (cosignedNow && EvidenceSource.Obstacle(transaction.Sql, PartyName.Parse(row.Counterpart)) is { } obstacle)
            return obstacle;
        if (draft is not null)
            transaction.Append(draft);
        return null;
    }

    // For our own files nothing is passed on: what becomes of the bundle then is the answer of whoever said so, which is recorded.
    private (bool IsRestricted, EvidenceResult? Obstacle) Restriction(MessageRow row, ReadOnlyMemory<byte> content, string? recipient)
    {
        if (MessageParser.Read(content).Value is not { } message)
            return default;
        using var sql = database.OpenSession();
        var from = row.Outgoing ? null : PartyName.Parse(row.Counterpart);
        if (consents.FaultsOfEvidence(sql, from, message, to: "").Count == 0)
            return default;
        if (recipient is null)
        {
            return (
                true,
                new EvidenceResult.Refused(
                    "recipient-needed",
                    "What this message says is restricted by the party that provided it (H1, H2). State the recipient of the "
                        + $"bundle: {own.Name} for our own files, or whom that party's consent names. Nothing was exported."
                )
            );
        }

        var faults = recipient == own.Name.Value ? [] : consents.FaultsOfEvidence(sql, from, message, recipient);
        return (true, faults.Count == 0 ? null : new EvidenceResult.NeedsConsent(faults));
    }

    // By the entry: the row of a refused message lacks an id or sequence that another had.
    private static LeafDraft Draft(MessageRow row, BundleParts parts, byte[] bundle, bool? forOurselves)
    {
        var leaf = (parts.Sent ?? parts.Judged).Leaf;
        var detail = new System.Text.Json.Nodes.JsonObject { ["content"] = true, ["bundle"] = Digest.Of(bundle).ToString() };
        if (forOurselves is { } isOurs)
            detail["forOurselves"] = isOurs;
        return new(LedgerEvents.EvidenceExported)
        {
            Counterpart = PartyName.Parse(row.Counterpart),
            ExchangeId = leaf.ExchangeId,
            MessageId = leaf.MessageId,
            Kind = MessageKind.TryParse(leaf.Kind!, out var kind) ? kind : null,
            Detail = detail,
        };
    }
}

/// <summary>The result of an export of evidence.</summary>
internal abstract record EvidenceResult
{
    /// <summary>The bundle; it is recorded or counted in our ledger.</summary>
    public sealed record Made(byte[] Bundle) : EvidenceResult;

    /// <summary>The message or a part of its proof is not here.</summary>
    public sealed record NotHere(string What) : EvidenceResult;

    /// <summary>The handling of the message says that only who has these clearances may see it.</summary>
    public sealed record Withheld(IReadOnlyList<Clearance> Missing) : EvidenceResult;

    /// <summary>It has information of another party that may not be given to this recipient without its consent.</summary>
    public sealed record NeedsConsent(IReadOnlyList<Fault> Faults) : EvidenceResult;

    /// <summary>This caller has exceeded the rate.</summary>
    public sealed record TooOften(string Text) : EvidenceResult;

    /// <summary>It cannot be made now.</summary>
    public sealed record Refused(string Code, string Text) : EvidenceResult;
}
