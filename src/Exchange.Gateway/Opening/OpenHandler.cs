using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Opening;

/// <summary>Opens the content of a message for a caller, which is recorded in our ledger before the content is returned.</summary>
internal sealed class OpenHandler(ContentStore contents, AskedQuestions questions, Database database, JournalWriter journal)
{
    /// <summary>With the questions that it answers; the message that asks them is recorded as opened too.</summary>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so it is not opened.</exception>
    public async Task<OpenResult> OpenAsync(ExchangeDb db, MessageRow row, Caller caller, CancellationToken cancellation)
    {
        if (Read(row) is not { } content)
            return new OpenResult.NotHere();
        if (Withholding.Missing(caller, content) is { Count: > 0 } missing)
            return new OpenResult.Withheld(missing);
        var message = JsonNode.Parse(content)!;
        var asked = questions.Of(db, message, row.Counterpart, row.ExchangeId, (string?)message["inReplyTo"]?["messageId"], caller);
        await RecordAsync(asked is null ? [row] : [row, asked.By], caller, cancellation);
        return new OpenResult.Opened(message, asked?.Questions);
    }

    /// <summary>The questions that a draft answers; the message that asks them is recorded as opened first.</summary>
    /// <returns>Null for none.</returns>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so they are not given.</exception>
    public async Task<IReadOnlyList<AskedView>?> QuestionsAsync(
        DraftRow draft,
        JsonNode message,
        Caller caller,
        CancellationToken cancellation
    )
    {
        using var db = database.Open();
        if (questions.Of(db, message, draft.Counterpart, draft.ExchangeId, draft.InReplyTo, caller) is not { } asked)
            return null;
        await RecordAsync([asked.By], caller, cancellation);
        return asked.Questions;
    }

    /// <summary>The same for who writes an answer: it is written without them while it cannot be recorded that they were given.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="said">What it says; null if that is not given to the caller.</param>
    /// <param name="caller">Who reads it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<AskedView>?> TryQuestionsAsync(
        DraftRow draft,
        JsonElement? said,
        Caller caller,
        CancellationToken cancellation
    )
    {
        try
        {
            return said is { } message ? await QuestionsAsync(draft, JsonObject.Create(message)!, caller, cancellation) : null;
        }
        catch (LedgerSuspendedException)
        {
            return null;
        }
    }

    /// <summary>Records that a caller is given the contents of some messages.</summary>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so they must not be given.</exception>
    public Task RecordAsync(IEnumerable<MessageRow> rows, Caller caller, CancellationToken cancellation)
    {
        List<LeafDraft> drafts = [.. rows.Select(Draft)];
        return drafts.Count == 0
            ? Task.CompletedTask
            : journal.ProposeAsync(
                new("message.open", caller.Actor),
                transaction => drafts.ForEach(draft => transaction.Append(draft)),
                cancellation
            );
    }

    private static LeafDraft Draft(MessageRow row) =>
        new(LedgerEvents.MessageOpened)
        {
            Counterpart = PartyName.Parse(row.Counterpart),
            ExchangeId = Guid.Parse(row.ExchangeId!),
            MessageId = Guid.Parse(row.MessageId!),
            Kind = MessageKind.TryParse(row.Kind!, out var kind) ? kind : null,
        };

    private byte[]? Read(MessageRow row)
    {
        using var sql = database.OpenSession();
        return contents.Open(sql, row.EntryIndex, Digest.Parse(row.Signed));
    }
}

/// <summary>The result of opening a message.</summary>
internal abstract record OpenResult
{
    /// <summary>The message as signed; that it was opened is recorded.</summary>
    /// <param name="Message">What it says.</param>
    /// <param name="Asked">The questions that it answers; null for none.</param>
    public sealed record Opened(JsonNode Message, IReadOnlyList<AskedView>? Asked) : OpenResult
    {
        public override string ToString() => "Opened";
    }

    /// <summary>Its content is not here any more.</summary>
    public sealed record NotHere : OpenResult;

    /// <summary>Its handling says that only who has these clearances may see it.</summary>
    public sealed record Withheld(IReadOnlyList<Clearance> Missing) : OpenResult;
}
