using Exchange.Gateway.Auditing;
using Exchange.Gateway.Opening;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Api;

/// <summary>Contacts, agreed actions and lessons, with their content. Who is given them is recorded in our ledger first.</summary>
internal static class ListEndpoints
{
    private const int LongestSearch = 200;

    public static async Task<IResult> ContactsAsync(
        HttpContext context,
        Caller caller,
        Database database,
        Counterparts counterparts,
        ListHandler handler,
        CancellationToken cancellation,
        string? counterpart = null
    ) =>
        Pages.FaultOf(counterpart, counterparts, database) ?? Page(context, await handler.ContactsAsync(counterpart, caller, cancellation));

    public static async Task<IResult> ActionsAsync(
        HttpContext context,
        Caller caller,
        Database database,
        Counterparts counterparts,
        ListHandler handler,
        CancellationToken cancellation,
        string? counterpart = null,
        string? status = null,
        long? before = null
    )
    {
        if (Pages.FaultOf(counterpart, counterparts, database) is { } fault)
            return fault;
        ActionStatus? only = status is not null && CodeNames<ActionStatus>.TryParse(status, out var code) ? code : null;
        if (status is not null && only is null)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "unknown-status",
                $"'status' must be one of {CodeNames<ActionStatus>.All}."
            );
        }

        return Page(context, await handler.ActionsAsync(counterpart, only, before, caller, cancellation));
    }

    public static async Task<IResult> LessonsAsync(
        HttpContext context,
        Caller caller,
        ListHandler handler,
        CancellationToken cancellation,
        string? q = null,
        long? before = null
    )
    {
        if (q?.Length > LongestSearch)
            return Problems.Of(StatusCodes.Status400BadRequest, "bad-search", $"'q' must have at most {LongestSearch} characters.");
        return Page(
            context,
            await handler.LessonsAsync((q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), before, caller, cancellation)
        );
    }

    private static IResult Page<TBody>(HttpContext context, OpenedPage<TBody> opened)
        where TBody : MessageBody
    {
        if (opened.Next is { } at)
            Pages.SayNext(context, "before", at);
        if (opened.IsWithheld)
            Pages.SayWithheld(context);
        return Results.Json(opened.Page, ProtocolJson.Options);
    }
}
