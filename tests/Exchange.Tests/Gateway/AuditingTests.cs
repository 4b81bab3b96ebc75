using System.Net;
using System.Net.Http.Json;
using System.Text;
using Exchange.Gateway.Api;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>What an auditor asks of our log, and what our log says of the auditor.</summary>
internal sealed class AuditingTests
{
    // What concerns nobody but the caller.
    private static readonly string[] OwnAccount = ["/api/v1/sessions/", "/api/v1/passkeys/"];

    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock);
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task Each_filter_finds_all_that_is_meant_and_nothing_else()
    {
        await _gateway.AppendAsync(3);
        _clock.Advance(TimeSpan.FromHours(1));
        var sent = await _gateway.SendAsync();
        var between = _clock.Now();
        _clock.Advance(TimeSpan.FromHours(1));
        await _gateway.SendAsync();
        await _gateway.RecordAsync(transaction =>
            transaction.Append(
                new(LedgerEvents.LogTrusted)
                {
                    Actor = "operator",
                    Detail = new() { ["by"] = "operator" },
                }
            )
        );
        using var auditor = await _gateway.ListenAsync(await _gateway.AuditorKeyAsync());
        var all = Entries();

        foreach (
            var (query, isMeant) in new (string, Func<LedgerLeaf, bool>)[]
            {
                ("", _ => true),
                ($"event={LedgerEvents.GatewayStarted}", leaf => leaf.Event == LedgerEvents.GatewayStarted),
                ("actor=operator", leaf => leaf.Actor == "operator"),
                ("counterpart=MYS", leaf => leaf.Counterpart?.Value == "MYS"),
                ($"exchange={sent.ExchangeId}", leaf => leaf.ExchangeId == sent.ExchangeId),
                ($"since={ProtocolTime.Write(between)}", leaf => leaf.At >= between),
                ($"until={ProtocolTime.Write(between)}", leaf => leaf.At < between),
                ($"since={ProtocolTime.Write(between)}&event={LedgerEvents.MessageSent}&counterpart=MYS&actor=gateway", leaf =>
                    leaf.At >= between && leaf.Event == LedgerEvents.MessageSent && leaf.Actor == "gateway"
                ),
                ($"exchange={sent.ExchangeId}&until={ProtocolTime.Write(between.AddDays(-1))}", _ => false),
            }
        )
        {
            var found = await SearchAsync(auditor, query);
            found.Next.ShouldBeNull(query);
            // Our own reading is in the log by the second search.
            found
                .Entries.Where(entry => entry.Index < all.Count)
                .Select(entry => entry.Index)
                .ShouldBe(Enumerable.Range(0, all.Count).Reverse().Where(index => isMeant(all[index])).Select(index => (long)index), query);
            foreach (var entry in found.Entries.Where(entry => entry.Index < all.Count))
                entry.Leaf.ShouldBe(Encoding.UTF8.GetString(all[(int)entry.Index].Bytes.Span));
        }
    }

    [Test]
    public async Task A_search_takes_an_actor_by_its_name_or_as_the_ledger_names_it()
    {
        using var officer = await DraftClient.OfPersonAsync(_gateway, "amina", [Role.Officer], Enum.GetValues<Clearance>());
        (await officer.SendAsync("GET", $"/{(await _gateway.SendAsync()).ExchangeId}/history", under: "exchanges")).With(200);
        using var auditor = await _gateway.ListenAsync(await _gateway.AuditorKeyAsync());

        var byName = (await SearchAsync(auditor, "actor=amina")).Entries;

        byName.ShouldNotBeEmpty();
        byName.ShouldAllBe(entry => entry.ActorName == "amina");
        var raw = LedgerLeaf.Read(Encoding.UTF8.GetBytes(byName[0].Leaf)).OrThrow().Actor;
        raw.ShouldStartWith("user:");
        (await SearchAsync(auditor, $"actor={raw}")).Entries.Select(entry => entry.Index).ShouldBe(byName.Select(entry => entry.Index));
        (await SearchAsync(auditor, "actor=nobody")).Entries.ShouldBeEmpty();
    }

    [TestCase("since=yesterday")]
    [TestCase("until=2026-11-23")]
    [TestCase("counterpart=nobody")]
    [TestCase("event=message-lost")]
    [TestCase("before=-1")]
    public async Task A_search_that_cannot_be_meant_is_refused(string query)
    {
        using var auditor = await _gateway.ListenAsync(await _gateway.AuditorKeyAsync());
        using var answer = await auditor.GetAsync(new Uri($"/api/v1/ledger/search?{query}", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("bad-search");
    }

    [Test]
    public async Task What_is_much_is_given_in_pages_and_what_is_rare_says_where_to_go_on()
    {
        await _gateway.AppendAsync(10_000);
        await _gateway.AppendAsync(10_100);
        var sent = await _gateway.SendAsync();
        using var sql = _gateway.Part<Database>().OpenSession();
        var size = _gateway.Part<LogBook>().Size;

        var started = new EntrySearch { Event = LedgerEvents.GatewayStarted };
        var page = started.Run(sql, log: null, size);
        (page.Entries.Count, page.Next).ShouldBe((FoundEntriesView.Most, page.Entries[^1].Index));
        started.Run(sql, log: null, page.Next!.Value).Entries[0].Index.ShouldBe(page.Entries[^1].Index - 1);
        started.Run(sql, log: null, FoundEntriesView.Most).Next.ShouldBeNull("there is nothing below the first entry");

        var rare = new EntrySearch { Event = LedgerEvents.MessageSent };
        var first = rare.Run(sql, log: null, size - 1);
        (first.Entries.Count, first.Next).ShouldBe((0, size - 1 - 20_000));
        var rest = rare.Run(sql, log: null, first.Next!.Value);
        (rest.Entries.Count, rest.Next).ShouldBe((0, null));
        LedgerLeaf
            .Read(Encoding.UTF8.GetBytes(rare.Run(sql, log: null, size).Entries.ShouldHaveSingleItem().Leaf))
            .OrThrow()
            .MessageId.ShouldBe(sent.MessageId);
        new EntrySearch { Exchange = sent.ExchangeId }
            .Run(sql, log: null, size)
            .Entries.ShouldHaveSingleItem("by its index, at once");
    }

    [Test]
    public async Task An_entry_is_proved_under_the_newest_cosigned_head_that_has_it()
    {
        await _gateway.AppendAsync(300);
        await CosignAsync();
        await _gateway.AppendAsync(5);
        using var auditor = await _gateway.ListenAsync(await _gateway.AuditorKeyAsync());

        foreach (var (index, size, cosignatures) in new[] { (7L, 300L, 1), (299, 300, 1), (303, 305, 0) })
        {
            var proof = (
                await auditor.GetFromJsonAsync<EntryProofView>($"/api/v1/ledger/proof/{index}", ProtocolJson.Options)
            ).ShouldNotBeNull();
            var checkpoint = CheckpointNote
                .Verify(
                    proof.Checkpoint,
                    _gateway.Part<Exchange.Gateway.Parties.OwnParty>().LogKeys,
                    Exchange.Sealing.Keys.NoteSignatures.Verify
                )
                .ShouldNotBeNull()
                .Checkpoint;
            // A reading is an entry too: what is not cosigned is proved under the newest head of all.
            checkpoint.Size.ShouldBeGreaterThanOrEqualTo(size);
            (checkpoint.Size == size || cosignatures == 0).ShouldBeTrue();
            proof.Cosignatures.Count.ShouldBe(cosignatures);
            ProofText.TryRead(proof.Proof, out var hashes).ShouldBeTrue();
            InclusionProof
                .Verify(index, checkpoint.Size, MerkleHash.OfLeaf(Encoding.UTF8.GetBytes(proof.Leaf)), hashes, checkpoint.Root)
                .ShouldBeTrue();
        }

        foreach (var index in new[] { "-1", "100000", "x" })
        {
            using var answer = await auditor.GetAsync(new Uri($"/api/v1/ledger/proof/{index}", UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Test]
    public async Task Each_route_that_is_open_to_an_auditor_enters_what_is_read_and_all_others_turn_him_away()
    {
        await _gateway.AppendAsync(1);
        using var auditor = await _gateway.ListenAsync(await _gateway.AuditorKeyAsync());
        var routes = _gateway
            .Part<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route =>
                route.Metadata.GetMetadata<Rights.OpenTo>() is not null
                && !OwnAccount.Any(path => route.RoutePattern.RawText!.StartsWith(path, StringComparison.Ordinal))
            )
            .ToList();
        routes.Count.ShouldBeGreaterThan(20);
        var (reads, denied) = (new HashSet<string>(), 0);
        foreach (var route in routes)
        {
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.ShouldHaveSingleItem();
            using var request = new HttpRequestMessage(new(method), new Uri(RightsTests.PathOf(route), UriKind.Relative));
            using var answer = await auditor.SendAsync(request);
            var open = route.Metadata.GetRequiredMetadata<Rights.OpenTo>().Roles.Contains(Role.Auditor);
            (answer.StatusCode == HttpStatusCode.Forbidden).ShouldBe(!open, $"{method} {route.RoutePattern.RawText}");
            if (!open)
            {
                denied++;
            }
            else if (route.Metadata.GetMetadata<Rights.Reading>() is { } reading)
            {
                reads.Add(reading.What);
            }
            else
            {
                route.RoutePattern.RawText.ShouldEndWith(
                    "/evidence",
                    customMessage: "an auditor changes nothing, and what is read must be entered"
                );
            }
        }

        denied.ShouldBeGreaterThan(5);
        Said(LedgerEvents.LedgerRead).Select(leaf => (string)leaf.Detail!["what"]!).Distinct().Order().ShouldBe(reads.Order());
        // The gateway itself enters what it has counted for a minute.
        await Soon.IsAsync(
            () => Said(LedgerEvents.AccessDenied).Sum(leaf => (long)leaf.Detail!["count"]!) == denied,
            () => _clock.Advance(TimeSpan.FromSeconds(10))
        );
    }

    [Test]
    public async Task Who_reads_is_entered_at_once_and_what_follows_within_a_minute_is_counted()
    {
        var record = _gateway.Part<AccessRecord>();
        for (var read = 0; read < 5; read++)
            await record.SayAsync(LedgerEvents.LedgerRead, TestCaller.Auditor, "entries");
        await record.SayAsync(LedgerEvents.LedgerRead, TestCaller.Auditor, "search");
        Counts().ShouldBe(["1 entries", "1 search"]);

        _clock.Advance(TimeSpan.FromSeconds(59));
        await record.FlushAsync();
        Counts().Count.ShouldBe(2);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await record.FlushAsync();
        Counts().ShouldBe(["1 entries", "1 search", "4 entries"]);

        await record.SayAsync(LedgerEvents.LedgerRead, TestCaller.Auditor, "entries");
        Counts().Count.ShouldBe(3, "it is still the same reading");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await record.FlushAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await record.FlushAsync();
        await record.SayAsync(LedgerEvents.LedgerRead, TestCaller.Auditor, "entries");
        Counts().ShouldBe(["1 entries", "1 search", "4 entries", "1 entries", "1 entries"]);
    }

    [Test]
    public async Task So_many_exchanges_of_one_caller_are_named_in_a_minute_and_more_are_counted()
    {
        var record = _gateway.Part<AccessRecord>();
        for (var number = 0; number < AccessRecord.MostNamed + 5; number++)
        {
            var subject = new AccessSubject("MYS", MessageId.Write(MessageId.New(TimeProvider.System)));
            await record.SayAsync(LedgerEvents.AccessDenied, TestCaller.Auditor, "unit", subject);
            await record.SayAsync(LedgerEvents.AccessDenied, TestCaller.Auditor, "unit", subject);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        await record.FlushAsync();

        var entries = Entries().Where(leaf => leaf.Event == LedgerEvents.AccessDenied).ToList();
        entries.Count(leaf => leaf.ExchangeId is not null).ShouldBe(2 * AccessRecord.MostNamed);
        entries.Where(leaf => leaf.ExchangeId is null).Select(leaf => (int)leaf.Detail!["count"]!).ShouldBe([1, 9]);
    }

    [Test]
    public async Task A_search_is_entered_without_its_words_also_if_it_finds_nothing_and_a_list_is_none()
    {
        using var officer = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync());
        foreach (var path in (string[])["lessons", "lessons?q=", "exchanges", "exchanges?status=open", "lessons?q=nobody", "exchanges?reference=none"])
            (await officer.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative))).Dispose();

        var entries = Entries().Where(leaf => leaf.Event == LedgerEvents.SearchMade).ToList();
        entries.Select(leaf => $"{leaf.Detail!["count"]} {leaf.Detail["what"]}").ShouldBe(["1 lessons", "1 exchanges"]);
        entries.ShouldAllBe(leaf => leaf.Actor.StartsWith("key:"));
    }

    [Test]
    public async Task Who_reads_does_not_wait_for_a_journal_that_stands_still_and_is_entered_when_it_goes_on()
    {
        using var goesOn = new ManualResetEventSlim();
        var standing = _gateway.RecordAsync(_ => goesOn.Wait());
        var reading = _gateway.Part<AccessRecord>().SayAsync(LedgerEvents.LedgerRead, TestCaller.Auditor, "entries");
        reading.IsCompleted.ShouldBeFalse();

        _clock.Advance(TimeSpan.FromSeconds(1));
        await reading;
        Counts().ShouldBeEmpty();
        goesOn.Set();
        await standing;
        await Soon.IsAsync(() => Counts() is ["1 entries"]);
    }

    [Test]
    public async Task What_was_counted_is_entered_when_the_gateway_stops()
    {
        var record = _gateway.Part<AccessRecord>();
        for (var read = 0; read < 3; read++)
            await record.SayAsync(LedgerEvents.LedgerRead, TestCaller.Auditor, "entries");

        await record.StopAsync(CancellationToken.None);

        Counts().ShouldBe(["1 entries", "2 entries"]);
    }

    [Test]
    public async Task What_a_log_in_doubt_could_not_take_is_entered_when_it_can()
    {
        var record = _gateway.Part<AccessRecord>();
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        for (var read = 0; read < 3; read++)
            await record.SayAsync(LedgerEvents.AccessDenied, TestCaller.Auditor, "forbidden");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await record.FlushAsync();
        Counts().ShouldBeEmpty();

        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindWhole());
        _clock.Advance(TimeSpan.FromMinutes(1));
        await record.FlushAsync();

        Counts().ShouldBe(["3 forbidden"]);
    }

    private static async Task<FoundEntriesView> SearchAsync(HttpClient client, string query) =>
        (await client.GetFromJsonAsync<FoundEntriesView>($"/api/v1/ledger/search?{query}", ProtocolJson.Options)).ShouldNotBeNull();

    private Task CosignAsync() =>
        _gateway.RecordAsync(transaction =>
        {
            var head = _gateway.Part<LogBook>().Checkpoint!;
            transaction.Sql.Execute(
                "INSERT INTO cosignatures (log, witness, size, line, received_at) VALUES (1, 'MYS', @p0, @p1, 0)",
                head.Tail.Size,
                Cosignature.Sign(CheckpointNote.ReadUnverified(head.Note)!, TimeProvider.System.Now(), _gateway.TheirWitness)
            );
        });

    private IEnumerable<LedgerLeaf> Said(string @event) =>
        Entries().Where(leaf => leaf.Actor.StartsWith("key:", StringComparison.Ordinal) && leaf.Event == @event);

    private List<string> Counts() =>
        [
            .. Entries()
                .Where(leaf => leaf.Event is LedgerEvents.LedgerRead or LedgerEvents.AccessDenied)
                .Select(leaf => $"{leaf.Detail!["count"]} {leaf.Detail["what"]}"),
        ];

    private List<LedgerLeaf> Entries()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return
        [
            .. sql.Query("SELECT leaf FROM entries ORDER BY \"index\"", row => LedgerLeaf.Read(row.GetFieldValue<byte[]>(0)).OrThrow()),
        ];
    }
}
