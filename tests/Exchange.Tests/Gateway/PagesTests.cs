using System.Text.RegularExpressions;
using Exchange.Cli;
using Exchange.Gateway.Api;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Reminding;
using Exchange.Gateway.Store;
using Exchange.Protocol.Api;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Gateway;

/// <summary>No list ends without a word: each says where its next page is, or is complete.</summary>
internal sealed class PagesTests
{
    private const int Refused = 3,
        Usage = 2;

    private TestGateway _gateway = null!;

    [SetUp]
    public void Start() => _gateway = TestGateway.Start();

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task Every_exchange_is_on_one_page_however_many_were_opened_at_one_time()
    {
        Write(
            "INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, kind, status, last_entry, "
                + "state, open, unit) SELECT 'MYS', printf('01a20922-b801-7000-8000-%012d', n), 'MYS-BGD-2026-' || n, 0, n / 150, "
                + "'request', 'delivered', n, @p0, 1, '' FROM numbers",
            700,
            """{"exchangeId":"01a20922-b801-7000-8000-000000000001","kind":"request","wants":"answer","openedByUs":false,"openedAt":"2026-11-23T16:00:00.000Z","opener":"accepted","messages":1,"lastEntry":0}"""
        );

        var seen = (await AllAsync<IReadOnlyList<ExchangeView>>("exchanges")).SelectMany(page => page).ToList();

        seen.Select(exchange => exchange.ExchangeId).ShouldBeUnique();
        seen.Count.ShouldBe(700);
        seen.Select(exchange => exchange.OpenedAt).ShouldBe(seen.Select(exchange => exchange.OpenedAt).OrderDescending());
    }

    [TestCase("", 600)]
    [TestCase("?kind=contact-update", 300)]
    [TestCase("?status=acknowledged", 200)]
    [TestCase("?ourTurn=true", 150)]
    [TestCase("?ourTurn=false", 150)]
    [TestCase("?kind=request&status=acknowledged&counterpart=MYS", 100)]
    [TestCase("?counterpart=MYS", 600)]
    [TestCase("?counterpart=MYS&kind=contact-update", 300)]
    [TestCase("?counterpart=MYS&status=acknowledged", 200)]
    [TestCase("?queue=unassigned", 480)]
    [TestCase("?queue=unassigned&kind=contact-update", 240)]
    [TestCase("?queue=unassigned&status=acknowledged", 160)]
    [TestCase("?queue=unassigned&status=closed", 0)]
    [TestCase("?reference=MYS-BGD-2026-7", 1)]
    [TestCase("?ourTurn=true&kind=request&status=acknowledged&counterpart=MYS", 50)]
    [TestCase("?dueBefore=1970-01-01T00:00:00.601Z&kind=request&status=delivered&counterpart=MYS&ourTurn=true", 100)]
    [TestCase("?dueBefore=1970-01-01T00:00:00.250Z", 249)]
    [TestCase("?ourTurn=true&withoutDue=true", 0)]
    [TestCase("?ourTurn=true&withoutDue=false", 150)]
    public async Task Exchanges_are_listed_by_kind_status_turn_and_due_time(string query, int count)
    {
        WriteExchanges(600);

        var seen = (await AllAsync<IReadOnlyList<ExchangeView>>($"exchanges{query}"))
            .SelectMany(page => page)
            .Select(exchange => int.Parse(exchange.Reference[13..], System.Globalization.CultureInfo.InvariantCulture))
            .ToList();

        seen.Count.ShouldBe(count);
        // Each is due n milliseconds after 1970 began, and was opened then.
        seen.ShouldBe(query.Contains("due", StringComparison.Ordinal) ? seen.Order() : seen.OrderDescending());
    }

