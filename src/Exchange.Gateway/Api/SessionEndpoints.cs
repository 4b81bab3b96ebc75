using System.Globalization;
using System.Threading.RateLimiting;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;

namespace Exchange.Gateway.Api;

/// <summary>Signing in and out, and enrolling. What needs no caller is limited: attempts cost the gateway a password hash each.</summary>
internal static class SessionEndpoints
{
    /// <summary>The rate limit of the routes that need no caller.</summary>
    public const string Attempts = "attempts";

    /// <summary>Attempts a minute from one address; all that come over the socket count as one.</summary>
    public const int AttemptsPerMinute = 60;

    public static void AddLimit(IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.AddPolicy(Attempts, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "socket",
            _ => new() { PermitLimit = AttemptsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        options.OnRejected = async (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                rejected.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Problems.Of(StatusCodes.Status429TooManyRequests, "too-often", "There were too many attempts from here. Nothing was done. Try again in a minute.")
                .ExecuteAsync(rejected.HttpContext);
        };
    });

    public static async Task<IResult> SignInAsync(SignIn given, SessionHandler handler) => await handler.SignInAsync(given) is { } session
        ? Results.Json(session, ProtocolJson.Options, statusCode: StatusCodes.Status201Created)
        : Problems.Of(StatusCodes.Status401Unauthorized, "sign-in-refused",
            "Name, password or code is wrong, or there were too many attempts. After a quarter of an hour try again, or ask an administrator for an enrolment code.");

    public static IResult Current(Caller caller, GatewaySettings settings) => Results.Json(
        new CallerView(caller.Actor, caller.Roles) { Units = caller.Units, UnitsOfParty = settings.Units, Clearances = caller.Clearances }, ProtocolJson.Options);

    public static async Task<IResult> SignOutAsync(HttpRequest request, Caller caller, SessionHandler handler) =>
        TokenAuthentication.TokenOf(request) is { } token && await handler.SignOutAsync(token, caller)
            ? Results.NoContent()
            : Problems.Of(StatusCodes.Status409Conflict, "no-session", "This token is not of a session, so there is nothing to sign out of.");

    public static async Task<IResult> EnrolAsync(Enrolment given, EnrolHandler handler) => PeopleEndpoints.Answer(await handler.EnrolAsync(given), "enrolment");
}
