using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;

namespace Exchange.Gateway.Api;

/// <summary>Signing in and out, and enrolling.</summary>
internal static class SessionEndpoints
{
    public static IResult Ways(GatewaySettings settings) =>
        Results.Json(new SignInWays(settings.SignIn.DeskOrigin is not null), ProtocolJson.Options);

    public static async Task<IResult> SignInAsync(SignIn given, SessionHandler handler) =>
        Answer(await handler.SignInAsync(given), "code");

    public static async Task<IResult> ChallengeAsync(GatewaySettings settings, PasskeyCeremony ceremony) =>
        settings.SignIn.DeskOrigin is null
            ? Problems.Of(StatusCodes.Status409Conflict, PeopleResult.NoPasskeys, PeopleResult.NoPasskeysText)
            : Results.Json(await ceremony.BeginSignInAsync(), ProtocolJson.Options);

    public static async Task<IResult> SignInWithPasskeyAsync(PasskeySignIn given, SessionHandler handler) =>
        Answer(await handler.SignInAsync(given), "passkey");

    public static async Task<IResult> SignInWithIdTokenAsync(IdTokenSignIn given, IdTokenHandler handler) =>
        await handler.SignInAsync(given.IdToken) switch
        {
            IdTokenSignInResult.SignedIn signedIn => Results.Json(
                signedIn.Session,
                ProtocolJson.Options,
                statusCode: StatusCodes.Status201Created
            ),
            IdTokenSignInResult.NoProvider => Problems.Of(
                StatusCodes.Status409Conflict,
                "no-identity-provider",
                "This gateway knows no national identity provider. Sign in with name, password and code, or set "
                    + "SignIn:OpenIdConnect in gateway.json."
            ),
            IdTokenSignInResult.ProviderUnreachable => Problems.Of(
                StatusCodes.Status503ServiceUnavailable,
                "identity-provider-unreachable",
                "The national identity provider does not answer the gateway, so its token cannot be verified. Try again; the "
                    + "gateway's service log has the reason."
            ),
            IdTokenSignInResult.Refused { Code: IdTokenSignInResult.UnknownSubject } => Problems.Of(
                StatusCodes.Status403Forbidden,
                IdTokenSignInResult.UnknownSubject,
                "This national account belongs to nobody at this gateway. An administrator can enter its subject: exchange user "
                    + "set NAME --subject SUBJECT."
            ),
            IdTokenSignInResult.Refused { Code: IdTokenSignInResult.Stopped } => Problems.Of(
                StatusCodes.Status403Forbidden,
                IdTokenSignInResult.Stopped,
                "This person is disabled, or locked for a quarter of an hour. An administrator can say why."
            ),
            IdTokenSignInResult.Refused { Code: IdTokenSignInResult.Used } => Problems.Of(
                StatusCodes.Status401Unauthorized,
                IdTokenSignInResult.Used,
                "This ID token was presented before. Sign in at the national identity provider again."
            ),
            IdTokenSignInResult.Refused => Problems.Of(
                StatusCodes.Status401Unauthorized,
                IdTokenSignInResult.Invalid,
                "This ID token is not of the national identity provider for this gateway, or it has ended. Sign in there again; "
                    + "the gateway's service log has the reason."
            ),
            var result => throw new InvalidOperationException($"There is no answer for {result.GetType().Name}."),
        };

    public static IResult Current(Caller caller, GatewaySettings settings, OwnParty own) =>
        Results.Json(
            new CallerView(caller.Actor, caller.Roles)
            {
                Party = own.Name.Value,
                Units = caller.Units,
                UnitsOfParty = settings.Units,
                Clearances = caller.Clearances,
            },
            ProtocolJson.Options
        );

    public static async Task<IResult> SignOutAsync(HttpRequest request, Caller caller, SessionHandler handler) =>
        TokenAuthentication.TokenOf(request) is { } token && await handler.SignOutAsync(token, caller)
            ? Results.NoContent()
            : Problems.Of(
                StatusCodes.Status409Conflict,
                "no-session",
                "This token is not of a session, so there is nothing to sign out of."
            );

    private static IResult Answer(SessionView? session, string factor) =>
        session is not null
            ? Results.Json(session, ProtocolJson.Options, statusCode: StatusCodes.Status201Created)
            : Problems.Of(
                StatusCodes.Status401Unauthorized,
                "sign-in-refused",
                $"Name, password or {factor} is wrong or was used before, or there were too many attempts. After a quarter of an hour try "
                    + "again, or ask an administrator for an enrolment code."
            );

    public static async Task<IResult> EnrolAsync(Enrolment given, EnrolHandler handler) =>
        PeopleEndpoints.Answer(await handler.EnrolAsync(given), "enrolment");
}
