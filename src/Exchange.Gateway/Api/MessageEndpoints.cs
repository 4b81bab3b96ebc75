using System.Buffers;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Opening;
using Exchange.Gateway.Submitting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Exchange.Gateway.Api;

/// <summary>Submitting, reading and answering messages.</summary>
internal static class MessageEndpoints
{
    private const int Page = 200;

    public static async Task<IResult> SubmitAsync(
        HttpRequest request,
        Caller caller,
        [FromHeader(Name = Routes.IdempotencyKey)] string? key,
        SubmitHandler handler,
        CancellationToken cancellation
    ) => Answer(await handler.OpenAsync(await BodyAsync(request, cancellation), caller, key, cancellation));

    /// <summary>An answer of one kind.</summary>
    public static async Task<IResult> AnswerAsync(
        CaseKind kind,
        Guid id,
        string? sender,
        HttpRequest request,
        Caller caller,
        string? key,
        SubmitHandler handler,
        CancellationToken cancellation
    ) => Answer(await handler.AnswerAsync(id, sender, kind, await BodyAsync(request, cancellation), caller, key, cancellation));

    /// <summary>All faults and warnings of what could be submitted; nothing is stored.</summary>
    public static async Task<IResult> CheckAsync(HttpRequest request, CheckHandler handler, CancellationToken cancellation) =>
        Answer(handler.Opening(await BodyAsync(request, cancellation)));

    /// <summary>The same of an answer of the kind that it names.</summary>
    public static async Task<IResult> CheckAnswerAsync(
        Guid id,
        HttpRequest request,
        Caller caller,
        CheckHandler handler,
        CancellationToken cancellation,
        string? sender = null
    ) => Answer(handler.Answer(id, sender, await BodyAsync(request, cancellation), caller));

    /// <summary>
    /// The newest messages first; <paramref name="before"/> is the entry index of the last one of the page before. With
    /// <paramref name="dueBefore"/> those that opened an exchange in which an answer is due earlier.
    /// </summary>
    public static IResult List(
        HttpContext context,
        Caller caller,
        UnitSight sight,
        Database database,
        Counterparts counterparts,
        ILogger<MessageView> logger,
        bool? outgoing,
        string? counterpart,
        Guid? exchange,
        string? dueBefore,
        long? before
    )
    {
        if (ExchangeFilter.FaultOf("dueBefore", dueBefore) is { } unusable)
            return unusable;
        if (Pages.FaultOf(counterpart, counterparts, database) is { } fault)
            return fault;
        using var db = database.Open();
        var exchangeId = exchange is { } id ? MessageId.Write(id) : null;
        var rows = Seen(
                context,
                db,
                ProtocolTime.TryParse(dueBefore, out var due) ? OpenersOfDue(db, due.ToUnixTimeMilliseconds()) : db.Messages,
                caller,
                sight
            )
            .Where(MessageViews.IsComplete)
            .Where(row =>
                (outgoing == null || row.Outgoing == outgoing)
                && (counterpart == null || row.Counterpart == counterpart)
                && (exchangeId == null || row.ExchangeId == exchangeId)
                && (before == null || row.EntryIndex < before)
            )
            .OrderByDescending(row => row.EntryIndex)
            .Take(Page + 1)
            .ToList();
        var exchanges = rows.Select(row => row.ExchangeId).Distinct().ToList();
        // An opening message that was refused has no exchange, and so no valid reference.
        var references = db
            .Exchanges.Where(found => exchanges.Contains(found.ExchangeId))
            .ToDictionary(found => (found.Counterpart, found.ExchangeId), found => found.Reference);
        var views = MessageViews.Of(
            Pages.Cut(context, rows, Page, "before", row => row.EntryIndex),
            row => references.GetValueOrDefault((row.Counterpart, row.ExchangeId!)),
            logger
        );
        return Results.Json(MessageViews.WithMore(db, views), ProtocolJson.Options);
    }

