using System.Globalization;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Drafting;
using Exchange.Gateway.Opening;
using Exchange.Gateway.Releasing;
using Microsoft.AspNetCore.Mvc;

namespace Exchange.Gateway.Api;

/// <summary>Messages that are being written. An ETag is a draft's version; what would be written over a later one is refused.</summary>
internal static class DraftEndpoints
{
    public const string IfMatch = "If-Match";

    private const int Page = 50;

    public static async Task<IResult> CreateAsync(
        HttpContext context,
        NewDraft wanted,
        Caller caller,
        [FromHeader(Name = Routes.IdempotencyKey)] string? key,
        DraftHandler handler,
        DraftViews views,
        CancellationToken cancellation
    )
    {
        var result = await handler.CreateAsync(wanted, caller, key, cancellation);
        if (result is DraftResult.Done { Draft: { } draft })
            context.Response.Headers.Location = $"/api/v1/drafts/{draft.Id}";
        return Answer(context, result, views, StatusCodes.Status201Created);
    }

    /// <summary>The newest first; <paramref name="before"/> is the id of the last one of the page before.</summary>
    public static IResult List(
        HttpContext context,
        Caller caller,
        UnitSight sight,
        Database database,
        DraftViews views,
        string? status,
        bool? mine,
        Guid? before
    )
    {
        if (status is not null && !CodeNames<DraftStatus>.TryParse(status, out _))
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "bad-request",
                $"The query parameter 'status' must be one of: {CodeNames<DraftStatus>.All}."
            );
        }

        using var db = database.Open();
        var last = before is { } id ? MessageId.Write(id) : null;
        var rows = SeenBy(db, caller, sight.Of(caller), mine)
            .Where(draft => (status == null || draft.Status == status) && (last == null || string.Compare(draft.Id, last) < 0))
            .OrderByDescending(draft => draft.Id)
            .Take(Page + 1)
            .ToList();
        return Results.Json(
            Pages.Cut(context, rows, Page, "before", draft => draft.Id).ConvertAll(draft => views.Listed(draft, caller)),
            ProtocolJson.Options
        );
    }

    /// <summary>The drafts that a caller is shown: its own, and for a supervisor those of others that are not being edited.</summary>
    internal static IQueryable<DraftRow> SeenBy(ExchangeDb db, Caller caller, IReadOnlyList<string>? seen, bool? mine)
    {
        var (actor, isReviewer) = (caller.Actor, caller.Roles.Contains(Role.Supervisor));
        var editing = CodeNames<DraftStatus>.Write(DraftStatus.Editing);
        return db
            .Drafts.Where(draft => draft.Author == actor ? mine != false : isReviewer && mine != true && draft.Status != editing)
            .Where(draft =>
                seen == null
                || (
                    draft.ExchangeId == null
                        ? draft.Author == actor || draft.Unit == null || seen.Contains(draft.Unit)
                        : db.Exchanges.Any(exchange =>
                            exchange.Counterpart == draft.Counterpart
                            && exchange.ExchangeId == draft.ExchangeId
                            && seen.Contains(exchange.Unit)
                        )
                )
            );
    }

    /// <summary>
    /// What it says, with <paramref name="outgoing"/> and what would leave of it, with <paramref name="asked"/> and the questions that it
    /// answers. That another than its author reads it is recorded in our ledger first, once for both.
    /// </summary>
    public static async Task<IResult> ReadAsync(
        HttpContext context,
        Guid id,
        Caller caller,
        DraftOpenHandler handler,
        DraftSubmitHandler submitting,
        OpenHandler opening,
        Database database,
        DraftViews views,
        AccessRecord record,
        CancellationToken cancellation,
        bool outgoing = false,
        bool asked = false
    )
    {
        var opened = await handler.OpenAsync(id, caller, cancellation);
        if (opened.Result is not DraftResult.Done { Draft: { } draft })
            return await AnswerAsync(context, opened.Result, views, caller, record);
        var view = views.Of(draft) with
        {
            Message = opened.Content?.Message,
            Former = opened.Content?.Former,
            Reason = opened.Content?.Reason,
        };
        if (asked && !outgoing)
            view = view with { Asked = await opening.TryQuestionsAsync(draft, view.Message, caller, cancellation) };
        if (!outgoing || opened.Content is null)
            return Answer(context, draft, view);
        using var sql = database.OpenSession();
        var (read, leaving) = submitting.Write(sql, draft);
        if (leaving is null)
            return Problems.Invalid(read.Faults);
        var questions = await opening.QuestionsAsync(draft, leaving.Message, caller, cancellation);
        return Answer(context, draft, view with { Outgoing = leaving, Asked = questions });
    }

    /// <summary>What would leave of it, recorded in the same way.</summary>
    public static async Task<IResult> OutgoingAsync(
        HttpContext context,
        Guid id,
        Caller caller,
        DraftOpenHandler handler,
        DraftSubmitHandler submitting,
        Database database,
        DraftViews views,
        AccessRecord record,
        CancellationToken cancellation
    )
    {
        var opened = await handler.OpenAsync(id, caller, cancellation);
        if (opened is not { Result: DraftResult.Done { Draft: { } draft }, Content: not null })
            return await AnswerAsync(context, opened.Result is DraftResult.Done ? DraftResult.Sent : opened.Result, views, caller, record);
        using var sql = database.OpenSession();
        var (read, outgoing) = submitting.Write(sql, draft);
        if (outgoing is null)
            return Problems.Invalid(read.Faults);
        SetTag(context, draft);
        return Results.Json(outgoing, ProtocolJson.Options);
    }

    public static async Task<IResult> ReturnAsync(
        HttpContext context,
        Guid id,
        DraftReturn given,
        Caller caller,
        [FromHeader(Name = IfMatch)] string? match,
        ReleaseHandler handler,
        DraftViews views,
        AccessRecord record,
        CancellationToken cancellation
    ) =>
        match is null
            ? NoMatch
            : await AnswerAsync(
                context,
                await handler.ReturnAsync(id, given.Reason, VersionOf(match)!.Value, caller, cancellation),
                views,
                caller,
                record
            );

    public static async Task<IResult> ReleaseAsync(
        HttpContext context,
        Guid id,
        DraftRelease given,
        Caller caller,
        ReleaseHandler handler,
        DraftViews views,
        AccessRecord record,
        CancellationToken cancellation
    ) => await AnswerAsync(context, await handler.ReleaseAsync(id, given.Digest, caller, cancellation), views, caller, record);

    public static async Task<IResult> ReplaceAsync(
        HttpContext context,
        Guid id,
        DraftEdit edit,
        Caller caller,
        [FromHeader(Name = IfMatch)] string? match,
        [FromHeader(Name = Routes.IdempotencyKey)] string? key,
        DraftHandler handler,
        DraftViews views,
        CancellationToken cancellation
    ) =>
        match is null
            ? NoMatch
            : Answer(context, await handler.ReplaceAsync(id, edit, caller, VersionOf(match)!.Value, key, cancellation), views);

    public static async Task<IResult> DeleteAsync(
        HttpContext context,
        Guid id,
        Caller caller,
        [FromHeader(Name = IfMatch)] string? match,
        [FromHeader(Name = Routes.IdempotencyKey)] string? key,
        DraftHandler handler,
        DraftViews views,
        CancellationToken cancellation
    ) => Answer(context, await handler.DeleteAsync(id, caller, VersionOf(match), key, cancellation), views);

    public static IResult Check(
        HttpContext context,
        Guid id,
        Caller caller,
        Database database,
        DraftReader drafts,
        DraftSubmitHandler handler,
        DraftViews views
    )
    {
        using var sql = database.OpenSession();
        if (drafts.Find(sql, id, caller) is not { } draft)
            return Problems.NotFound("draft");
        if (draft.State == DraftStatus.Sent)
            return Answer(context, DraftResult.Sent, views);
        var read = handler.Check(sql, draft);
        return Problems.Checked(read.Faults.Count == 0 ? draft.Kind : null, read.Faults, read.Warnings);
    }

    public static async Task<IResult> SubmitAsync(
        HttpContext context,
        Guid id,
        Caller caller,
        [FromHeader(Name = IfMatch)] string? match,
        DraftSubmitHandler handler,
        DraftViews views,
        CancellationToken cancellation
    ) => Answer(context, await handler.SubmitAsync(id, caller, VersionOf(match), cancellation), views);

    private static IResult NoMatch =>
        Problems.Of(
            StatusCodes.Status428PreconditionRequired,
            "if-match-required",
            "The header If-Match must have the ETag of the draft as you have read it. Nothing was stored."
        );

    // No draft has version 0: what is no ETag of ours matches none.
    private static long? VersionOf(string? match) =>
        match is null ? null
        : match is ['"', .. var version, '"'] && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
        : 0;

    // Who is denied is recorded.
    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        DraftResult result,
        DraftViews views,
        Caller caller,
        AccessRecord record
    )
    {
        if (result is DraftResult.Withheld withheld)
            return await Problems.WithheldAsync(withheld.Missing, caller, record, AccessSubjects.Of(context));
        if (result is DraftResult.Refused { Code: DraftResult.Own or DraftResult.NoPerson } denied)
            await record.SayAsync(LedgerEvents.AccessDenied, caller, denied.Code, AccessSubjects.Of(context));
        return Answer(context, result, views);
    }

    // Without what it says: who has just written it knows that.
    private static IResult Answer(HttpContext context, DraftResult result, DraftViews views, int status = StatusCodes.Status200OK) =>
        result switch
        {
            DraftResult.Done { Draft: { } draft } => Answer(context, draft, views.Of(draft), status),
            DraftResult.Done when HttpMethods.IsDelete(context.Request.Method) => Results.NoContent(),
            DraftResult.Faulty faulty => Problems.Invalid(faulty.Faults),
            DraftResult.Refused refused => Problems.Of(refused.Status, refused.Code, refused.Text),
            _ => Problems.NotFound("draft"),
        };

    private static IResult Answer(HttpContext context, DraftRow draft, DraftView view, int status = StatusCodes.Status200OK)
    {
        SetTag(context, draft);
        return Results.Json(view, ProtocolJson.Options, statusCode: status);
    }

    private static void SetTag(HttpContext context, DraftRow draft) =>
        context.Response.Headers.ETag = FormattableString.Invariant($"\"{draft.Version}\"");
}
