using System.Text.Json.Nodes;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Submitting;

namespace Exchange.Gateway.Drafting;

/// <summary>Submits drafts: sends what needs no release, and asks for the release of what does.</summary>
internal sealed class DraftSubmitHandler(
    Database database,
    DraftReader drafts,
    CaseSender sender,
    DraftSending sending,
    ReleasePolicy policy,
    JournalWriter journal
)
{
    /// <summary>All faults and warnings of a draft as it stands, by the code that sends it.</summary>
    public DraftReading Check(SqlSession sql, DraftRow draft) => Write(sql, draft).Read;

    /// <summary>What would leave of a draft, by the code that sends it; null if it has faults.</summary>
    public (DraftReading Read, OutgoingView? Outgoing) Write(SqlSession sql, DraftRow draft)
    {
        var read = drafts.Read(sql, draft, drafts.Open(draft));
        if (read.Draft is null)
            return (read, null);
        var result = sender.Write(read.Draft);
        if (result is not SendResult.Written written)
            return (read with { Faults = SendResult.FaultsOf(result) }, null);
        var outgoing = Outgoing.Of(read.Draft, written.Message, policy.ViewsOf(written.Rules));
        return (read, outgoing with { Warnings = [.. read.Warnings.Select(warning => new WarningView(warning.Pointer, warning.Text))] });
    }

    /// <param name="version">The version that the author has seen; null to submit it as it is.</param>
    public async Task<DraftResult> SubmitAsync(Guid id, Caller caller, long? version, CancellationToken cancellation)
    {
        using var sql = database.OpenSession();
        if (drafts.Find(sql, id, caller) is not { } draft)
            return new DraftResult.NotFound();
        if (draft.Author != caller.Actor)
            return DraftResult.NotAuthor;
        if (draft.State is DraftStatus.Sent or DraftStatus.AwaitingRelease)
            return new DraftResult.Done(draft);
        if ((version ?? draft.Version) != draft.Version)
            return DraftResult.Changed;
        var read = drafts.Read(sql, draft, drafts.Open(draft));
        if (read.Draft is null)
            return new DraftResult.Faulty(read.Faults);
        var result = await sending.SendAsync(sql, draft, read.Draft, release: null, cancellation);
        return result is DraftResult.MustBeReleased ? await AskAsync(sql, draft, caller, cancellation) : result;
    }

    private async Task<DraftResult> AskAsync(SqlSession sql, DraftRow draft, Caller caller, CancellationToken cancellation)
    {
        var (read, outgoing) = Write(sql, draft);
        if (outgoing is null)
            return new DraftResult.Faulty(read.Faults);
        var next = drafts.Next(draft, DraftStatus.AwaitingRelease, drafts.Open(draft) with { Reason = null, Asked = outgoing.Digest });
        return await journal.ProposeAsync<DraftResult>(
            new("draft.ask", caller.Actor),
            transaction =>
            {
                if (!DraftTable.Update(transaction.Sql, draft, next))
                    return DraftResult.Changed;
                var entry = DraftEntries.Of(LedgerEvents.ReleaseAsked, draft, outgoing.Digest);
                entry.Detail!["rules"] = new JsonArray([
                    .. outgoing.Rules.Select(rule => (JsonNode)CodeNames<ReleaseRule>.Write(rule.Code)),
                ]);
                transaction.Append(entry);
                return new DraftResult.Done(next);
            },
            cancellation
        );
    }
}
