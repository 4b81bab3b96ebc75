using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;
using Microsoft.AspNetCore.Mvc;

namespace Exchange.Gateway.Api;

/// <summary>The people of this gateway and the keys of machines, for administrators.</summary>
internal static class PeopleEndpoints
{
    public static IResult List(Database database, GatewaySettings settings, TimeProvider clock)
    {
        using var sql = database.OpenSession();
        return Results.Json(
            PeopleTable.All(sql).Select(person => View(person, person.SubjectAt(settings.SignIn.OpenIdConnect?.Issuer), clock.GetUtcNow())),
            ProtocolJson.Options
        );
    }

    public static async Task<IResult> AddAsync(
        NewCaller wanted,
        Caller caller,
        PeopleHandler handler,
        [FromHeader(Name = Routes.IdempotencyKey)] string? key = null
    ) =>
        Answer(
            await handler.AddAsync(wanted, caller, key),
            "person",
            done => new EnrolmentCodeView(wanted.Name, done.Secret!, done.EndsAt!.Value),
            StatusCodes.Status201Created
        );

    public static async Task<IResult> ChangeAsync(string name, PersonRights rights, Caller caller, PeopleHandler handler) =>
        Answer(await handler.ChangeAsync(name, rights, caller), "person");

    public static async Task<IResult> GiveCodeAsync(
        string name,
        Caller caller,
        PeopleHandler handler,
        [FromHeader(Name = Routes.IdempotencyKey)] string? key = null
    ) =>
        Answer(
            await handler.GiveCodeAsync(name, caller, key),
            "person",
            done => new EnrolmentCodeView(name, done.Secret!, done.EndsAt!.Value)
        );

    public static IResult ListKeys(Database database)
    {
        using var sql = database.OpenSession();
        return Results.Json(KeyTable.All(sql).Select(key => View(key, Callers.NameOf(sql, key.MadeBy))), ProtocolJson.Options);
    }

    public static async Task<IResult> MakeKeyAsync(
        NewKey wanted,
        Caller caller,
        KeyHandler handler,
        [FromHeader(Name = Routes.IdempotencyKey)] string? key = null
    ) =>
        Answer(
            await handler.MakeAsync(wanted, caller, key),
            "key",
            done => KeyHandler.View(done, wanted),
            StatusCodes.Status201Created
        );

    public static async Task<IResult> RevokeKeyAsync(string name, Caller caller, KeyHandler handler) =>
        Answer(await handler.RevokeAsync(name, caller), "key");

    /// <summary>The answer to a change.</summary>
    /// <param name="result">What became of it.</param>
    /// <param name="what">What it was for, in a word.</param>
    /// <param name="view">What is answered; an empty answer without it.</param>
    /// <param name="status">If it is done.</param>
    public static IResult Answer(
        PeopleResult result,
        string what,
        Func<PeopleResult.Done, object>? view = null,
        int status = StatusCodes.Status200OK
    ) =>
        result switch
        {
            PeopleResult.Done done => view is null
                ? Results.NoContent()
                : Results.Json(view(done), ProtocolJson.Options, statusCode: status),
            PeopleResult.Challenged { Challenge: var challenge } => Results.Json(challenge, ProtocolJson.Options),
            PeopleResult.NotFound => Problems.NotFound(what),
            PeopleResult.Refused refused => Problems.Of(StatusOf(refused.Code), refused.Code, $"{refused.Text} Nothing was changed."),
            _ => throw new InvalidOperationException($"There is no answer for {result.GetType().Name}."),
        };

    private static int StatusOf(string code) =>
        code switch
        {
            PeopleResult.Invalid or PeopleResult.InvalidCertificate or PeopleResult.PasskeyRefused =>
                StatusCodes.Status422UnprocessableEntity,
            CallerKey.Code => StatusCodes.Status400BadRequest,
            PeopleResult.Own or PeopleResult.EnrolmentRefused => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status409Conflict,
        };

    private static PersonView View(PersonRow person, string? subject, DateTimeOffset now) =>
        new(Guid.Parse(person.Id), person.Name, CallerText.Read<Role>(person.Roles), StatusOf(person, subject, now))
        {
            Units = CallerText.ReadUnits(person.Units),
            Subject = subject,
            Clearances = CallerText.Read<Clearance>(person.Clearances),
            EnrolmentEndsAt = person.EnrolmentEndsAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        };

    private static PersonStatus StatusOf(PersonRow person, string? subject, DateTimeOffset now) =>
        person.Disabled ? PersonStatus.Disabled
        : person.PasswordHash is null && subject is null ? PersonStatus.Enrolling
        : person.LockedUntil > now.ToUnixTimeMilliseconds() ? PersonStatus.Locked
        : PersonStatus.Active;

    private static KeyView View(KeyRow key, string? madeBy) =>
        new(Guid.Parse(key.Id), key.Name, CallerText.Read<Role>(key.Roles), DateTimeOffset.FromUnixTimeMilliseconds(key.MadeAt))
        {
            Units = CallerText.ReadUnits(key.Units),
            Clearances = CallerText.Read<Clearance>(key.Clearances),
            MadeBy = key.MadeBy,
            MadeByName = madeBy,
            Certificate = Secret.CertificateOf(key.Hash),
            RevokedAt = key.RevokedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
        };
}
