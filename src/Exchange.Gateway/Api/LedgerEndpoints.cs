using System.Text;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Api;

/// <summary>Our own ledger, for its verifiers.</summary>
internal static class LedgerEndpoints
{
    public static IResult Head(LogBook log, OwnParty own, Database database)
    {
        using var sql = database.OpenSession();
        var (size, note) = log.Shown(sql);
        return Results.Json(
            new LedgerView(
                own.Name.Value,
                size,
                note,
                log.Suspension?.Reason,
                JournalTable.WitnessHalted(sql),
                CheckpointTable.NewestOfEach(sql)
            )
            {
                SuspensionKind = log.Suspension is { } suspension ? CodeNames<LedgerSuspensionKind>.Write(suspension.Kind) : null,
            },
            ProtocolJson.Options
        );
    }

    public static async Task<IResult> TrustAsync(Caller caller, ResumeHandler handler, LogBook log, OwnParty own, Database database) =>
        await handler.TrustAsync(caller) switch
        {
            ResumeResult.Done => Head(log, own, database),
            ResumeResult.NothingToDo => Problems.Of(
                StatusCodes.Status409Conflict,
                "not-in-doubt",
                "Neither our ledger nor our record of the counterparts' ledgers is suspended. Nothing was changed."
            ),
            _ => Problems.Of(
                StatusCodes.Status409Conflict,
                "needs-new-origin",
                $"No operator confirmation makes this ledger whole. Nothing was changed. {log.Suspension?.Reason}"
            ),
        };

    /// <summary>The entries from an index on, at most 1,000.</summary>
    public static IResult Entries(HttpContext context, Database database, long from = 0)
    {
        using var sql = database.OpenSession();
        var leaves = EntryTable
            .Read(sql, log: null, from, most: EntriesView.Most + 1)
            .ConvertAll(entry => Encoding.UTF8.GetString(entry.Leaf));
        return Results.Json(
            new EntriesView(from, Pages.Cut(context, leaves, EntriesView.Most, "from", _ => from + EntriesView.Most)),
            ProtocolJson.Options
        );
    }
}
