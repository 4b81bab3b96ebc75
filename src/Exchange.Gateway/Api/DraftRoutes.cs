using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Exchange.Gateway.Api;

/// <summary>The routes of drafts.</summary>
internal static class DraftRoutes
{
    public static void Map(RouteGroupBuilder drafts)
    {
        Changes(drafts.MapPost("", DraftEndpoints.CreateAsync))
            .WithName("createDraft")
            .WithSummary(
                "Begin a message. What it is for stays; what it says may be incomplete, at most 512 KiB. Its author alone sees it."
            )
            .Produces<DraftView>(Status201Created)
            .ProducesProblem(Status413PayloadTooLarge);
        drafts
            .MapGet("", DraftEndpoints.List)
            .WithName("listDrafts")
            .WithSummary(
                "The caller's drafts, and for a supervisor those of others that are not being edited, without what they say, the "
                    + "newest first, at most 50; the header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<DraftView>>()
            .For(Rights.Content);
        drafts
            .MapGet("/news", NewsEndpoints.Asked)
            .WithName("countAskedReleases")
            .WithSummary(
                "How many drafts wait for the caller's release that were asked for since an entry of our ledger, up to 100; without "
                    + "'from', only where to begin. For a page that asks again and again: its session ends as if it had not."
            )
            .Produces<NewsView>()
            .For(Rights.Content)
            .AskedByPages();
        drafts
            .MapGet("/{id:guid}", DraftEndpoints.ReadAsync)
            .WithName("readDraft")
            .WithSummary(
                "One draft with what it says; with 'outgoing', also all that would leave of it; with 'asked', also the questions that it "
                    + "answers. The header ETag names its version. That another than its author reads it, or that anybody reads those "
                    + "questions, is recorded in the ledger first."
            )
            .Produces<DraftView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status422UnprocessableEntity)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Rights.Content);
        drafts
            .MapGet("/{id:guid}/outgoing", DraftEndpoints.OutgoingAsync)
            .WithName("readOutgoing")
            .WithSummary(
                "All that would leave with a draft, to whom and under which codes, made by the code that seals and sends it, "
                    + "with the rules that demand a release, and the digest that a releaser names."
            )
            .Produces<OutgoingView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status422UnprocessableEntity)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Rights.Content);
        Changes(drafts.MapPut("/{id:guid}", DraftEndpoints.ReplaceAsync))
            .WithName("replaceDraft")
            .WithSummary(
                "Write what a draft says anew. The header If-Match has the ETag of the version that it is written over (428 "
                    + "without it, 412 if another edit was first). An Idempotency-Key is heeded if there is one."
            )
            .Produces<DraftView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status412PreconditionFailed)
            .ProducesProblem(Status413PayloadTooLarge)
            .ProducesProblem(Status428PreconditionRequired);
        Changes(drafts.MapDelete("/{id:guid}", DraftEndpoints.DeleteAsync))
            .WithName("deleteDraft")
            .WithSummary(
                "Delete a draft with its key. An If-Match and an Idempotency-Key are heeded if there is one: a repeat with the "
                    + "same key gives the same answer."
            )
            .Produces(Status204NoContent)
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status412PreconditionFailed);
        drafts
            .MapGet("/{id:guid}/check", DraftEndpoints.Check)
            .WithName("checkDraft")
            .WithSummary("All faults and warnings of a draft as it stands, by the code that sends it.")
            .Produces<CheckedView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .For(Rights.Content);
        Changes(drafts.MapPost("/{id:guid}/submit", DraftEndpoints.SubmitAsync))
            .WithName("submitDraft")
            .WithSummary(
                "Send a draft, or ask for its release if a rule demands one: its status says which. The message has its id; a "
                    + "repeat does nothing. An If-Match is heeded if there is one."
            )
            .Produces<DraftView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status412PreconditionFailed);
        Decides(drafts.MapPost("/{id:guid}/return", DraftEndpoints.ReturnAsync))
            .WithName("returnDraft")
            .WithSummary(
                "Return a draft that awaits release to its author, with a reason. The header If-Match has the ETag of the "
                    + "version that was read (428 without it, 412 if its author has changed it)."
            )
            .ProducesProblem(Status428PreconditionRequired);
        Decides(drafts.MapPost("/{id:guid}/release", DraftEndpoints.ReleaseAsync))
            .WithName("releaseDraft")
            .WithSummary(
                "Release what was shown, which sends it: another person than the author or the maker of its key, by the digest "
                    + "of what would leave (409 if that has changed). A second release gives the same message."
            )
            .ProducesProblem(Status422UnprocessableEntity);
    }

    private static RouteHandlerBuilder Decides(RouteHandlerBuilder route) =>
        route
            .Produces<DraftView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status412PreconditionFailed)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Supervisor);

    private static RouteHandlerBuilder Changes(RouteHandlerBuilder route) =>
        route
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status422UnprocessableEntity)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Officer);
}