    // Of many exchanges, a list reads only those that the index of its filter gives it, in their order.
    [TestCase("", "IX_exchanges_opened_at")]
    [TestCase("before", "IX_exchanges_opened_at")]
    [TestCase("reference", "IX_exchanges_reference_counterpart")]
    [TestCase("counterpart", "IX_exchanges_counterpart_unit_opened_at")]
    [TestCase("kind", "IX_exchanges_kind_opened_at")]
    [TestCase("status", "IX_exchanges_status_opened_at")]
    [TestCase("counterpart kind", "IX_exchanges_counterpart_kind_status_unit_opened_at")]
    [TestCase("counterpart status", "IX_exchanges_counterpart_kind_status_unit_opened_at")]
    [TestCase("kind status", "IX_exchanges_kind_status_unit_opened_at")]
    [TestCase("counterpart kind status", "IX_exchanges_counterpart_kind_status_unit_opened_at")]
    // However few exchanges a unit has of many, and however few of a kind or a status, it reads no others.
    [TestCase("seen", "IX_exchanges_unit_opened_at")]
    [TestCase("seen counterpart", "IX_exchanges_counterpart_unit_opened_at")]
    [TestCase("seen kind", "IX_exchanges_kind_status_unit_opened_at")]
    [TestCase("seen status", "IX_exchanges_kind_status_unit_opened_at")]
    [TestCase("seen kind status", "IX_exchanges_kind_status_unit_opened_at")]
    [TestCase("unit kind status before", "IX_exchanges_kind_status_unit_opened_at")]
    [TestCase("seen counterpart kind status", "IX_exchanges_counterpart_kind_status_unit_opened_at")]
    [TestCase("myUnits seen kind", "IX_exchanges_kind_status_unit_opened_at")]
    [TestCase("unassigned status counterpart", "IX_exchanges_counterpart_kind_status_unit_opened_at")]
    [TestCase("counterpart kind status ourTurn", "IX_exchanges_our_turn_opened_at")]
    [TestCase("counterpart kind status dueBefore", "IX_exchanges_due_at")]
    [TestCase("unit", "IX_exchanges_unit_opened_at")]
    [TestCase("unassigned", "exchanges_open")]
    [TestCase("myUnits seen", "exchanges_open")]
    [TestCase("mine seen", "exchanges_in_hand")]
    [TestCase("held seen counterpart kind", "exchanges_held")]
    [TestCase("seen dueBefore", "IX_exchanges_due_at")]
    [TestCase("counterpart kind status bringBackBefore", "IX_bring_backs_at")]
    [TestCase("withoutDue", "IX_exchanges_opened_at")]
    [TestCase("myUnits seen withoutDue", "exchanges_open")]
    [TestCase("mine seen withoutDue", "exchanges_in_hand")]
    public void A_list_is_read_by_an_index(string filters, string index)
    {
        string? Given(string name, string value) => filters.Split(' ').Contains(name) ? value : null;
        const string time = "2026-11-23T16:00:00.000Z";
        var filter = new ExchangeFilter(
            Given("counterpart", "MYS"),
            Given("reference", "MYS-BGD-2026-7"),
            Given("kind", "request"),
            Given("status", "answered"),
            Given("ourTurn", "true") is null ? null : true,
            Given("dueBefore", time),
            null,
            Given("bringBackBefore", time),
            null,
            Given("before", time),
            Given("unit", "CID"),
            Given("mine", "mine") ?? Given("myUnits", "my-units") ?? Given("unassigned", "unassigned") ?? Given("held", "held")
        )
        {
            Officer = "019b0c4e-0000-7000-8000-000000000001",
            Units = ["CID"],
            Seen = filters.Contains("seen", StringComparison.Ordinal) ? ["", "CID"] : null,
            WithoutDue = Given("withoutDue", "") is not null,
        };
        WriteExchanges(5);
        using var db = _gateway.Part<Database>().Open();
        using var session = _gateway.Part<Database>().OpenSession();

        var plans = filter.Parts(db).Select(part => Plan(session, part.Take(201))).ToList();

        plans.ShouldNotBeEmpty();
        foreach (var plan in plans)
        {
            plan[0].ShouldMatch($"USING (COVERING )?INDEX {index} ");
            if (index != "IX_exchanges_reference_counterpart")
                plan.ShouldNotContain("USE TEMP B-TREE FOR ORDER BY");
        }
    }

    [Test]
    public void The_queues_are_counted_by_indexes()
    {
        using var db = _gateway.Part<Database>().Open();
        using var session = _gateway.Part<Database>().OpenSession();
        var officer = new Caller("user:019b0c4e-0000-7000-8000-000000000001", [Role.Officer]) { Units = ["CID"] };

        ExchangeEndpoints
            .QueuesOf(db, officer, ["", "CID"], 1)
            .Select(queue => Regex.Match(Plan(session, queue)[0], @"INDEX (\w+) ").Groups[1].Value)
            .ShouldBe([
                "exchanges_in_hand",
                "exchanges_open",
                "exchanges_open",
                "IX_exchanges_our_turn_opened_at",
                "IX_exchanges_our_turn_opened_at",
                "IX_exchanges_due_at",
                "IX_bring_backs_at",
            ]);
    }