    private static IQueryable<MessageRow> OpenersOfDue(ExchangeDb db, long dueBefore) =>
        db
            .Exchanges.Where(exchange => exchange.DueAt < dueBefore)
            .Join(
                db.Messages,
                exchange => new
                {
                    exchange.Counterpart,
                    exchange.ExchangeId,
                    Outgoing = exchange.OpenedByUs,
                },
                row => new
                {
                    row.Counterpart,
                    ExchangeId = row.MessageId!,
                    row.Outgoing,
                },
                (_, row) => row
            );

    /// <summary>Messages without an id of their own, the newest first.</summary>
    public static IResult Incomplete(
        HttpContext context,
        Caller caller,
        UnitSight sight,
        Database database,
        ILogger<MessageView> logger,
        long? before
    )
    {
        using var db = database.Open();
        var rows = Seen(context, db, db.Messages, caller, sight)
            .Where(MessageViews.IsIncomplete)
            .Where(row => before == null || row.EntryIndex < before)
            .OrderByDescending(row => row.EntryIndex)
            .Take(Page + 1)
            .ToList();
        return Results.Json(
            MessageViews.Of(Pages.Cut(context, rows, Page, "before", row => row.EntryIndex), _ => null, logger),
            ProtocolJson.Options
        );
    }

    public static IResult Read(Guid id, Caller caller, UnitSight sight, Database database, OwnParty own, string? sender = null)
    {
        using var db = database.Open();
        return Find(db, id, sender, own, caller, sight, out var row)
            ?? Results.Json(MessageViews.WithMore(db, [MessageViews.Of(row, ReferenceOf(db, row))])[0], ProtocolJson.Options);
    }

    /// <summary>The content of a message. Who opens it is recorded in our ledger before the answer is sent.</summary>
    public static async Task<IResult> OpenAsync(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        OwnParty own,
        OpenHandler handler,
        NextMessages next,
        AccessRecord record,
        CancellationToken cancellation,
        string? sender = null
    )
    {
        using var db = database.Open();
        if (Find(db, id, sender, own, caller, sight, out var row) is { } problem)
            return problem;
        using var sql = database.OpenSession();
        return await handler.OpenAsync(db, row, caller, cancellation) switch
        {
            OpenResult.Opened opened => Results.Json(
                MessageViews.Of(row, ReferenceOf(db, row), opened.Message) with
                {
                    Asked = opened.Asked,
                    Offers = next.Of(sql, PartyName.Parse(row.Counterpart), Guid.Parse(row.ExchangeId!), caller),
                },
                ProtocolJson.Options
            ),
            OpenResult.Withheld withheld => await Problems.WithheldAsync(withheld.Missing, caller, record, AccessSubject.Of(row)),
            _ => Problems.NotFound("message with its content"),
        };
    }

    public static IResult Receipt(Guid id, Caller caller, UnitSight sight, Database database, OwnParty own)
    {
        using var db = database.Open();
        if (Find(db, id, own.Name.Value, own, caller, sight, out var row) is not null)
            return Problems.NotFound("message of ours");
        using var sql = database.OpenSession();
        if (ReceiptTable.Find(sql, row.Counterpart, row.MessageId!) is not { } found)
            return NoReceiptYet;
        return Results.Json(
            new ReceiptView(
                id,
                Digest.Parse(row.Signed),
                (ReceiptCode)row.Code!.Value,
                DateTimeOffset.FromUnixTimeMilliseconds(row.SettledAt!.Value),
                found.Item,
                found.Note
            ),
            ProtocolJson.Options
        );
    }

    private static IResult NoReceiptYet =>
        Problems.Of(
            StatusCodes.Status404NotFound,
            "no-receipt-yet",
            "There is no receipt for this message yet. The message is kept and resent until there is."
        );

