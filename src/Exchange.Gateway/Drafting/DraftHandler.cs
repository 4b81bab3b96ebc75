using System.Text;
using System.Text.Json;
using Exchange.Gateway.Assigning;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Drafting;

/// <summary>
/// Keeps what an author types, for the author alone. It may be incomplete; only what it is for must be right from the start.
/// </summary>
internal sealed class DraftHandler(
    Database database,
    ContentStore contents,
    DraftReader drafts,
    Counterparts counterparts,
    UnitSight sight,
    Assignments assignments,
    JournalWriter journal,
    TimeProvider clock
)
{
    private const string Kind = "draft";

    public async Task<DraftResult> CreateAsync(NewDraft wanted, Caller caller, string? key, CancellationToken cancellation)
    {
        if (!CallerKey.IsValid(key))
            return NoKey;
        if (!DraftContent.IsKept(wanted.Message))
            return NotKept;
        var faults = new List<Fault>();
        var answered = Answered(wanted, caller, faults);
        if (faults.Count > 0)
            return new DraftResult.Faulty(faults);
        var (id, content) = (MessageId.New(clock), new DraftContent(wanted.Message));
        var (wrappedKey, encrypted) = contents.SealDraft(id, content.Write());
        var draft = new DraftRow(
            MessageId.Write(id),
            caller.Actor,
            wanted.Counterpart.Value,
            wanted.Kind,
            answered?.ExchangeId,
            answered is null ? null : Text(wanted.InReplyTo ?? wanted.ExchangeId),
            answered is null ? assignments.OfOpener(caller, CaseKinds.Find(wanted.Kind)!)?.Unit : null,
            CodeNames<DraftStatus>.Write(DraftStatus.Editing),
            Version: 1,
            Now,
            wrappedKey,
            encrypted
        );
        var call = KeyedCall.Of(Kind, caller.Actor, key, "create", JsonSerializer.SerializeToUtf8Bytes(wanted, ProtocolJson.Options))!;
        return await journal.ProposeAsync<DraftResult>(
            new("draft.create", caller.Actor),
            transaction =>
            {
                if (call.Find(transaction.Sql) is { } before)
                    return before.IsSame ? new DraftResult.Done(DraftTable.Find(transaction.Sql, before.Id)) : KeyReused;
                call.Keep(transaction.Sql, id, transaction.Now);
                DraftTable.Insert(transaction.Sql, draft);
                return new DraftResult.Done(draft);
            },
            cancellation
        );
    }

    /// <param name="version">The version that the author has seen.</param>
    /// <param name="key">The request's Idempotency-Key, if it has one: a repeat changes nothing without it either.</param>
    public async Task<DraftResult> ReplaceAsync(
        Guid id,
        DraftEdit edit,
        Caller caller,
        long version,
        string? key,
        CancellationToken cancellation
    )
    {
        if (key is not null && !CallerKey.IsValid(key))
            return NoKey;
        if (!DraftContent.IsKept(edit.Message))
            return NotKept;
        var call = KeyedCall.Of(
            Kind,
            caller.Actor,
            key,
            FormattableString.Invariant($"edit {id} {version}"),
            Encoding.UTF8.GetBytes(edit.Message.GetRawText())
        );
        if (FindOwn(id, caller, call, out var draft) is { } refusal)
            return refusal;
        // The answer to the same edit was lost.
        if (draft.Version == version + 1 && drafts.Open(draft).Message.GetRawText() == edit.Message.GetRawText())
            return new DraftResult.Done(draft);
        if (draft.Version != version)
            return DraftResult.Changed;
        var before = drafts.Open(draft);
        var next = drafts.Next(
            draft,
            DraftStatus.Editing,
            new DraftContent(edit.Message)
            {
                Former = draft.State == DraftStatus.AwaitingRelease ? before.Message : before.Former,
                Reason = before.Reason,
            }
        );
        return await journal.ProposeAsync<DraftResult>(
            new("draft.edit", caller.Actor),
            transaction =>
            {
                if (call?.Find(transaction.Sql) is { IsSame: false })
                    return KeyReused;
                if (!DraftTable.Update(transaction.Sql, draft, next))
                    return DraftResult.Changed;
                call?.Keep(transaction.Sql, id, transaction.Now);
                Void(transaction, draft, before);
                return new DraftResult.Done(next);
            },
            cancellation
        );
    }

    /// <param name="version">The version that the author has seen; null to delete it as it is.</param>
    /// <param name="key">The request's Idempotency-Key, if it has one: a repeat of what was deleted with it gives the same answer.</param>
    public async Task<DraftResult> DeleteAsync(Guid id, Caller caller, long? version, string? key, CancellationToken cancellation)
    {
        if (key is not null && !CallerKey.IsValid(key))
            return NoKey;
        var call = KeyedCall.Of(Kind, caller.Actor, key, FormattableString.Invariant($"delete {id} {version}"), []);
        if (IsDone(call))
            return new DraftResult.Done(null);
        if (FindOwn(id, caller, call, out var draft) is { } refusal)
            return refusal;
        if ((version ?? draft.Version) != draft.Version)
            return DraftResult.Changed;
        var before = drafts.Open(draft);
        return await journal.ProposeAsync<DraftResult>(
            new("draft.delete", caller.Actor),
            transaction =>
            {
                if (call?.Find(transaction.Sql) is { } earlier)
                    return earlier.IsSame ? new DraftResult.Done(null) : KeyReused;
                if (!DraftTable.Delete(transaction.Sql, draft))
                    return DraftResult.Changed;
                call?.Keep(transaction.Sql, id, transaction.Now);
                Void(transaction, draft, before);
                return new DraftResult.Done(null);
            },
            cancellation
        );
    }

    // A release that was asked for is of what is no more.
    private static void Void(JournalTransaction transaction, DraftRow draft, DraftContent before)
    {
        if (draft.State == DraftStatus.AwaitingRelease)
            transaction.Append(DraftEntries.Of(LedgerEvents.ReleaseVoided, draft, before.Asked));
    }

    private static DraftResult.Refused NotKept =>
        new(
            StatusCodes.Status400BadRequest,
            "bad-request",
            "'message' must be a JSON object in which no member is repeated, of valid Unicode. Nothing was stored."
        );

    private static DraftResult.Refused NoKey => new(StatusCodes.Status400BadRequest, CallerKey.Code, CallerKey.Missing);

    private static DraftResult.Refused KeyReused => new(StatusCodes.Status409Conflict, CallerKey.Reused, CallerKey.ReusedText);

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsDone(KeyedCall? call)
    {
        using var sql = database.OpenSession();
        return call?.Find(sql) is { IsSame: true };
    }

    private DraftResult? FindOwn(Guid id, Caller caller, KeyedCall? call, out DraftRow draft)
    {
        using var sql = database.OpenSession();
        draft = drafts.Find(sql, id, caller)!;
        return draft is null ? new DraftResult.NotFound()
            : draft.Author != caller.Actor ? DraftResult.NotAuthor
            : call?.Find(sql) is { IsSame: false } ? KeyReused
            : draft.State == DraftStatus.Sent ? DraftResult.Sent
            : null;
    }

    // The message that a draft answers; null for one that opens an exchange.
    private StoredMessage? Answered(NewDraft wanted, Caller caller, List<Fault> faults)
    {
        if (counterparts.Find(wanted.Counterpart) is null)
        {
            faults.Add(
                new(ReceiptCode.UnknownParty, "/counterpart", "No card of this party has been imported. Import and confirm its card first.")
            );
        }

        var (pointer, id) = wanted.InReplyTo is { } message ? ("/inReplyTo", message) : ("/exchangeId", wanted.ExchangeId);
        if (CaseKinds.Find(wanted.Kind) is not { } kind)
        {
            faults.Add(new(ReceiptCode.UnknownProtocolOrKind, "/kind", $"The kind must be one of: {string.Join(", ", CaseKinds.All)}."));
        }
        else if (id is null && !kind.Opens)
        {
            faults.Add(
                new(ReceiptCode.AgainstTheVocabulary, "/inReplyTo", $"A {kind} follows in an exchange: name the message that it answers.")
            );
        }
        else if (id is not null && !kind.Follows)
        {
            faults.Add(new(ReceiptCode.AgainstTheVocabulary, pointer, $"A {kind} opens an exchange and answers no message."));
        }

        if (faults.Count > 0 || id is null)
            return null;
        using var sql = database.OpenSession();
        var answered = DraftReader.Answered(sql, wanted.Counterpart, id.Value);
        if (
            answered is not null
            && !sight.Sees(caller, ExchangeTable.AssignmentOf(sql, wanted.Counterpart, Guid.Parse(answered.ExchangeId!))?.Unit)
        )
        {
            answered = null;
        }

        if (answered is null)
        {
            faults.Add(
                new(
                    ReceiptCode.ExchangeUnknown,
                    pointer,
                    "There is no message with this id, of this counterpart or to it, that was not refused."
                )
            );
        }
        else if (Text(wanted.ExchangeId ?? Guid.Parse(answered.ExchangeId!)) != answered.ExchangeId)
        {
            faults.Add(new(ReceiptCode.ExchangeUnknown, "/exchangeId", "The message that it answers is in another exchange."));
        }

        return answered;
    }

    private static string? Text(Guid? id) => id is { } given ? MessageId.Write(given) : null;
}