    [Test]
    public void What_is_new_is_counted_by_an_index()
    {
        using var db = _gateway.Part<Database>().Open();
        using var session = _gateway.Part<Database>().OpenSession();

        foreach (var seen in new string[]?[] { null, ["", "CID"] })
            Plan(session, NewsEndpoints.ArrivedSince(db, seen, 1))[0].ShouldContain("USING INDEX IX_messages_entry_index ");
    }

    [Test]
    public void Figures_count_all_exchanges_by_one_index_and_nothing_is_sorted([Values] bool ofUnits)
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        string[] units = ["", "CID"];

        sql.Query($"EXPLAIN QUERY PLAN {FigureTable.Counting(ofUnits ? units : null)}", row => row.GetString(3), [0L, .. ofUnits ? units : []])
            .ShouldBe(["SCAN e USING COVERING INDEX exchanges_figures"]);
    }

    // However long an exchange is, a page of its history reads a page of entries.
    [Test]
    public void The_newest_entries_of_an_exchange_are_read_by_an_index_in_their_order()
    {
        using var session = _gateway.Part<Database>().OpenSession();

        session
            .Query($"EXPLAIN QUERY PLAN {EntryTable.NewestOf}", row => row.GetString(3), null, 1L, 1, "")[0]
            .ShouldContain("USING INDEX IX_entries_log_exchange_id_index (log=? AND exchange_id=? AND index<?)");
    }

    // More than are planned at once have one due time. The first is planned anew in each part that reads it: none but its own may.
    [Test]
    public async Task All_exchanges_that_are_due_are_planned_in_one_sweep_each_read_once_by_an_index()
    {
        const long far = 4_102_444_800_000;
        WriteExchanges(1_200);
        Write("UPDATE exchanges SET due_at = @p0 + max(0, last_entry - 700) WHERE EXISTS (SELECT 1 FROM numbers)", 1, far);
        using (var session = _gateway.Part<Database>().OpenWriter())
        {
            session.Execute("UPDATE exchanges SET due_at = @p0 WHERE last_entry = 1", far - 1);
            session.Execute(
                $"CREATE TRIGGER forget AFTER INSERT ON reminders WHEN NEW.due_at = {far - 1} BEGIN "
                    + "DELETE FROM reminders WHERE due_at = NEW.due_at; INSERT INTO forgotten VALUES (NEW.due_at); END"
            );
            session.Execute("CREATE TABLE forgotten (due_at INTEGER)");
        }

        // Read again and again, it would never end.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _gateway.Part<ReminderService>().SweepAsync(limit.Token);

        using var sql = _gateway.Part<Database>().OpenSession();
        sql.Scalar<long>("SELECT COUNT(*) FROM forgotten").ShouldBe(1);
        sql.Scalar<long>("SELECT COUNT(*) FROM reminders WHERE due_at >= @p0", far).ShouldBe(1_199);
        sql.Query($"EXPLAIN QUERY PLAN {ReminderTable.Unplanned}", row => row.GetString(3), far, 500)
            .ShouldBe(
                [
                    "SEARCH e USING INDEX IX_exchanges_due_at (due_at>?)",
                    "SEARCH r USING INDEX sqlite_autoindex_reminders_1 (counterpart=? AND exchange_id=?) LEFT-JOIN",
                ]
            );
    }

    // With a value for each parameter: which one is nothing to the plan.
    private static List<string> Plan<T>(SqlSession session, IQueryable<T> query) =>
        session.Query(
            $"EXPLAIN QUERY PLAN {Regex.Replace(query.ToQueryString().ReplaceLineEndings("\n").Split("\n\n")[^1], @"@\w+", "1")}",
            row => row.GetString(3)
        );

    [Test]
    public async Task Exchanges_that_are_brought_back_come_in_pages_the_earliest_first()
    {
        WriteExchanges(600);
        Write(
            "INSERT INTO bring_backs (counterpart, exchange_id, at, raised) SELECT 'MYS', "
                + "printf('01a20922-b801-7000-8000-%012d', n), (600 - n) / 2, 0 FROM numbers",
            599
        );

        var seen = (await AllAsync<IReadOnlyList<ExchangeView>>("exchanges?bringBackBefore=1970-01-01T00:00:00.250Z"))
            .SelectMany(page => page)
            .ToList();

        seen.Count.ShouldBe(499);
        seen.Select(exchange => exchange.ExchangeId).ShouldBeUnique();
        seen.ShouldAllBe(exchange => exchange.BringBackAt < DateTimeOffset.UnixEpoch.AddMilliseconds(250));
        seen.Select(exchange => exchange.BringBackAt).ShouldBe(seen.Select(exchange => exchange.BringBackAt).Order());
        (
            await AllAsync<IReadOnlyList<ExchangeView>>(
                "exchanges?bringBackBefore=1970-01-01T00:00:00.250Z&kind=contact-update&counterpart=MYS"
            )
        )
            .SelectMany(page => page)
            .Count()
            .ShouldBe(250);
    }

    [TestCase("kind=acknowledgement", "unknown-kind")]
    [TestCase("status=finished", "unknown-status")]
    [TestCase("dueBefore=yesterday", "not-a-time")]
    [TestCase("bringBackBefore=tomorrow", "not-a-time")]
    [TestCase("ourTurn=perhaps", "bad-request")]
    [TestCase("unit=7", "unknown-unit")]
    [TestCase("queue=everyone", "unknown-queue")]
    [TestCase("colour=red", "unknown-parameter")]
    public async Task A_filter_that_was_mistyped_gives_no_list(string query, string code)
    {
        using var client = await _gateway.ConnectAsync();
        (
            await Should.ThrowAsync<Exchange.Cli.CommandFailedException>(() =>
                client.GetPageAsync<IReadOnlyList<ExchangeView>>($"api/v1/exchanges?{query}", CancellationToken.None)
            )
        ).Problem.ShouldBe(code);
    }

    [TestCase(200, 1)]
    [TestCase(201, 2)]
    [TestCase(400, 2)]
    public async Task Messages_come_in_pages_of_200_and_the_last_one_names_no_other(int count, int pages)
    {
        WriteMessages(count);

        var seen = await AllAsync<IReadOnlyList<MessageView>>("messages?outgoing=false&counterpart=MYS");

        seen.Count.ShouldBe(pages);
        seen.SelectMany(page => page)
            .Select(message => message.EntryIndex)
            .ShouldBe(Enumerable.Range(1, count).Reverse().Select(index => (long)index));
    }

    [Test]
    public async Task Refused_messages_without_an_id_of_their_own_come_in_pages_too()
    {
        WriteMessages(201, id: "NULL");

        (await AllAsync<IReadOnlyList<MessageView>>("messages/incomplete")).Select(page => page.Count).ShouldBe([200, 1]);
    }

    [Test]
    public async Task Entries_and_alarms_come_in_pages_too()
    {
        await _gateway.AppendAsync(1001);
        Write(
            "INSERT INTO alarms (counterpart, raised_at, alarm, presented, entered) SELECT 'MYS', n, 'unproven', 'note ' || n, 1 "
                + "FROM numbers",
            41
        );

        (await AllAsync<EntriesView>("ledger/entries?from=1")).Sum(page => page.Leaves.Count).ShouldBeGreaterThan(1000);
        (await AllAsync<LinkView>("links/MYS")).Select(link => link.Alarms!.Count).ShouldBe([20, 20, 1]);
    }

    [Test]
    public async Task The_inbox_says_that_there_is_more_and_how_to_get_it()
    {
        WriteMessages(219);

        var first = await _gateway.RunAsync("inbox");
        first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(200);
        first.Progress.ShouldContain("There are older messages. To see them, repeat the command with: --before 20");
        var last = await _gateway.RunAsync("inbox", "--before", "20", "--all");
        last.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(19);
        last.Progress.ShouldBeEmpty();
        (await _gateway.RunAsync("inbox", "--json")).Progress.ShouldContain("--before 20");
    }

    [Test]
    public async Task The_inbox_shows_the_messages_whose_answer_is_late()
    {
        WriteMessages(250);
        WriteExchanges(250);
        Write("UPDATE exchanges SET due_at = CASE WHEN last_entry % 125 = 0 THEN 1 WHEN last_entry % 2 = 0 THEN 9999999999999 END", 1);

        var late = await _gateway.RunAsync("inbox", "--overdue");

        late.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split("  ")[2])
            .ShouldBe(["MYS-BGD-2026-250", "MYS-BGD-2026-125"]);
        (await AllAsync<IReadOnlyList<MessageView>>("messages?dueBefore=9999-12-31T00:00:00.000Z")).Single().Count.ShouldBe(126);
        (await _gateway.RunAsync("inbox", "--overdue", "--before", "125")).Progress.ShouldContain(
            "There are no received messages whose answer is late before 125."
        );
    }

    [Test]
    public async Task A_links_older_alarms_are_shown_by_the_number_that_it_tells()
    {
        Write(
            "INSERT INTO alarms (counterpart, raised_at, alarm, presented, entered) SELECT 'MYS', n, 'unproven', 'note ' || n, 1 "
                + "FROM numbers",
            21
        );

        (await _gateway.RunAsync("link", "show", "MYS")).Progress.ShouldContain(
            "There are older alarms. To see them, repeat the command with: --before 2"
        );
        (await _gateway.RunAsync("link", "show", "MYS", "--before", "2")).Output.ShouldContain("note 1");
        (await _gateway.RunAsync("link", "show", "--before", "2")).ExitCode.ShouldBe(Usage);
    }

    [Test]
    public async Task A_list_of_a_party_that_is_no_counterpart_is_refused_and_not_empty()
    {
        (await _gateway.RunAsync("inbox", "--counterpart", "bgd")).ExitCode.ShouldBe(Usage);
        var unknown = await _gateway.RunAsync("inbox", "--counterpart", "THA");
        (unknown.ExitCode, unknown.Output).ShouldBe((Refused, ""));
        unknown.Progress.ShouldContain("There is no such counterpart here.");
        foreach (
            var path in new[]
            {
                "messages?counterpart=mys",
                "exchanges?counterpart=mys",
                "messages?counterpart=THA",
                "exchanges?counterpart=THA",
                "exchanges?before=yesterday",
                "messages?dueBefore=yesterday",
            }
        )
        {
            (await Should.ThrowAsync<CommandFailedException>(() => AllAsync<IReadOnlyList<MessageView>>(path))).Code.ShouldBe(
                ExitCode.Refused,
                path
            );
        }
    }

    private async Task<List<T>> AllAsync<T>(string path)
    {
        using var client = await _gateway.ConnectAsync();
        var pages = new List<T>();
        for (string? next = $"api/v1/{path}"; next is not null;)
        {
            (var page, next) = await client.GetPageAsync<T>(next, CancellationToken.None);
            pages.Add(page);
        }

        return pages;
    }

    private void WriteExchanges(int count) =>
        Write(
            """
            INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, kind, status, our_turn, due_at, last_entry, state, open, unit, officer)
            SELECT 'MYS', printf('01a20922-b801-7000-8000-%012d', n), 'MYS-BGD-2026-' || n, 0, n, CASE n % 2 WHEN 0 THEN 'request' ELSE 'contact-update' END,
                CASE n % 3 WHEN 0 THEN 'acknowledged' ELSE 'delivered' END, CASE n % 4 WHEN 0 THEN 1 WHEN 1 THEN 0 END, n, n, @p0, 1,
                CASE n % 5 WHEN 0 THEN 'CID' ELSE '' END, CASE n % 5 WHEN 0 THEN 'o' || n % 10 END FROM numbers
            """,
            count,
            """{"exchangeId":"01a20922-b801-7000-8000-000000000001","kind":"request","wants":"answer","openedByUs":false,"openedAt":"2026-11-23T16:00:00.000Z","opener":"accepted","messages":1,"lastEntry":0}"""
        );

    private void WriteMessages(int count, string id = "printf('01a20922-b801-7000-8000-%012d', n)") =>
        Write(
            $"""
            INSERT INTO messages (log, counterpart, outgoing, message_id, exchange_id, kind, sequence, signed, sealed, issued_at, expires_at, recorded_at, code, entry_index)
            SELECT 1, 'MYS', 0, {id}, {id}, 'request', 1, printf('sha256:%064d', n), printf('sha256:%064d', n), 0, 1, n, 100, n FROM numbers
            """,
            count
        );

    private void Write(string sql, int count, params object[] values)
    {
        using var session = _gateway.Part<Database>().OpenWriter();
        session.Execute($"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) {sql}", values);
    }
}
