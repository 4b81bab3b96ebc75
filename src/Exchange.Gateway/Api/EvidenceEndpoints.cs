using Exchange.Gateway.Auditing;
using Exchange.Gateway.Evidence;

namespace Exchange.Gateway.Api;

/// <summary>The only way to export the content of a message, and its proof; each export is recorded.</summary>
internal static class EvidenceEndpoints
{
    // Every request must say whether it wants the content: plaintext is never exported by default.
    public static async Task<IResult> ExportAsync(
        Guid id,
        bool content,
        HttpContext context,
        Caller caller,
        UnitSight sight,
        Database database,
        OwnParty own,
        EvidenceHandler handler,
        AccessRecord record,
        CancellationToken cancellation,
        string? sender = null,
        long? entry = null,
        string? recipient = null
    )
    {
        if (content && !caller.HasAny(Rights.Content))
        {
            await record.SayAsync(LedgerEvents.AccessDenied, caller, "forbidden", AccessSubjects.Of(context));
            return Problems.Of(
                StatusCodes.Status403Forbidden,
                "forbidden",
                "Your roles permit only evidence without content. Nothing was exported."
            );
        }

        using var db = database.Open();
        MessageRow row;
        var problem = entry is { } index
            ? Find(db, id, index, caller, sight, out row)
            : MessageEndpoints.Find(db, id, sender, own, caller, sight, out row);
        if (problem is not null)
            return problem;
        return await handler.ExportAsync(row, content, recipient, caller, cancellation) switch
        {
            EvidenceResult.Made made => Results.File(made.Bundle, "application/zip", $"{MessageId.Write(id)}.zip"),
            EvidenceResult.Withheld withheld => await Problems.WithheldAsync(withheld.Missing, caller, record, AccessSubject.Of(row)),
            EvidenceResult.NeedsConsent needs => Problems.Invalid(needs.Faults),
            EvidenceResult.NotHere absent => Problems.NotFound(absent.What),
            EvidenceResult.TooOften often => Problems.Of(
                StatusCodes.Status429TooManyRequests,
                "too-often",
                $"{often.Text} Nothing was exported. Try again in a minute."
            ),
            EvidenceResult.Refused refused => Problems.Of(StatusCodes.Status409Conflict, refused.Code, refused.Text),
            var other => throw new InvalidOperationException($"Exporting gave {other.GetType().Name}."),
        };
    }

    // A message that was refused because another had its id or sequence is identified by its entry.
    private static IResult? Find(ExchangeDb db, Guid id, long entry, Caller caller, UnitSight sight, out MessageRow row)
    {
        row = sight
            .Only(
                caller,
                db.Messages.Where(message => message.EntryIndex == entry && !message.Outgoing).ToList(),
                found => MessageEndpoints.UnitOf(db, found),
                AccessSubject.Of
            )
            .FirstOrDefault()!;
        var leaf = db.Entries.Where(one => one.Index == entry).Select(one => one.Leaf).FirstOrDefault();
        return row is not null && leaf is not null && LedgerLeaf.Read(leaf).Value?.MessageId == id
            ? null
            : Problems.NotFound("message under this entry");
    }
}
