using Exchange.Gateway.Auditing;
using Exchange.Gateway.Submitting;
using Exchange.Protocol.Vocabulary;
using Microsoft.AspNetCore.Mvc;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Exchange.Gateway.Api;

/// <summary>All doors of the API, in one place.</summary>
internal static class Routes
{
    public const string IdempotencyKey = "Idempotency-Key";

    private const string Json = "application/json";

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
        MapSending(api.MapGroup("/messages").WithTags("messages"));
        DraftRoutes.Map(api.MapGroup("/drafts").WithTags("drafts"));
        MapReading(api.MapGroup("").WithTags("messages"));
        MapLists(api.MapGroup("").WithTags("lists").For(Rights.Content));
        MapSchemas(api.MapGroup("/schemas").WithTags("schemas").For(Role.Officer, Role.Supervisor));
        MapSessions(api.MapGroup("").WithTags("sessions"));
        MapPeople(api.MapGroup("").WithTags("people").For(Role.Administrator));
        MapLinks(api.MapGroup("/links").WithTags("links"));
        MapOperation(api.MapGroup("").WithTags("operation").For(Role.Operator));
        MapLedger(api.MapGroup("/ledger").WithTags("ledger"));
        var export = api.MapGroup("/ledger")
            .WithTags("export")
            .ProducesProblem(Status404NotFound)
            .For(Role.Auditor, Role.Operator)
            .Recorded("export", always: true);
        MapLedgerFiles(export, "");
        export
            .MapGet("/archive", LedgerFileEndpoints.Archive)
            .WithName("exportArchive")
            .WithSummary(
                "All files of the export as one zip, up to the newest checkpoint that a counterpart has cosigned. Unpacked, it "
                    + "is what 'exchange ledger verify' reads."
            )
            .Produces<Stream>(Status200OK, "application/zip");
        export
            .MapGet("/former", LedgerFileEndpoints.Formers)
            .WithName("listFormerLogs")
            .WithSummary(
                "Our ledgers that have ended, the newest first; 'path' is where the files of each are, as those of the present one."
            )
            .Produces<IReadOnlyList<FormerLogView>>();
        var former = api.MapGroup($"/ledger/former/{{{LedgerFileEndpoints.Former}}}").WithTags("export").ProducesProblem(Status404NotFound);
        MapLedgerFiles(former.MapGroup("").For(Role.Auditor, Role.Operator).Recorded("export", always: true), "OfFormer");
        MapSearch(former, "OfFormer").ProducesProblem(Status404NotFound);
    }

    private static void MapSending(RouteGroupBuilder messages)
    {
        Sends(
            messages.MapPost("", MessageEndpoints.SubmitAsync).WithName("submit").Accepts<Submitted.Opening>(Json),
            "Open an exchange. What is answered has been signed, sealed, recorded and queued. The schema of each kind is at "
                + "/api/v1/schemas."
        );
        foreach (var kind in CaseKinds.All.Where(kind => kind.Follows))
        {
            var route = messages.MapPost(
                $"/{{id:guid}}/{kind.Verb}",
                (
                    Guid id,
                    HttpRequest request,
                    Caller caller,
                    [FromHeader(Name = IdempotencyKey)] string? key,
                    SubmitHandler handler,
                    CancellationToken cancellation,
                    string? sender = null
                ) => MessageEndpoints.AnswerAsync(kind, id, sender, request, caller, key, handler, cancellation)
            );
            Sends(route.WithName(kind.Verb).Accepts(typeof(Submitted.Answer<>).MakeGenericType(kind.Body), Json), kind.Summary)
                .ProducesProblem(Status404NotFound);
        }
    }

    private static RouteHandlerBuilder Sends(RouteHandlerBuilder route, string summary) =>
        route
            .WithSummary(summary)
            .Produces<SubmittedView>(Status202Accepted)
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status413PayloadTooLarge)
            .ProducesProblem(Status422UnprocessableEntity)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Officer);

    private static void MapReading(RouteGroupBuilder api)
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
            .WithSummary("One case message with its content. That it was opened, and by whom, is recorded in the ledger first.")
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
        api.MapGet("/exchanges", ExchangeEndpoints.List)
            .WithName("listExchanges")
            .WithSummary(
                "Exchanges by counterpart, reference, kind, status, unit, queue (mine, my-units, unassigned), whose turn it is, "
                    + "due time and the time to be brought back: the newest first, about 200, with 'dueBefore' the earliest due first, "
                    + "with 'bringBackBefore' the earliest to be brought back; the header Link has the address of the next page. Where "
                    + "our party has units, officers and supervisors get those of their units and unassigned ones, and the header "
                    + "Exchange-Withheld says so."
            )
            .Produces<IReadOnlyList<ExchangeView>>()
            .ProducesProblem(Status404NotFound)
            .For(Role.Officer, Role.Supervisor, Role.Auditor)
            .Recorded("exchanges");
        api.MapGet("/exchanges/queues", ExchangeEndpoints.Queues)
            .WithName("countQueues")
            .WithSummary("How many exchanges each queue of the caller's work has, of those that it sees; each is counted up to 1,000.")
            .Produces<QueuesView>()
            .For(Role.Officer, Role.Supervisor);
        api.MapGet("/exchanges/{id:guid}", ExchangeEndpoints.Read)
            .WithName("readExchange")
            .WithSummary(
                "One exchange: its state, as the ledger gives it, and its messages; 'counterpart' says which is meant where "
                    + "several have this id."
            )
            .Produces<ExchangeView>()
            .ProducesProblem(Status404NotFound)
            .ProducesProblem(Status409Conflict)
            .For(Role.Officer, Role.Supervisor, Role.Auditor)
            .Recorded("exchanges");
        api.MapGet("/exchanges/{id:guid}/history", ExchangeEndpoints.History)
            .WithName("readHistory")
            .WithSummary(
                "What happened in an exchange, the oldest first, at most 1,000: messages with their handling, receipts, "
                    + "deadlines, decisions, and for supervisors and auditors who was given what; the header Link has the address of "
                    + "the next page."
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
                    + "checkpoint, the verdict on each receipt, and the state after the step. Every proof is verified anew for the "
                    + "answer."
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
        api.MapPost("/exchanges/{id:guid}/bring-back", ExchangeEndpoints.BringBackAsync)
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
        api.MapPost("/exchanges/{id:guid}/assign", ExchangeEndpoints.AssignAsync)
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

    private static void MapLists(RouteGroupBuilder api)
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
                    + "are looked at for a page, and the header Link has the address of the next. Who is given them is recorded in the "
                    + "ledger first. The header Exchange-Withheld says that something is withheld from the caller."
            )
            .Produces<IReadOnlyList<OpenedView<LessonLearnedBody>>>()
            .ProducesProblem(Status429TooManyRequests)
            .ProducesProblem(Status503ServiceUnavailable)
            .RequireRateLimiting(Limits.Search);
    }

    private static void MapSchemas(RouteGroupBuilder schemas)
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

    private static void MapSessions(RouteGroupBuilder api)
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

    private static void MapPeople(RouteGroupBuilder api)
    {
        api.MapGet("/people", PeopleEndpoints.List)
            .WithName("listPeople")
            .WithSummary("The people of this gateway, by name.")
            .Produces<IReadOnlyList<PersonView>>();
        Changes(api.MapPost("/people", PeopleEndpoints.AddAsync))
            .WithName("addPerson")
            .WithSummary("Add a person. The enrolment code is shown once, and good for 24 hours.")
            .Produces<EnrolmentCodeView>(Status201Created);
        Changes(api.MapPut("/people/{name}", PeopleEndpoints.ChangeAsync))
            .WithName("changePerson")
            .WithSummary("Change what a person may do, as a whole. Its sessions end. Nobody changes its own.")
            .Produces(Status204NoContent)
            .ProducesProblem(Status404NotFound);
        Changes(api.MapPost("/people/{name}/enrolment", PeopleEndpoints.GiveCodeAsync))
            .WithName("giveEnrolmentCode")
            .WithSummary("Give a person a new enrolment code, shown once. Password, second factor and sessions that it had are void.")
            .Produces<EnrolmentCodeView>()
            .ProducesProblem(Status404NotFound);
        api.MapGet("/keys", PeopleEndpoints.ListKeys)
            .WithName("listKeys")
            .WithSummary("The keys of machines, by name, also those that were revoked.")
            .Produces<IReadOnlyList<KeyView>>();
        Changes(api.MapPost("/keys", PeopleEndpoints.MakeKeyAsync))
            .WithName("makeKey")
            .WithSummary("Make a key for a machine, shown once.")
            .Produces<NewKeyView>(Status201Created);
        Changes(api.MapDelete("/keys/{name}", PeopleEndpoints.RevokeKeyAsync))
            .WithName("revokeKey")
            .WithSummary("Revoke a key: it opens nothing any more.")
            .Produces(Status204NoContent)
            .ProducesProblem(Status404NotFound);
    }

    private static RouteHandlerBuilder Changes(RouteHandlerBuilder route) =>
        route.ProducesProblem(Status409Conflict).ProducesProblem(Status422UnprocessableEntity).ProducesProblem(Status503ServiceUnavailable);

    private static void MapLinks(RouteGroupBuilder links)
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

    private static void MapOperation(RouteGroupBuilder api)
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

    private static void MapLedger(RouteGroupBuilder ledger)
    {
        ledger
            .MapGet("", LedgerEndpoints.Head)
            .WithName("readLedger")
            .WithSummary("The newest checkpoint of our ledger, and the counterparts' cosignatures.")
            .Produces<LedgerView>()
            .For(Role.Officer, Role.Supervisor, Role.Auditor, Role.Operator)
            .Recorded("head");
        ledger
            .MapPost("/trust", LedgerEndpoints.TrustAsync)
            .WithName("trustLedger")
            .WithSummary("Operator confirmation after a restore: trust our ledger and our record of the counterparts' ledgers.")
            .Produces<LedgerView>()
            .ProducesProblem(Status409Conflict)
            .ProducesProblem(Status503ServiceUnavailable)
            .For(Role.Operator);
        ledger
            .MapPost("/compare", ComparisonEndpoints.CompareAsync)
            .WithName("compareExport")
            .Accepts<Stream>(ComparisonEndpoints.Type)
            .WithSummary(
                "Compare our ledger with a counterpart's export (zip, at most 32 MiB): every message with its reception, every "
                    + "receipt with the entry that it names, and the export with the checkpoints that we hold. One at a time."
            )
            .Produces<ComparisonView>()
            .ProducesProblem(Status413PayloadTooLarge)
            .ProducesProblem(Status422UnprocessableEntity)
            .ProducesProblem(Status429TooManyRequests)
            .For(Role.Auditor)
            .Recorded("compare", always: true)
            .RequireRateLimiting(Limits.Search);
        MapSearch(ledger, "");
        ledger
            .MapGet("/proof/{index:long}", SearchEndpoints.Prove)
            .WithName("proveEntry")
            .WithSummary(
                "One entry with its inclusion proof under the newest checkpoint that a counterpart has cosigned and that covers "
                    + "it, else under the newest."
            )
            .Produces<EntryProofView>()
            .ProducesProblem(Status404NotFound)
            .For(Role.Auditor, Role.Operator)
            .Recorded("proof", always: true);
        ledger
            .MapGet("/entries", LedgerEndpoints.Entries)
            .WithName("readEntries")
            .WithSummary("The exact text of at most 1,000 entries from an index on; the header Link has the address of the next.")
            .Produces<EntriesView>()
            .For(Role.Auditor, Role.Operator)
            .Recorded("entries", always: true);
    }

    private static RouteHandlerBuilder MapSearch(RouteGroupBuilder log, string suffix) =>
        log.MapGet("/search", SearchEndpoints.Search)
            .WithName("searchEntries" + suffix)
            .WithSummary(
                "Entries by time, exchange, counterpart, event and actor, at most 200; 'next' is where to go on. Of one ledger: "
                    + "what is older than its renewal is in the former one."
            )
            .Produces<FoundEntriesView>()
            .ProducesProblem(Status429TooManyRequests)
            .For(Role.Auditor, Role.Operator)
            .Recorded("search", always: true)
            .RequireRateLimiting(Limits.Search);

    private static void MapLedgerFiles(RouteGroupBuilder files, string suffix)
    {
        files
            .MapGet("/checkpoint", LedgerFileEndpoints.NewestCheckpoint)
            .WithName("exportCheckpoint" + suffix)
            .WithSummary(
                "The newest checkpoint of our ledger that a counterpart has cosigned, with the cosignatures. This address is a "
                    + "C2SP tlog-tiles prefix."
            )
            .Produces<string>(Status200OK, "text/plain");
        files
            .MapGet("/checkpoints", LedgerFileEndpoints.Checkpoints)
            .WithName("listExportedCheckpoints" + suffix)
            .WithSummary(
                "Cosigned checkpoints by ascending size, at most 1,000 after a size; the header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<ExportedCheckpointView>>();
        files
            .MapGet("/checkpoints/{size:long}", LedgerFileEndpoints.Checkpoint)
            .WithName("exportOlderCheckpoint" + suffix)
            .WithSummary("One cosigned checkpoint.")
            .Produces<string>(Status200OK, "text/plain");
        files
            .MapGet("/tile/{**path}", LedgerFileEndpoints.Tile)
            .WithName("exportTile" + suffix)
            .WithSummary("A tile (LEVEL/INDEX) or a bundle of entries (entries/INDEX); .p/WIDTH for the beginning of an unfinished one.")
            .Produces<byte[]>(Status200OK, "application/octet-stream");
        files
            .MapGet("/receipts/{**path}", LedgerFileEndpoints.Receipts)
            .WithName("exportReceipts" + suffix)
            .WithSummary("The receipts of a bundle's entries, a JSON line each.")
            .Produces<string>(Status200OK, "application/x-ndjson");
        files
            .MapGet("/heads", LedgerFileEndpoints.Heads)
            .WithName("listExportedHeads" + suffix)
            .WithSummary(
                "The checkpoints of counterparts' ledgers that receipts are proved under, at most 1,000 after an entry; the "
                    + "header Link has the address of the next page."
            )
            .Produces<IReadOnlyList<ExportedHeadView>>();
        files
            .MapGet("/heads/{party}/{log}/{size}", LedgerFileEndpoints.Head)
            .WithName("exportHead" + suffix)
            .WithSummary("One such checkpoint, with our own cosignature where there is one.")
            .Produces<string>(Status200OK, "text/plain");
        files
            .MapGet("/cards", LedgerFileEndpoints.Cards)
            .WithName("listExportedCards" + suffix)
            .WithSummary("Names of our own card and of all that were taken.")
            .Produces<IReadOnlyList<string>>();
        files
            .MapGet("/cards/{name}", LedgerFileEndpoints.Card)
            .WithName("exportCard" + suffix)
            .WithSummary("A card, as its exact bytes.")
            .Produces<string>(Status200OK, Json);
    }
}
