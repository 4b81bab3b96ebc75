using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Exchange.Gateway.Api;

/// <summary>The routes of sessions, people and keys.</summary>
internal static class PeopleRoutes
{
    public static void MapSessions(RouteGroupBuilder api)
    {
        api.MapPost("/sessions", SessionEndpoints.SignInAsync)
            .WithName("signIn")
            .AllowAnonymous()
            .RequireRateLimiting(Limits.Attempts)
            .WithSummary(
                "Sign in. The token opens the API until the session ends; the answer to a refusal never says which part was wrong."
            )
            .Produces<SessionView>(Status201Created)
            .ProducesProblem(Status429TooManyRequests)
            .ProducesProblem(Status503ServiceUnavailable);
        api.MapGet("/sessions/ways", SessionEndpoints.Ways)
            .WithName("listSignInWays")
            .AllowAnonymous()
            .WithSummary("With what people can sign in here, besides name, password and code.")
            .Produces<SignInWays>();
        api.MapPost("/sessions/passkey/challenge", SessionEndpoints.ChallengeAsync)
            .WithName("challengePasskey")
            .AllowAnonymous()
            .RequireRateLimiting(Limits.Attempts)
            .WithSummary("Ask for a challenge to sign in with a passkey. It is for nobody in particular, so it tells nobody who has one.")
            .Produces<PasskeyChallengeView>()
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status429TooManyRequests);
        api.MapPost("/sessions/passkey", SessionEndpoints.SignInWithPasskeyAsync)
            .WithName("signInWithPasskey")
            .AllowAnonymous()
            .RequireRateLimiting(Limits.Attempts)
            .WithSummary("Sign in with a passkey in place of the code. The answer to a refusal never says which part was wrong.")
            .Produces<SessionView>(Status201Created)
            .ProducesProblem(Status429TooManyRequests)
            .ProducesProblem(Status503ServiceUnavailable);
        api.MapPost("/sessions/openid-connect", SessionEndpoints.SignInWithIdTokenAsync)
            .WithName("signInWithIdToken")
            .AllowAnonymous()
            .RequireRateLimiting(Limits.Attempts)
            .WithSummary(
                "Sign in with an ID token of the national identity provider, if the gateway knows one. It is verified here, and "
                    + "accepted once."
            )
            .Produces<SessionView>(Status201Created)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status429TooManyRequests)
            .ProducesProblem(Status503ServiceUnavailable);
        api.MapPost("/enrolments", SessionEndpoints.EnrolAsync)
            .WithName("enrol")
            .AllowAnonymous()
            .RequireRateLimiting(Limits.Attempts)
            .WithSummary("Set one's password and second factor with an enrolment code, once.")
            .Produces(Status204NoContent)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status422UnprocessableEntity)
            .ProducesProblem(Status429TooManyRequests)
            .ProducesProblem(Status503ServiceUnavailable);
        var current = api.MapGroup("/sessions/current").For(Enum.GetValues<Role>());
        current
            .MapGet("", SessionEndpoints.Current)
            .WithName("readCaller")
            .WithSummary("Who is asking, and what it may do.")
            .Produces<CallerView>();
        current
            .MapDelete("", SessionEndpoints.SignOutAsync)
            .WithName("signOut")
            .WithSummary("Sign out: the token opens nothing any more.")
            .Produces(Status204NoContent)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status503ServiceUnavailable);
    }

    /// <summary>The caller's own; a machine has none.</summary>
    public static void MapPasskeys(RouteGroupBuilder passkeys)
    {
        passkeys
            .MapGet("", PasskeyEndpoints.List)
            .WithName("listPasskeys")
            .WithSummary("The caller's own passkeys, the oldest first.")
            .Produces<IReadOnlyList<PasskeyView>>();
        passkeys
            .MapPost("/challenge", PasskeyEndpoints.ChallengeAsync)
            .WithName("challengeNewPasskey")
            .WithSummary("Ask for a challenge to add a passkey.")
            .Produces<PasskeyChallengeView>()
            .ProducesProblem(Status409Conflict);
        Changes(passkeys.MapPost("", PasskeyEndpoints.AddAsync))
            .WithName("addPasskey")
            .WithSummary("Add a passkey, which can take the place of the code. At most ten.")
            .Produces(Status204NoContent);
        passkeys
            .MapDelete("/{id:guid}", PasskeyEndpoints.RemoveAsync)
            .WithName("removePasskey")
            .WithSummary("Remove a passkey: it signs nobody in any more.")
            .Produces(Status204NoContent)
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status503ServiceUnavailable);
    }

    public static void MapPeople(RouteGroupBuilder api)
    {
        api.MapGet("/people", PeopleEndpoints.List)
            .WithName("listPeople")
            .WithSummary("The people of this gateway, by name.")
            .Produces<IReadOnlyList<PersonView>>();
        Changes(api.MapPost("/people", PeopleEndpoints.AddAsync))
            .WithName("addPerson")
            .WithSummary(
                "Add a person. The enrolment code is shown once, and good for 24 hours. An Idempotency-Key is heeded if there is one: a "
                    + "repeat is told that it was done."
            )
            .Produces<EnrolmentCodeView>(Status201Created);
        Changes(api.MapPut("/people/{name}", PeopleEndpoints.ChangeAsync))
            .WithName("changePerson")
            .WithSummary("Change what a person may do, as a whole. Its sessions end. Nobody changes its own.")
            .Produces(Status204NoContent)
            .ProducesProblem(Status404NotFound);
        Changes(api.MapPost("/people/{name}/enrolment", PeopleEndpoints.GiveCodeAsync))
            .WithName("giveEnrolmentCode")
            .WithSummary(
                "Give a person a new enrolment code, shown once. Password, second factor and sessions that it had are void. An "
                    + "Idempotency-Key is heeded if there is one: a repeat is told that it was done, and voids nothing."
            )
            .Produces<EnrolmentCodeView>()
            .ProducesProblem(Status404NotFound);
        api.MapGet("/keys", PeopleEndpoints.ListKeys)
            .WithName("listKeys")
            .WithSummary("The keys of machines, by name, also those that were revoked.")
            .Produces<IReadOnlyList<KeyView>>();
        Changes(api.MapPost("/keys", PeopleEndpoints.MakeKeyAsync))
            .WithName("makeKey")
            .WithSummary(
                "Make a key for a machine, shown once, or let it in by the certificate that it shows in TLS. An Idempotency-Key is heeded "
                    + "if there is one: a repeat is told that it was done."
            )
            .Produces<NewKeyView>(Status201Created);
        Changes(api.MapDelete("/keys/{name}", PeopleEndpoints.RevokeKeyAsync))
            .WithName("revokeKey")
            .WithSummary("Revoke a key: it opens nothing any more.")
            .Produces(Status204NoContent)
            .ProducesProblem(Status404NotFound);
    }

    private static RouteHandlerBuilder Changes(RouteHandlerBuilder route) =>
        route.ProducesProblem(Status409Conflict).ProducesProblem(Status422UnprocessableEntity).ProducesProblem(Status503ServiceUnavailable);
}
