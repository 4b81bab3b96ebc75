using Exchange.Gateway.Auditing;
using Exchange.Gateway.Drafting;

namespace Exchange.Gateway.Releasing;

/// <summary>
/// The second pair of eyes: a supervisor returns a draft with a reason, or releases what was shown. Never one's own, nor that of a key
/// that one has made, and never over a machine's key. Message, entry and the end of the draft are one transaction.
/// </summary>
internal sealed class ReleaseHandler(Database database, DraftReader drafts, DraftSending sending, JournalWriter journal)
{
    private const int LongestReason = 2000;

    /// <param name="shown">The digest of what the caller was shown.</param>
    public async Task<DraftResult> ReleaseAsync(Guid id, Digest shown, Caller caller, CancellationToken cancellation)
    {
        using var sql = database.OpenSession();
        if (Refusal(sql, id, caller, out var draft, out var content) is { } refusal)
            return refusal;
        if (draft.State == DraftStatus.Sent)
            return new DraftResult.Done(draft);
        if (draft.State != DraftStatus.AwaitingRelease)
            return NotAwaiting;
        var read = drafts.Read(sql, draft, content!);
        return read.Draft is null
            ? new DraftResult.Faulty(read.Faults)
            : await sending.SendAsync(sql, draft, read.Draft, new(caller, shown), cancellation);
    }

    /// <param name="version">The version that the caller has seen.</param>
    public async Task<DraftResult> ReturnAsync(Guid id, string reason, long version, Caller caller, CancellationToken cancellation)
    {
        if (reason.Trim() is not { Length: > 0 and <= LongestReason } text)
        {
            return new DraftResult.Refused(
                StatusCodes.Status400BadRequest,
                "bad-request",
                FormattableString.Invariant($"'reason' must have 1 to {LongestReason} characters. Nothing was stored.")
            );
        }

        using var sql = database.OpenSession();
        if (Refusal(sql, id, caller, out var draft, out var content) is { } refusal)
            return refusal;
        if (draft.State == DraftStatus.Sent)
            return DraftResult.Sent;
        // The answer to the same return was lost.
        if (draft.State == DraftStatus.Returned && draft.Version == version + 1 && content!.Reason == text)
            return new DraftResult.Done(draft);
        if (draft.State != DraftStatus.AwaitingRelease)
            return NotAwaiting;
        if (draft.Version != version)
            return DraftResult.Changed;
        var next = drafts.Next(draft, DraftStatus.Returned, new DraftContent(content!.Message) { Former = content.Message, Reason = text });
        return await journal.ProposeAsync<DraftResult>(
            new("draft.return", caller.Actor),
            transaction =>
            {
                if (!DraftTable.Update(transaction.Sql, draft, next))
                    return DraftResult.Changed;
                transaction.Append(DraftEntries.Of(LedgerEvents.MessageReturned, draft, content.Asked));
                return new DraftResult.Done(next);
            },
            cancellation
        );
    }

    private static DraftResult.Refused NotAwaiting =>
        new(
            StatusCodes.Status409Conflict,
            "not-awaiting-release",
            "The draft does not await release: its author has edited it, or it was returned. Nothing was changed."
        );

    // Who may see it may still not decide on it.
    private DraftResult? Refusal(SqlSession sql, Guid id, Caller caller, out DraftRow draft, out DraftContent? content)
    {
        (draft, content) = (drafts.Find(sql, id, caller)!, null);
        if (draft is null)
            return new DraftResult.NotFound();
        if (KeyTable.ResponsibleFor(sql, draft.Author) == KeyTable.ResponsibleFor(sql, caller.Actor))
        {
            return new DraftResult.Refused(
                StatusCodes.Status403Forbidden,
                DraftResult.Own,
                "Nobody decides on its own draft, whatever its roles, nor on that of a key that it has made. Another supervisor must."
            );
        }

        if (!caller.IsPerson)
        {
            return new DraftResult.Refused(
                StatusCodes.Status403Forbidden,
                DraftResult.NoPerson,
                "A person must decide on a draft: this is the key of a machine. Sign in."
            );
        }

        if (draft.State == DraftStatus.Sent)
            return null;
        content = drafts.Open(draft);
        return Withholding.MissingOfDraft(caller, content.Message) is { Count: > 0 } missing ? new DraftResult.Withheld(missing) : null;
    }
}
