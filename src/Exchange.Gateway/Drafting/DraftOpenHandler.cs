using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Drafting;

/// <summary>Opens what a draft says for who may see it. That another than its author reads it is recorded in our ledger first.</summary>
internal sealed class DraftOpenHandler(Database database, DraftReader drafts, JournalWriter journal)
{
    /// <returns>The draft, and what it says until it is sent; or why not.</returns>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so it is not opened.</exception>
    public async Task<(DraftResult Result, DraftContent? Content)> OpenAsync(Guid id, Caller caller, CancellationToken cancellation)
    {
        using var sql = database.OpenSession();
        if (drafts.Find(sql, id, caller) is not { } draft)
            return (new DraftResult.NotFound(), null);
        if (draft.State == DraftStatus.Sent)
            return (new DraftResult.Done(draft), null);
        var content = drafts.Open(draft);
        if (Withholding.MissingOfDraft(caller, content.Message) is { Count: > 0 } missing)
            return (new DraftResult.Withheld(missing), null);
        if (draft.Author != caller.Actor)
        {
            await journal.ProposeAsync(
                new("draft.open", caller.Actor),
                transaction => transaction.Append(DraftEntries.Of(LedgerEvents.DraftOpened, draft, null)),
                cancellation
            );
        }

        return (new DraftResult.Done(draft), content);
    }
}
