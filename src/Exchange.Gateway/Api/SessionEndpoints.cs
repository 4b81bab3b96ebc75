using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;

namespace Exchange.Gateway.Api;

/// <summary>Signing in and out, and enrolling.</summary>
internal static class SessionEndpoints
{
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
