using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Exchange.Gateway.Api;

/// <summary>The routes of exchanges and of figures about them.</summary>
internal static class ExchangeRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/exchanges", ExchangeEndpoints.List)
            .WithName("listExchanges")
            .WithSummary(
                "Exchanges by counterpart, reference, kind, status, unit, queue (mine, my-units, unassigned, held), whose turn it is, "
                    + "due time and the time to be brought back: the newest first, about 200, with 'dueBefore' the earliest due first "
                    + "('withoutDue' has those in which nothing is due), with 'bringBackBefore' the earliest to be brought back; "
                    + "the header Link has the address of the next page. Where "
                    + "our party has units, officers and supervisors get those of their units and unassigned ones, and the header "
                    + "Exchange-Withheld says so. A search by reference is recorded in the ledger first."
            )
            .Produces<IReadOnlyList<ExchangeView>>()
            .ProducesProblem(Status404NotFound)
            .For(Role.Officer, Role.Supervisor, Role.Auditor)
            .Recorded("exchanges")
            .Searched("exchanges", "reference");
        api.MapGet("/exchanges/queues", ExchangeEndpoints.Queues)
            .WithName("countQueues")
            .WithSummary("How many exchanges each queue of the caller's work has, of those that it sees; each is counted up to 1,000.")
            .Produces<QueuesView>()
            .For(Role.Officer, Role.Supervisor);
        api.MapGet("/exchanges/news", NewsEndpoints.Arrived)
            .WithName("countNews")
            .WithSummary(
                "How many messages of counterparts were accepted since an entry of our ledger, in exchanges that the caller sees, up to "
                    + "100; without 'from', only where to begin. For a page that asks again and again: its session ends as if it had "
                    + "not."
            )
            .Produces<NewsView>()
            .For(Rights.Content)
            .AskedByPages();
        api.MapGet("/exchanges/changes", NewsEndpoints.Changed)
            .WithName("countChanges")
            .WithSummary(
                "In how many exchanges that the caller sees a message was sent or accepted, or an answer is overdue, since an entry of "
                    + "our ledger, up to 100; without 'from', only where to begin. For a page that asks again and again: its session ends "
                    + "as if it had not."
            )
            .Produces<NewsView>()
            .For(Rights.Content)
            .AskedByPages();
        api.MapGet("/exchanges/{id:guid}/news", NewsEndpoints.Happened)
            .WithName("countExchangeNews")
            .WithSummary(
                "How much happened in an exchange since an entry of our ledger, apart from readings, up to 100; without 'from', only "
                    + "where to begin. For a page that asks again and again: its session ends as if it had not."
            )
            .Produces<NewsView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .For(Rights.Content)
            .AskedByPages();
        api.MapGet("/exchanges/{id:guid}", ExchangeEndpoints.Read)
            .WithName("readExchange")
            .WithSummary(
                "One exchange: its state, as the ledger gives it, its messages, and what the caller may send in it now; 'counterpart' "
                    + "says which is meant where several have this id."
            )
            .Produces<ExchangeView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .For(Role.Officer, Role.Supervisor, Role.Auditor)
            .Recorded("exchanges", persons: true);
        api.MapGet("/exchanges/{id:guid}/history", ExchangeEndpoints.History)
            .WithName("readHistory")
            .WithSummary(
                "What happened in an exchange, the newest first, at most 200: messages with their handling and how they stand now, "
                    + "receipts, deadlines, decisions, and who read, exported or searched what or was denied it, but for messages "
                    + "that are withheld from the caller. 'group' chooses, several with commas between: "
                    + $"{CodeNames<HistoryGroup>.All}. The header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<HistoryView>>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .For(Role.Officer, Role.Supervisor, Role.Auditor)
            .Recorded("exchanges");
        api.MapGet("/exchanges/{id:guid}/replay", ExchangeEndpoints.Replay)
            .WithName("replayExchange")
            .WithSummary(
                "One exchange step by step, as the ledger has it: each entry with its inclusion proof, who cosigned the "
                    + "checkpoint, the verdict on each receipt, and the state after the step; at most 1,000 from the step 'first' on; the "
                    + "header Link has the address of the next page. Every proof is verified anew for the answer."
            )
            .Produces<ReplayView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status429TooManyRequests)
            .For(Role.Auditor)
            .Recorded("replay", always: true)
            .RequireRateLimiting(Limits.Search);
        api.MapGet("/figures", FigureEndpoints.Read)
            .WithName("readFigures")
            .WithSummary(
                "Of the exchanges that were opened since a time, the last 90 days without one: how far they have come and how "
                    + "long answers took; and how many answers are late now."
            )
            .Produces<FiguresView>()
            .ProducesProblem(Status429TooManyRequests)
            .For(Role.Supervisor)
            .RequireRateLimiting(Limits.Search);
        api.MapPost("/exchanges/{id:guid}/bring-back", ExchangeDecisions.BringBackAsync)
            .WithName("bringBackExchange")
            .WithSummary(
                "Bring an exchange back at a time, or, without 'on', at none: then it is in the list with 'bringBackBefore', and "
                    + "the event BroughtBack is raised once."
            )
            .Produces<ExchangeView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Officer);
        api.MapPost("/exchanges/{id:guid}/hold", ExchangeDecisions.HoldAsync)
            .WithName("holdExchange")
            .WithSummary(
                "Keep what the messages of an exchange say beyond its date, for a reason: "
                    + $"{CodeNames<HoldReason>.All}. Until the hold is lifted nothing of it is destroyed, nor can an erasure of it be "
                    + "sent. Recorded in the ledger."
            )
            .Produces<ExchangeView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Officer, Role.Supervisor);
        api.MapPost("/exchanges/{id:guid}/lift-hold", ExchangeDecisions.LiftHoldAsync)
            .WithName("liftHold")
            .WithSummary(
                "Lift the hold of an exchange: what its messages say is destroyed at its date again, and within minutes if that has "
                    + "passed. Recorded in the ledger."
            )
            .Produces<ExchangeView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Supervisor);
        api.MapPost("/exchanges/{id:guid}/assign", ExchangeDecisions.AssignAsync)
            .WithName("assignExchange")
            .WithSummary(
                "Assign an exchange to a unit of ours and, if 'officer' names one, to an officer of it; without 'unit', to none. "
                    + "With 'mine' the caller takes it, unless another officer has it. Recorded in the ledger."
            )
            .Produces<ExchangeView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Officer, Role.Supervisor, Role.Operator);
    }
}
