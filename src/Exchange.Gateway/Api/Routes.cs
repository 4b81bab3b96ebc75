namespace Exchange.Gateway.Api;

/// <summary>All doors of the API, in one place.</summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", HealthEndpoints.Live).ExcludeFromDescription();
        app.MapGet("/health/ready", HealthEndpoints.Ready).ExcludeFromDescription();
        app.MapOpenApi();
        var api = app.MapGroup("/api/v1");
        api.MapPost("/messages", MessageEndpoints.SubmitAsync).WithName("submit");
        api.MapGet("/messages", MessageEndpoints.List).WithName("listMessages");
        api.MapGet("/messages/{id:guid}", MessageEndpoints.Read).WithName("readMessage");
        api.MapGet("/messages/{id:guid}/receipt", MessageEndpoints.Receipt).WithName("readReceipt");
        api.MapPost("/messages/{id:guid}/acknowledge", MessageEndpoints.AcknowledgeAsync).WithName("acknowledge");
        api.MapPost("/messages/{id:guid}/respond", MessageEndpoints.RespondAsync).WithName("respond");
        api.MapGet("/exchanges", ExchangeEndpoints.List).WithName("listExchanges");
        api.MapGet("/exchanges/{id:guid}", ExchangeEndpoints.Read).WithName("readExchange");
        api.MapGet("/links", LinkEndpoints.List).WithName("listLinks");
        api.MapPost("/links/{party}/ping", LinkEndpoints.PingAsync).WithName("ping");
        api.MapGet("/ledger", LedgerEndpoints.Head).WithName("readLedger");
        api.MapGet("/ledger/entries", LedgerEndpoints.Entries).WithName("readEntries");
    }
}
