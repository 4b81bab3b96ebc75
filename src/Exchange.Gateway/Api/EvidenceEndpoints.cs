using Exchange.Gateway.Auditing;
using Exchange.Gateway.Evidence;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Life;

namespace Exchange.Gateway.Api;

/// <summary>The one recorded way out for what a message says, and for what proves it.</summary>
internal static class EvidenceEndpoints
{
    // Whether with content is said in every request: plaintext never goes out because somebody forgot to say.
    public static async Task<IResult> ExportAsync(
        Guid id, bool content, HttpContext context, Database database, OwnParty own, EvidenceHandler handler, AccessRecord record, CancellationToken cancellation, string? sender = null)
    {
        var caller = Caller.Of(context);
        if (content && caller != Caller.Officer)
        {
            await record.SayAsync(LedgerEvents.AccessDenied, caller, "forbidden");
            return Problems.Of(StatusCodes.Status403Forbidden, "forbidden", "An auditor's token takes evidence without content only. Nothing was exported.");
        }

        using var db = database.Open();
        if (MessageEndpoints.Find(db, id, sender, own, out var row) is { } problem)
            return problem;
        return await handler.ExportAsync(row, content, caller, cancellation) switch
        {
            EvidenceResult.Made made => Results.File(made.Bundle, "application/zip", $"{MessageId.Write(id)}.zip"),
            EvidenceResult.NotHere absent => Problems.NotFound(absent.What),
            EvidenceResult.Refused refused => Problems.Of(StatusCodes.Status409Conflict, refused.Code, refused.Text),
            var other => throw new InvalidOperationException($"Exporting gave {other.GetType().Name}."),
        };
    }
}
