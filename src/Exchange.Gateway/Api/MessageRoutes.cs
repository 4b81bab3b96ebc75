using System.Text.Json.Nodes;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Submitting;
using Microsoft.AspNetCore.Mvc;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Exchange.Gateway.Api;

/// <summary>The routes of messages.</summary>
internal static class MessageRoutes
{
    public static void MapSending(RouteGroupBuilder messages)
    {
        Sends(
            messages.MapPost("", MessageEndpoints.SubmitAsync).WithName("submit").Accepts<Submitted.Opening>(Routes.Json),
            "Open an exchange. What is answered has been signed, sealed, recorded and queued. The schema of each kind is at "
                + "/api/v1/schemas."
        );
        Checks(
            messages.MapPost("/check", MessageEndpoints.CheckAsync).WithName("check").Accepts<Submitted.Opening>(Routes.Json),
            "All faults and warnings of what would open an exchange, by the code that sends it. Nothing is stored."
        );
        Checks(
                messages
                    .MapPost("/{id:guid}/check", MessageEndpoints.CheckAnswerAsync)
                    .WithName("checkAnswer")
                    .Accepts<JsonObject>(Routes.Json),
                "All faults and warnings of an answer to this message, which names its kind. Nothing is stored."
            )
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict);
        foreach (var kind in CaseKinds.All.Where(kind => kind.Follows))
        {
            var route = messages.MapPost(
                $"/{{id:guid}}/{kind.Verb}",
                (
                    Guid id,
                    HttpRequest request,
                    Caller caller,
                    [FromHeader(Name = Routes.IdempotencyKey)] string? key,
                    SubmitHandler handler,
                    CancellationToken cancellation,
                    string? sender = null
                ) => MessageEndpoints.AnswerAsync(kind, id, sender, request, caller, key, handler, cancellation)
            );
            Sends(route.WithName(kind.Verb).Accepts(typeof(Submitted.Answer<>).MakeGenericType(kind.Body), Routes.Json), kind.Summary)
                .ProducesProblem(Status404NotFound);
        }
    }

    public static void MapReading(RouteGroupBuilder api)
    {
        api.MapGet("/messages", MessageEndpoints.List)
            .WithName("listMessages")
            .WithSummary(
                "The newest case messages first, at most 200, without content; with 'dueBefore' those that opened an exchange in "
                    + "which an answer is due earlier; the header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<MessageView>>()
            .ProducesProblem(Status400BadRequest)
            .ProducesProblem(Status404NotFound)
            .For(Role.Officer, Role.Supervisor, Role.Auditor)
            .Recorded("messages");
        api.MapGet("/messages/incomplete", MessageEndpoints.Incomplete)
            .WithName("listIncompleteMessages")
            .WithSummary(
                "Refused messages of which not all could be read, or whose id or sequence another had, the newest first, at most "
                    + "200; the header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<MessageView>>()
            .For(Role.Officer, Role.Supervisor, Role.Auditor)
            .Recorded("messages");
        api.MapGet("/messages/{id:guid}", MessageEndpoints.Read)
            .WithName("readMessage")
            .WithSummary("One case message, without content; 'sender' says whose is meant where several parties have given this id.")
            .Produces<MessageView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .For(Role.Officer, Role.Supervisor, Role.Auditor)
            .Recorded("messages");
        api.MapGet("/messages/{id:guid}/content", MessageEndpoints.OpenAsync)
            .WithName("openMessage")
            .WithSummary(
                "One case message with its content, and the questions that it answers. That it was opened, and by whom, is recorded in "
                    + "the ledger first, and so is the opening of the message that asks them; if that one is withheld from the caller, "
                    + "its questions are absent."
            )
            .Produces<MessageView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status429TooManyRequests)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Rights.Content)
            .RequireRateLimiting(Limits.Content);
        api.MapGet("/messages/{id:guid}/receipt", MessageEndpoints.Receipt)
            .WithName("readReceipt")
            .WithSummary(
                "The proof of what became of a message of ours: the counterpart's ledger entry, its inclusion proof, the signed checkpoint."
            )
            .Produces<ReceiptView>()
            .ProducesProblem(Status404NotFound)
            .For(Role.Officer, Role.Supervisor, Role.Auditor)
            .Recorded("messages");
        api.MapPost("/messages/{id:guid}/evidence", EvidenceEndpoints.ExportAsync)
            .WithName("exportEvidence")
            .WithSummary(
                "A bundle (zip) that proves a message offline, with what it says or without. That one with content was made, and "
                    + "by whom, is recorded in the ledger first; one without is counted as a reading. An auditor gets it without "
                    + "content. Content that its provider has restricted (H1, H2) needs a 'recipient': our own party, or one that the "
                    + "provider's consent names."
            )
            .Produces<Stream>(Status200OK, "application/zip")
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status422UnprocessableEntity)
            .ProducesProblem(Status429TooManyRequests)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Officer, Role.Supervisor, Role.Auditor);
    }

    private static RouteHandlerBuilder Sends(RouteHandlerBuilder route, string summary) =>
        route
            .WithSummary(summary)
            .Produces<SubmittedView>(Status202Accepted)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status413PayloadTooLarge)
            .ProducesProblem(Status422UnprocessableEntity)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Rights.Sending);

    private static RouteHandlerBuilder Checks(RouteHandlerBuilder route, string summary) =>
        route.WithSummary(summary).Produces<CheckedView>().ProducesProblem(Status413PayloadTooLarge).For(Rights.Content);
}
