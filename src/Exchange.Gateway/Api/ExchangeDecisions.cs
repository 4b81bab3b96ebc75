using Exchange.Gateway.Assigning;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Reminding;
using Exchange.Gateway.Retaining;

namespace Exchange.Gateway.Api;

/// <summary>
/// What our party decides on an exchange, of which the counterpart is not told: when it is brought back, whether it is on hold, whose it
/// is.
/// </summary>
internal static class ExchangeDecisions
{
    /// <summary>Sets when an exchange is to be brought back; without a time none is set any more.</summary>
    public static async Task<IResult> BringBackAsync(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        BringBackHandler handler,
        TimeProvider clock,
        CancellationToken cancellation,
        string? on = null,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (ExchangeEndpoints.Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        var at = ProtocolTime.DayOrTime(on);
        if (on is not null && at is null)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "not-a-time",
                "'on' must be a day or a time in UTC, such as 2026-11-23 or 2026-11-23T16:00:00.000Z. Nothing was stored."
            );
        }

        if (at <= clock.GetUtcNow())
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "time-has-passed",
                "'on' must be in the future; a day begins at 00:00 UTC. Nothing was stored."
            );
        }

        await handler.SetAsync(PartyName.Parse(exchange.Counterpart), id, at, caller, cancellation);
        return Results.Json(ExchangeEndpoints.Views(db, [exchange])[0], ProtocolJson.Options);
    }

    /// <summary>Keeps what the messages of an exchange say beyond its date.</summary>
    public static async Task<IResult> HoldAsync(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        HoldHandler handler,
        CancellationToken cancellation,
        string? reason = null,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (ExchangeEndpoints.Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        if (reason is null || !CodeNames<HoldReason>.TryParse(reason, out var why))
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "unknown-reason",
                $"'reason' must be one of {CodeNames<HoldReason>.All}. Nothing was changed."
            );
        }

        await handler.SetAsync(PartyName.Parse(exchange.Counterpart), id, why, caller, cancellation);
        return Results.Json(ExchangeEndpoints.Views(db, [exchange])[0] with { Hold = why }, ProtocolJson.Options);
    }

    /// <summary>Has it destroyed at its date again.</summary>
    public static async Task<IResult> LiftHoldAsync(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        HoldHandler handler,
        CancellationToken cancellation,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (ExchangeEndpoints.Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        await handler.SetAsync(PartyName.Parse(exchange.Counterpart), id, null, caller, cancellation);
        return Results.Json(ExchangeEndpoints.Views(db, [exchange])[0] with { Hold = null }, ProtocolJson.Options);
    }

    /// <summary>
    /// Assigns an exchange to a unit and, if one is named, to an officer of it; without a unit, to none. With <c>mine</c> the caller takes
    /// it.
    /// </summary>
    public static async Task<IResult> AssignAsync(
        Guid id,
        Caller caller,
        UnitSight sight,
        Database database,
        GatewaySettings settings,
        AssignHandler handler,
        CancellationToken cancellation,
        string? unit = null,
        string? officer = null,
        bool mine = false,
        string? counterpart = null
    )
    {
        using var db = database.Open();
        if (ExchangeEndpoints.Find(db, id, counterpart, caller, sight, out var exchange) is { } problem)
            return problem;
        var taken = unit ?? (mine && caller.Units is [var first, ..] ? first : null);
        if (settings.Units.Count == 0)
        {
            return Problems.Of(
                StatusCodes.Status409Conflict,
                "no-units",
                "Our party has no units: everyone works with all exchanges. Nothing was changed."
            );
        }

        if (taken is not null && ExchangeEndpoints.UnknownUnit(taken, settings) is { } unknown)
            return unknown;
        if (mine && (officer is not null || caller.PersonId is null || taken is null || !caller.Units.Contains(taken)))
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "not-yours",
                "'mine' is for a person, in one of its own units, and names no other officer. Nothing was changed."
            );
        }

        var person =
            mine ? caller.PersonId
            : officer is not null && taken is not null ? handler.OfficerOf(officer, taken)
            : null;
        if (officer is not null && person is null)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                "unknown-officer",
                "'officer' must be the name of an officer or supervisor of that unit. Nothing was changed."
            );
        }

        if (
            !await handler.AssignAsync(
                PartyName.Parse(exchange.Counterpart),
                id,
                new(taken ?? ExchangeRow.NoUnit, person),
                mine,
                caller,
                cancellation
            )
        )
        {
            return Problems.Of(
                StatusCodes.Status409Conflict,
                "assigned",
                "Another officer has this exchange. Nothing was changed. A colleague who hands it over names you with 'officer'."
            );
        }

        var now = db.Exchanges.Where(row => row.Counterpart == exchange.Counterpart && row.ExchangeId == exchange.ExchangeId).ToList();
        return Results.Json(ExchangeEndpoints.Views(db, now)[0], ProtocolJson.Options);
    }
}
