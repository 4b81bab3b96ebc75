using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Exchange.Gateway.Api;

/// <summary>The routes of links, and of the operation of the gateway.</summary>
internal static class OperatorRoutes
{
    public static void MapLinks(RouteGroupBuilder links)
    {
        links
            .MapGet("", LinkEndpoints.List)
            .WithName("listLinks")
            .WithSummary("Where we stand with each counterpart.")
            .Produces<IReadOnlyList<LinkView>>()
            .For(Role.Officer, Role.Supervisor, Role.Auditor, Role.Operator)
            .Recorded("links");
        links
            .MapGet("/{party}", LinkEndpoints.Read)
            .WithName("readLink")
            .WithSummary(
                "Where we stand with one counterpart, with the newest 20 alarms about it and what proves them; the header Link "
                    + "has the address of older ones."
            )
            .Produces<LinkView>()
            .ProducesProblem(Status404NotFound)
            .For(Role.Officer, Role.Supervisor, Role.Auditor, Role.Operator)
            .Recorded("links");
        links
            .MapPost("/{party}/resume", LinkEndpoints.ResumeAsync)
            .WithName("resumeLink")
            .WithSummary(
                "Operator confirmation: resume a suspended link from the newest checkpoint held. A fork ends only by a new origin."
            )
            .Produces<LinkView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Operator);
        links
            .MapPost("/{party}/ping", LinkEndpoints.PingAsync)
            .WithName("ping")
            .WithSummary("Send a ping and wait for its answer, at most 20 s.")
            .Produces<PingView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status503ServiceUnavailable)
            .ProducesProblem(Status504GatewayTimeout)
            .For(Role.Operator);
        links
            .MapGet("/{party}/queue", LinkEndpoints.Queue)
            .WithName("listQueue")
            .WithSummary(
                "What waits in the outbox for the broker's confirm or for a receipt, in the order of sending, at most 200; the "
                    + "header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<QueuedView>>()
            .ProducesProblem(Status404NotFound)
            .For(Role.Operator);
        links
            .MapGet("/{party}/deferred", LinkEndpoints.Deferred)
            .WithName("listDeferred")
            .WithSummary(
                "What arrived and cannot be judged yet, with what it waits for, the oldest first, at most 200; the header Link "
                    + "has the address of the next page."
            )
            .Produces<IReadOnlyList<DeferredView>>()
            .ProducesProblem(Status404NotFound)
            .For(Role.Operator);
        links
            .MapPost("/{party}/resend", LinkEndpoints.ResendAsync)
            .WithName("resend")
            .WithSummary("Send again at once what has no receipt, instead of at its next time.")
            .Produces<ResentView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Operator);
    }

    public static void MapOperation(RouteGroupBuilder api)
    {
        api.MapGet("/quarantine", OperatorEndpoints.Quarantine)
            .WithName("listQuarantine")
            .WithSummary(
                "Arrivals that nobody is proved to have sent: when, in whose mailbox, how large and why, never what they say; "
                    + "the newest first, at most 200; the header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<QuarantinedView>>()
            .ProducesProblem(Status404NotFound);
        api.MapGet("/certificates", OperatorEndpoints.Certificates)
            .WithName("listCertificates")
            .WithSummary(
                "What has an end and must be renewed, ours and each counterpart's: cards, revocation lists, logins, brokers, "
                    + "this API; each by the earliest end of its whole chain, the earliest first."
            )
            .Produces<IReadOnlyList<CertificateView>>();
        api.MapGet("/settings", OperatorEndpoints.Settings)
            .WithName("listSettings")
            .WithSummary("The settings with which this gateway runs, by name. None is a secret.")
            .Produces<IReadOnlyList<SettingView>>();
    }
}