    /// <summary>
    /// The message with an id, or why there is none. Parties choose their ids independently: if several have the same id, the request
    /// must name the sender.
    /// </summary>
    internal static IResult? Find(ExchangeDb db, Guid id, string? sender, OwnParty own, Caller caller, UnitSight sight, out MessageRow row)
    {
        var text = MessageId.Write(id);
        var found = sight
            .Only(
                caller,
                db.Messages.Where(MessageViews.IsComplete).Where(row => row.MessageId == text).ToList(),
                row => UnitOf(db, row),
                AccessSubject.Of
            )
            .FindAll(row => sender is null || sender == (row.Outgoing ? own.Name.Value : row.Counterpart));
        row = found.FirstOrDefault()!;
        return found.Count switch
        {
            0 => Problems.NotFound("message"),
            1 => null,
            _ => Problems.Of(
                StatusCodes.Status409Conflict,
                "ambiguous-id",
                $"Messages of several parties have this id: {string.Join(", ", found.Select(row => row.Outgoing ? own.Name.Value : row.Counterpart).Order(StringComparer.Ordinal))}. Name the sender with 'sender'."
            ),
        };
    }

    /// <summary>The unit that has the exchange of a message; null if there is no such exchange.</summary>
    internal static string? UnitOf(ExchangeDb db, MessageRow row) =>
        db
            .Exchanges.Where(exchange => exchange.Counterpart == row.Counterpart && exchange.ExchangeId == row.ExchangeId)
            .Select(exchange => exchange.Unit)
            .FirstOrDefault();

    private static IQueryable<MessageRow> Seen(
        HttpContext context,
        ExchangeDb db,
        IQueryable<MessageRow> messages,
        Caller caller,
        UnitSight sight
    )
    {
        if (sight.Of(caller) is not { } units)
            return messages;
        Pages.SayWithheld(context);
        return messages.Where(row =>
            !db.Exchanges.Any(exchange =>
                exchange.Counterpart == row.Counterpart && exchange.ExchangeId == row.ExchangeId && !units.Contains(exchange.Unit)
            )
        );
    }

    private static string? ReferenceOf(ExchangeDb db, MessageRow row) =>
        db
            .Exchanges.Where(exchange => exchange.Counterpart == row.Counterpart && exchange.ExchangeId == row.ExchangeId)
            .Select(exchange => exchange.Reference)
            .FirstOrDefault();

    // The server would close the connection on a body that is too large, and a client that is still sending would not see the reason.
    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var read = await request.BodyReader.ReadAtLeastAsync(Submission.MaximumSize + 1, cancellation);
        var body = read.Buffer.Length <= Submission.MaximumSize ? read.Buffer.ToArray() : null;
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return body ?? throw new BadHttpRequestException("Too large.", StatusCodes.Status413PayloadTooLarge);
    }

    private static IResult Answer(SubmitResult result) =>
        result switch
        {
            SubmitResult.Sent sent => Results.Json(
                new SubmittedView(
                    sent.Result.MessageId,
                    sent.Result.ExchangeId,
                    sent.Result.Reference,
                    sent.Result.Signed,
                    [.. sent.Warnings.Select(warning => new WarningView(warning.Pointer, warning.Text))]
                ),
                ProtocolJson.Options,
                statusCode: StatusCodes.Status202Accepted
            ),
            SubmitResult.Faulty faulty => Problems.Invalid(faulty.Faults),
            SubmitResult.Refused refused => Problems.Of(refused.Status, refused.Code, refused.Text),
            _ => throw new InvalidOperationException($"Submitting gave {result.GetType().Name}."),
        };

    private static IResult Answer(CheckResult result) =>
        result switch
        {
            CheckResult.Checked found => Problems.Checked(found.Kind, found.Faults, found.Warnings),
            CheckResult.Refused { Why: var why } => Problems.Of(why.Status, why.Code, why.Text),
            _ => throw new InvalidOperationException($"Checking gave {result.GetType().Name}."),
        };
}
