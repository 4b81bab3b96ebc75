using System.Text;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;

namespace Exchange.Gateway.Api;

/// <summary>Searches and proofs in our ledger, for auditors.</summary>
internal static class SearchEndpoints
{
    public static IResult Search(
        HttpContext context,
        Database database,
        LogBook log,
        string? since = null,
        string? until = null,
        Guid? exchange = null,
        string? counterpart = null,
        string? @event = null,
        string? actor = null,
        long? before = null
    )
    {
        if (FaultOf(since, until, counterpart, @event, before) is { } fault)
            return Problems.Of(StatusCodes.Status400BadRequest, "bad-search", fault);
        using var sql = database.OpenSession();
        var search = new EntrySearch
        {
            Since = Time(since),
            Until = Time(until),
            Exchange = exchange,
            Counterpart = counterpart is null ? null : PartyName.Parse(counterpart),
            Event = @event,
            Actors = actor is null ? null : ActorNames.Named(sql, actor),
        };
        if (!LedgerFileEndpoints.TryFindLog(context, sql, out var searched))
            return Problems.NotFound("log of ours that has ended");
        var size = searched is null ? log.Shown(sql).Size : EntryTable.Count(sql, searched);
        var (found, names) = (search.Run(sql, searched, Math.Min(before ?? size, size)), new ActorNames(sql));
        var entries = found.Entries.Select(entry => entry with { ActorName = names.Of(entry.Actor) });
        return Results.Json(found with { Entries = [.. entries] }, ProtocolJson.Options);
    }

    public static IResult Prove(long index, Database database, LogBook log, TileReader tiles)
    {
        if (log.Checkpoint is not { } checkpoint || index < 0 || index >= checkpoint.Tail.Size)
            return Problems.NotFound("entry");
        using var sql = database.OpenSession();
        var size =
            CheckpointTable.Cosigned(sql) is var cosigned && cosigned > index && cosigned <= checkpoint.Tail.Size
                ? cosigned
                : checkpoint.Tail.Size;
        var leaf = EntryTable.Leaf(sql, index)!;
        var lines = CheckpointTable.Lines(sql, size);
        var note = CheckpointTable.Note(sql, size)!;
        var proof = InclusionProof.Prove(index, size, checkpoint.Tail, tiles.Reader(sql));
        return Results.Json(
            new EntryProofView(index, Encoding.UTF8.GetString(leaf), ProofText.Write(proof), note, lines),
            ProtocolJson.Options
        );
    }

    private static string? FaultOf(string? since, string? until, string? counterpart, string? @event, long? before) =>
        IsNoTime(since) || IsNoTime(until) ? "'since' and 'until' are UTC times such as 2026-11-23T16:00:00.000Z."
        : counterpart is not null && !PartyName.TryParse(counterpart, out _) ? "'counterpart' is a party's name such as MYS."
        : @event is not null && EventCatalogue.Find(@event) is null ? $"'event' is one of: {string.Join(", ", EventCatalogue.All)}."
        : before < 0 ? "'before' is an index from 0."
        : null;

    private static DateTimeOffset? Time(string? text) => ProtocolTime.TryParse(text, out var time) ? time : null;

    private static bool IsNoTime(string? text) => text is not null && !ProtocolTime.TryParse(text, out _);
}
