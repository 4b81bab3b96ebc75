using Exchange.Gateway.Linking;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Api;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Gateway.Api;

/// <summary>Where we stand with each counterpart.</summary>
internal static class LinkEndpoints
{
    private static readonly TimeSpan PingPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static IResult List(Database database, Counterparts counterparts, PingHandler pings)
    {
        using var sql = database.OpenSession();
        return Results.Json(
            counterparts.All.OrderBy(counterpart => counterpart.Name.Value, StringComparer.Ordinal).Select(counterpart => View(sql, counterpart, pings)).ToList(),
            ProtocolJson.Options);
    }

    /// <summary>Sends a ping and waits for its pong.</summary>
    public static async Task<IResult> PingAsync(string party, Counterparts counterparts, PingHandler pings, TimeProvider clock, CancellationToken cancellation)
    {
        if (!PartyName.TryParse(party, out var name) || counterparts.Find(name) is not { } counterpart)
            return Problems.NotFound("counterpart");
        var started = clock.GetTimestamp();
        var asked = clock.GetUtcNow();
        var id = await pings.PingAsync(counterpart);
        while (clock.GetElapsedTime(started) < PingPatience)
        {
            if (pings.LastPong(name) is { } at && at >= asked)
                return Results.Json(new PingView(party, id, at, clock.GetElapsedTime(started).TotalMilliseconds), ProtocolJson.Options);
            await Task.Delay(Look, clock, cancellation);
        }

        return Problems.Of(StatusCodes.Status504GatewayTimeout, "no-pong",
            $"{party} has not answered within {PingPatience.TotalSeconds:0} s. The ping is in the outbox; check the link's state.");
    }

    private static LinkView View(SqlSession sql, Counterpart counterpart, PingHandler pings) => new()
    {
        Counterpart = counterpart.Name.Value,
        CardSerial = counterpart.Card.Serial,
        HasGrant = counterpart.Grant is not null,
        Suspended = LinkTable.Suspension(sql, counterpart.Name),
        LastPong = pings.LastPong(counterpart.Name),
        Waiting = Count(sql, "SELECT COUNT(*) FROM outbox WHERE settled_at IS NULL AND counterpart = @p0", counterpart),
        Parked = Count(sql, "SELECT COUNT(*) FROM parked WHERE counterpart = @p0", counterpart),
        Quarantined = Count(sql, "SELECT SUM(times) FROM quarantine WHERE counterpart = @p0", counterpart),
        Head = HeadTable.NewestNote(sql, counterpart),
        CosignedSize = Count(sql, "SELECT MAX(size) FROM cosignatures WHERE witness = @p0", counterpart),
    };

    private static long Count(SqlSession sql, string query, Counterpart counterpart) => sql.Scalar<long>(query, counterpart.Name.Value);
}
