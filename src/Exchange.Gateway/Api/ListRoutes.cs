using Exchange.Protocol.Vocabulary;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Exchange.Gateway.Api;

/// <summary>The routes of contacts, follow-up actions and lessons, and of the schemas.</summary>
internal static class ListRoutes
{
    public static void MapLists(RouteGroupBuilder api)
    {
        api.MapGet("/contacts", ListEndpoints.ContactsAsync)
            .WithName("listContacts")
            .WithSummary(
                "The contact points that each counterpart told us last, and those that we told it last, of updates that their "
                    + "recipient has accepted. Who is given them is recorded in the ledger first. The header Exchange-Withheld says "
                    + "that something is withheld from the caller."
            )
            .Produces<IReadOnlyList<OpenedView<ContactUpdateBody>>>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status503ServiceUnavailable);
        api.MapGet("/actions", ListEndpoints.ActionsAsync)
            .WithName("listActions")
            .WithSummary(
                "The follow-up actions that both sides have, as their owners reported them last, those agreed last first; 200 "
                    + "are looked at for a page, and the header Link has the address of the next. Who is given them is recorded in the "
                    + "ledger first. The header Exchange-Withheld says that something is withheld from the caller."
            )
            .Produces<IReadOnlyList<OpenedView<FollowUpActionBody>>>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status503ServiceUnavailable);
        api.MapGet("/lessons", ListEndpoints.LessonsAsync)
            .WithName("searchLessons")
            .WithSummary(
                "Lessons of ours and of all counterparts whose texts have all words of 'q', the newest first, at most 20; 10,000 "
                    + "are looked at for a page, and the header Link has the address of the next. The search, and who is given them, is "
                    + "recorded in the ledger first. The header Exchange-Withheld says that something is withheld from the caller."
            )
            .Produces<IReadOnlyList<OpenedView<LessonLearnedBody>>>()
            .ProducesProblem(Status429TooManyRequests)
            .ProducesProblem(Status503ServiceUnavailable)
            .Searched("lessons", "q")
            .RequireRateLimiting(Limits.Search);
    }

    public static void MapSchemas(RouteGroupBuilder schemas)
    {
        schemas
            .MapGet("", SchemaEndpoints.List)
            .WithName("listKinds")
            .WithSummary("The kinds of case messages.")
            .Produces<IReadOnlyList<string>>();
        schemas
            .MapGet("/{kind}", SchemaEndpoints.Read)
            .WithName("readSchema")
            .WithSummary(
                "The JSON Schema (2020-12) of what is submitted of a kind; under '$defs/message', of the message that crosses the border."
            )
            .Produces<string>(Status200OK, SchemaEndpoints.Type)
            .ProducesProblem(Status404NotFound);
    }
}
