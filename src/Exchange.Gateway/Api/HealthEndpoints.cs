using Exchange.Gateway.Auditing;
using Exchange.Gateway.Border;
using Exchange.Gateway.Receiving;
using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Api;

/// <summary>Whether the gateway is alive, and whether it is ready. The reasons are only for callers with a token.</summary>
internal static class HealthEndpoints
{
    public static IResult Live() => Results.Ok(new { status = "live" });

    public static IResult Ready(
        Caller caller,
        Database database,
        JournalProbe journal,
        OwnSuspension suspension,
        Counterparts counterparts,
        LinkStates links,
        DiskWatch disk,
        LogBook log
    )
    {
        var reasons = Reasons(database, suspension, counterparts, links, disk).ToList();
        if (!journal.Records())
            reasons.Add("The journal records nothing: the database or the ledger's mark cannot be written. See the service log.");
        return reasons.Count == 0
            ? Results.Ok(new { status = "ready" })
            : Results.Json(
                new
                {
                    status = "not-ready",
                    reasons = caller.IsKnown ? reasons : null,
                    suspension = caller.IsKnown && log.Suspension is { } found ? CodeNames<LedgerSuspensionKind>.Write(found.Kind) : null,
                },
                ProtocolJson.Options,
                statusCode: StatusCodes.Status503ServiceUnavailable
            );
    }

    private static IEnumerable<string> Reasons(
        Database database,
        OwnSuspension suspension,
        Counterparts counterparts,
        LinkStates links,
        DiskWatch disk
    )
    {
        if (!CanRead(database))
            yield return "The database cannot be read.";
        if (suspension.OnAnyLink is { } reason)
            yield return reason;
        if (disk.IsLow)
        {
            yield return "The disk of the database is nearly full: nothing is taken from the mailboxes; sending continues. Free space "
                + "on it. See the service log.";
        }
        else if (links.AnyRests)
        {
            yield return "Nothing is taken from a mailbox, because an arrival could not be recorded. See the service log.";
        }

        // Our own broker is part of this gateway; an unreachable counterpart is not.
        if (counterparts.All.Any(counterpart => links.Find(counterpart.Name, outgoing: false) is not { IsUp: true }))
            yield return "The gateway's own mailbox broker is not connected.";
    }

    private static bool CanRead(Database database)
    {
        try
        {
            using var sql = database.OpenSession();
            return JournalTable.Batch(sql) >= 0;
        }
        catch (System.Data.Common.DbException)
        {
            return false;
        }
    }
}
