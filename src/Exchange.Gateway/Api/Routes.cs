using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Exchange.Gateway.Api;

/// <summary>All routes of the API: which groups there are, and what holds for each.</summary>
internal static class Routes
{
    public const string IdempotencyKey = "Idempotency-Key";

    public const string Json = "application/json";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", HealthEndpoints.Live).ExcludeFromDescription().AllowAnonymous();
        app.MapGet("/health/ready", HealthEndpoints.Ready).ExcludeFromDescription().AllowAnonymous();
        app.MapOpenApi().AllowAnonymous();
        ReferencePage.Map(app);
        var api = app.MapGroup("/api/v1")
            .ProducesProblem(Status400BadRequest)
            .ProducesProblem(Status401Unauthorized)
            .ProducesProblem(Status403Forbidden)
            .ProducesProblem(Status500InternalServerError);
        MessageRoutes.MapSending(api.MapGroup("/messages").WithTags("messages"));
        DraftRoutes.Map(api.MapGroup("/drafts").WithTags("drafts"));
        MessageRoutes.MapReading(api.MapGroup("").WithTags("messages"));
        ExchangeRoutes.Map(api.MapGroup("").WithTags("messages"));
        ListRoutes.MapLists(api.MapGroup("").WithTags("lists").For(Rights.Content));
        ListRoutes.MapSchemas(api.MapGroup("/schemas").WithTags("schemas").For(Role.Officer, Role.Supervisor));
        PeopleRoutes.MapSessions(api.MapGroup("").WithTags("sessions"));
        PeopleRoutes.MapPasskeys(api.MapGroup("/passkeys").WithTags("passkeys").For(Enum.GetValues<Role>()));
        PeopleRoutes.MapPeople(api.MapGroup("").WithTags("people").For(Role.Administrator));
        OperatorRoutes.MapLinks(api.MapGroup("/links").WithTags("links"));
        OperatorRoutes.MapOperation(api.MapGroup("").WithTags("operation").For(Role.Operator));
        LedgerRoutes.Map(api);
    }
}
