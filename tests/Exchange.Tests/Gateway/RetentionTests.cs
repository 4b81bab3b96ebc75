using System.Net;
using Exchange.Gateway.Rebuilding;
using Exchange.Gateway.Retaining;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;
using Exchange.Tests.Cli;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>What messages say is destroyed on both sides when its date has passed, unless a hold keeps it; the proof stays.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class RetentionTests(string store)
{
    private const int Days = 10;

    private FakeTimeProvider _clock = null!;
    private TwoGateways _two = null!;

    [SetUp]
    public void Start()
    {
        // At noon, for a day ends at midnight; of tomorrow, for the keys are made today.
        _clock = new(new(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(36), TimeSpan.Zero));
        _two = new(_clock, store);
    }

    [TearDown]
    public async Task Stop() => await _two.DisposeAsync();

    [Test]
    public async Task Both_sides_destroy_what_they_sent_and_received_record_it_and_tell_each_other_once()
    {
        var opener = await CaseAsync();
        await AfterAsync(TimeSpan.FromDays(Days));
        foreach (var gateway in Both)
            Kept(gateway).ShouldBe(["request", "response"], "the last day has not ended");

        await AfterAsync(TimeSpan.FromHours(12));
        await _two.CrossAsync();
        await AfterAsync(TimeSpan.FromMinutes(10));
        await _two.CrossAsync();

        foreach (var gateway in Both)
        {
            // Each has the erasure that it sent, and that of the other.
            Kept(gateway).ShouldBe(["erasure", "erasure"]);
            Entries(gateway, LedgerEvents.MessageErased).Select(leaf => leaf.Kind).ShouldBe(["request", "response"]);
            Entries(gateway, LedgerEvents.MessageErased)
                .ShouldAllBe(leaf => leaf.Signed != null && (string)leaf.Detail!["ground"]! == "retention-ended");
            Entries(gateway, LedgerEvents.MessageErased).ShouldAllBe(leaf => leaf.Actor == "policy:retain");
            gateway.Read<long>("SELECT COUNT(*) FROM contents WHERE signature IS NULL").ShouldBe(0, "the proof stays");
            gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE code <> 100 OR code IS NULL").ShouldBe(0);
        }

        var erasure = Erasures(_two.Mys).ShouldHaveSingleItem();
        erasure.Messages.Select(named => named.MessageId).ShouldContain(opener.MessageId);
        (erasure.Messages.Count, erasure.Ground).ShouldBe((2, ErasureGround.RetentionEnded));
        (await _two.Bgd.RunAsync("show", opener.Reference)).Progress.ShouldContain("not-found");
        var status = (await _two.Bgd.RunAsync("status", opener.Reference)).Output;
        status.ShouldContain("    content destroyed at ");
        status.ShouldContain("  Content is kept until ");
    }

    [Test]
    public async Task An_erasure_is_destroyed_at_its_own_date_and_nobody_is_told()
    {
        await CaseAsync();
        await AfterAsync(TimeSpan.FromDays(Days + 1));
        await _two.CrossAsync();
        var sent = _two.Bgd.Read<long>("SELECT COUNT(*) FROM messages");

        await AfterAsync(TimeSpan.FromDays(365));
        foreach (var gateway in Both)
            Kept(gateway).ShouldBe(["erasure", "erasure"]);
        await AfterAsync(TimeSpan.FromDays(1));

        foreach (var gateway in Both)
        {
            Kept(gateway).ShouldBeEmpty();
            Entries(gateway, LedgerEvents.MessageErased).Select(leaf => leaf.Kind).ShouldBe(["request", "response", "erasure", "erasure"]);
        }

        _two.Bgd.Read<long>("SELECT COUNT(*) FROM messages").ShouldBe(sent);
    }

    [Test]
    public async Task By_a_clock_that_no_counterpart_confirms_nothing_is_destroyed()
    {
        await CaseAsync();
        _clock.Advance(TimeSpan.FromDays(Days + 1));

        await SweepAsync(_two.Bgd);
        Kept(_two.Bgd).Count.ShouldBe(2, "nobody has said what time it is");
        _two.Bgd.HearTheirClock(_clock.GetUtcNow().AddDays(-Days));
        await SweepAsync(_two.Bgd);
        Kept(_two.Bgd).Count.ShouldBe(2, "the counterpart says that it is earlier");

        _two.Bgd.HearTheirClock(_clock.GetUtcNow());
        await SweepAsync(_two.Bgd);
        Kept(_two.Bgd).ShouldBe(["erasure"]);
    }

    [TestCase("BEFORE INSERT ON outbox")]
    [TestCase("BEFORE UPDATE ON contents")]
    [TestCase("BEFORE INSERT ON entries")]
    public async Task What_cannot_be_recorded_whole_is_not_done_in_part(string fault)
    {
        await CaseAsync();
        Execute($"CREATE TRIGGER refuse {fault} BEGIN SELECT RAISE(ABORT, 'A test.'); END");
        await AfterAsync(TimeSpan.FromDays(Days + 1));

        Kept(_two.Bgd).ShouldBe(["request", "response"]);
        Entries(_two.Bgd, LedgerEvents.MessageErased).ShouldBeEmpty();
        _two.Bgd.Read<long>("SELECT COUNT(*) FROM messages").ShouldBe(2);

        Execute("DROP TRIGGER refuse");
        await AfterAsync(TimeSpan.FromMinutes(10));
        await AfterAsync(TimeSpan.FromMinutes(10));
        Kept(_two.Bgd).ShouldBe(["erasure"]);
        Entries(_two.Bgd, LedgerEvents.MessageErased).Count.ShouldBe(2);
    }

    [Test]
    public async Task Where_nothing_can_be_said_any_more_the_date_counts_all_the_same()
    {
        // Without a receipt the counterpart has nothing to be told of.
        await _two.SendAsync(_two.Bgd, TestGateway.Request, handling: Handling());

        await AfterAsync(TimeSpan.FromDays(Days + 1));

        Kept(_two.Bgd).ShouldBeEmpty();
        _two.Bgd.Read<long>("SELECT COUNT(*) FROM messages").ShouldBe(1);
        Entries(_two.Bgd, LedgerEvents.MessageErased).Count.ShouldBe(1);
    }

    [Test]
    public async Task Damaged_content_is_destroyed_too_and_keeps_no_other()
    {
        await CaseAsync();
        Execute("UPDATE contents SET wrapped_key = signature");

        await AfterAsync(TimeSpan.FromDays(Days + 1));

        Kept(_two.Bgd).ShouldBeEmpty();
        Entries(_two.Bgd, LedgerEvents.MessageErased).Count.ShouldBe(2);
    }

    [Test]
    public async Task Of_several_one_that_is_damaged_keeps_the_counterpart_from_nothing()
    {
        await CaseAsync();
        Execute("UPDATE contents SET wrapped_key = signature WHERE entry_index = (SELECT MIN(entry_index) FROM contents)");

        await AfterAsync(TimeSpan.FromDays(Days + 1));
        await _two.CrossAsync(_two.Bgd, _two.Mys);

        Erasures(_two.Mys).ShouldHaveSingleItem().Messages.Count.ShouldBe(2);
    }

    [Test]
    public async Task However_many_messages_have_no_receipt_the_counterpart_is_told_once_of_what_is_destroyed()
    {
        var opener = await CaseAsync();
        var feedback = new FeedbackBody { Outcome = FeedbackOutcome.NoResult, Usefulness = Usefulness.Useful };
        for (var number = 0; number < ExchangeState.MostPending; number++)
            await _two.SendAsync(_two.Bgd, feedback, opener, Handling());
        (await TrySendAsync(opener, feedback, sql => sql)).ShouldBeOfType<SendResult.NotAllowed>();

        await AfterAsync(TimeSpan.FromDays(Days + 1));
        await AfterAsync(TimeSpan.FromMinutes(10));
        Kept(_two.Bgd).ShouldBe(["erasure"]);
        await _two.CrossAsync(_two.Bgd, _two.Mys);

        Erasures(_two.Mys).ShouldHaveSingleItem().Messages.Select(named => named.MessageId).ShouldContain(opener.MessageId);
    }

    [Test]
    public async Task What_is_received_is_kept_no_longer_than_we_may_keep_anything()
    {
        await using var gateway = TestGateway.Start(_clock, new() { MaximumRetentionDays = 3 }, store);
        await gateway.ArriveAsync(gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now()) with { Handling = Handling() }));
        _clock.Advance(TimeSpan.FromDays(3));
        await HearAndSweepAsync(gateway);
        Kept(gateway).Count.ShouldBe(1);

        _clock.Advance(TimeSpan.FromHours(12));
        await HearAndSweepAsync(gateway);

        Kept(gateway).ShouldBe(["erasure"]);
    }

    [Test]
    public async Task A_hold_keeps_it_beyond_its_date_until_a_supervisor_lifts_it()
    {
        var opener = await CaseAsync();
        var held = await _two.Bgd.RunAsync("hold", opener.Reference, "--reason", "court-proceedings");
        held.Output.ShouldContain(", on hold (court-proceedings)", customMessage: held.Progress);
        await _two.Bgd.RunAsync("hold", opener.Reference, "--reason", "court-proceedings");

        await AfterAsync(TimeSpan.FromDays(Days + 1));

        Kept(_two.Bgd).ShouldBe(["request", "response"]);
        Kept(_two.Mys).ShouldBe(["erasure"], "the other side holds nothing");
        (await _two.Bgd.RunAsync("status", opener.Reference)).Output.ShouldContain("and longer while the exchange is on hold.");
        (await _two.Bgd.RunAsync("cases", "--held")).Output.ShouldContain(opener.Reference);
        Entries(_two.Bgd, LedgerEvents.HoldSet)
            .ShouldHaveSingleItem("what is so already is no entry")
            .Detail!.ToJsonString()
            .ShouldBe("""{"reason":"court-proceedings"}""");

        (await LiftAsync(Role.Officer, opener.ExchangeId)).ShouldBe(HttpStatusCode.Forbidden);
        (await LiftAsync(Role.Supervisor, opener.ExchangeId)).ShouldBe(HttpStatusCode.OK);
        Kept(_two.Bgd).ShouldBe(["request", "response"], "it is destroyed when it is looked for");
        await AfterAsync(TimeSpan.FromMinutes(10));

        Kept(_two.Bgd).ShouldBe(["erasure"]);
        Entries(_two.Bgd, LedgerEvents.HoldLifted).Count.ShouldBe(1);
        (await _two.Bgd.RunAsync("cases", "--held")).Progress.ShouldContain("There are no such exchanges.");
    }

    [Test]
    public async Task Tables_that_are_made_anew_from_the_ledger_know_what_is_on_hold()
    {
        var (opener, other) = (await CaseAsync(), await CaseAsync());
        foreach (var exchange in new[] { opener, other })
            await HoldAsync(exchange, HoldReason.LegalClaim);
        await HoldAsync(other, null);

        await _two.Bgd.Part<DatabaseRebuild>().RunAsync();
        await AfterAsync(TimeSpan.FromDays(Days + 1));

        _two.Bgd.Read<string>($"SELECT hold FROM exchanges WHERE exchange_id = '{opener.ExchangeId}'").ShouldBe("legal-claim");
        Kept(_two.Bgd).ShouldBe(["request", "response", "erasure"]);
    }

    [Test]
    public async Task An_erasure_of_an_officer_destroys_what_it_names_here_and_nothing_else()
    {
        var opener = await CaseAsync();
        var answer = _two.Bgd.Read<string>("SELECT message_id FROM messages WHERE kind = 'response'");
        var signed = Digest.Parse(_two.Bgd.Read<string>("SELECT signed FROM messages WHERE kind = 'response'"));

        await _two.SendAsync(_two.Bgd, Erasure(new ErasedMessage(Guid.Parse(answer), signed)), opener);
        await _two.CrossAsync();

        Kept(_two.Bgd).ShouldBe(["request", "erasure"]);
        Kept(_two.Mys).ShouldBe(["request", "response", "erasure"], "what another party destroys is still ours");
        var entry = Entries(_two.Bgd, LedgerEvents.MessageErased).ShouldHaveSingleItem();
        ($"{entry.MessageId}", (string)entry.Detail!["ground"]!).ShouldBe((answer, "on-demand"));
    }

    [Test]
    public async Task What_is_on_hold_is_destroyed_by_no_erasure()
    {
        var opener = await CaseAsync();
        await HoldAsync(opener, HoldReason.Investigation);
        var erasure = Erasure(new ErasedMessage(opener.MessageId, opener.Signed));

        (await TrySendAsync(opener, erasure, transaction => transaction)).ShouldBeOfType<SendResult.OnHold>();

        Kept(_two.Bgd).ShouldBe(["request", "response"]);
        var draft = System.Text.Json.JsonSerializer.Serialize(
            new { handling = TestGateway.Handling, body = erasure },
            Exchange.Protocol.Reading.ProtocolJson.Options
        );
        using var folder = new TemporaryFolder();
        folder.Write(draft, "erasure.json");
        var run = await _two.Bgd.RunAsync("erase", opener.Reference, folder.In("erasure.json"));
        run.Progress.ShouldContain("(on-hold)");
        run.Progress.ShouldContain("A supervisor can lift the hold.");
    }

    [Test]
    public async Task A_hold_that_is_set_while_an_erasure_is_under_way_counts()
    {
        var opener = await CaseAsync();
        var isSet = false;
        // Between sealing and recording.
        var result = await TrySendAsync(
            opener,
            Erasure(new ErasedMessage(opener.MessageId, opener.Signed)),
            sql =>
            {
                if (!isSet)
                    ExchangeTable.SetHold(sql, _two.Bgd.Counterpart.Name, opener.ExchangeId, "investigation");
                isSet = true;
                return sql;
            }
        );

        result.ShouldBeOfType<SendResult.OnHold>();
        Kept(_two.Bgd).ShouldBe(["request", "response"]);
    }

    [Test]
    public async Task A_hold_that_is_set_while_content_is_looked_for_counts()
    {
        var opener = await CaseAsync();
        _clock.Advance(TimeSpan.FromDays(Days + 1));
        List<(DueContent Content, LedgerLeaf Entry)> due;
        using (var sql = _two.Bgd.Part<Database>().OpenSession())
        {
            due = ContentStore.Due(sql, _clock.Now(), 0, 10).ConvertAll(content => (content, LedgerLeaf.Read(content.Leaf).OrThrow()));
        }

        await HoldAsync(opener, HoldReason.Investigation);

        (await _two.Bgd.Part<RetentionHandler>().EraseAsync(due, CancellationToken.None)).ShouldBe(EraseResult.Waits);
        due.Count.ShouldBe(2);
        Kept(_two.Bgd).ShouldBe(["request", "response"]);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_was_taken_back_is_open_no_more_when_its_date_has_passed_on_both_sides_and_after_a_rebuild(bool whole)
    {
        var opener = await CaseAsync();
        // Longer than what it takes back.
        await WithdrawAsync(opener, whole ? null : [opener.MessageId], TestGateway.Handling);
        Open(_two.Mys, opener).ShouldContain(OpenPoint.TakenBackHere);
        Open(_two.Bgd, opener).ShouldContain(OpenPoint.TakenBackThere);

        await AfterAsync(TimeSpan.FromDays(Days + 1));
        await _two.CrossAsync();
        var said = Erasures(_two.Bgd).FindAll(erasure => erasure.Ground == ErasureGround.Withdrawn).ShouldHaveSingleItem();
        said.Messages.ShouldHaveSingleItem().MessageId.ShouldBe(opener.MessageId);
        await AfterAsync(TimeSpan.FromMinutes(10));
        await _two.CrossAsync();

        foreach (var gateway in Both)
        {
            Open(gateway, opener).ShouldNotContain(point => point == OpenPoint.TakenBackHere || point == OpenPoint.TakenBackThere);
            await gateway.Part<DatabaseRebuild>().RunAsync();
            Open(gateway, opener).ShouldNotContain(point => point == OpenPoint.TakenBackHere || point == OpenPoint.TakenBackThere);
        }

        Erasures(_two.Bgd).Count(erasure => erasure.Ground == ErasureGround.Withdrawn).ShouldBe(1, "it is said once");
        _two.Mys.Read<long>("SELECT COUNT(*) FROM taken_back").ShouldBe(0);
    }

    [Test]
    public async Task Of_a_whole_exchange_it_is_said_when_nothing_is_left_that_the_counterpart_said()
    {
        var opener = await CaseAsync();
        var later = TestGateway.Handling;
        await _two.SendAsync(_two.Bgd, new FeedbackBody { Outcome = FeedbackOutcome.NoResult, Usefulness = Usefulness.Useful }, opener, later);
        await WithdrawAsync(opener, null, later);

        await AfterAsync(TimeSpan.FromDays(Days + 1));
        await _two.CrossAsync();

        Open(_two.Mys, opener).ShouldContain(OpenPoint.TakenBackHere);
        Open(_two.Bgd, opener).ShouldContain(OpenPoint.TakenBackThere);
    }

    [TestCase(ErasureGround.OnDemand)]
    [TestCase(ErasureGround.Withdrawn)]
    public async Task What_an_officer_destroyed_is_open_no_more_whatever_the_ground_and_whichever_came_first(ErasureGround ground)
    {
        var first = await CaseAsync();
        await EraseAsync(first, ground);
        await WithdrawAsync(first, [first.MessageId], TestGateway.Handling);
        var second = await CaseAsync();
        await WithdrawAsync(second, [second.MessageId], TestGateway.Handling);
        await EraseAsync(second, ground);

        await AfterAsync(TimeSpan.FromMinutes(10));
        await _two.CrossAsync();

        foreach (var exchange in new[] { first, second })
        {
            Open(_two.Mys, exchange).ShouldNotContain(OpenPoint.TakenBackHere);
            Open(_two.Bgd, exchange).ShouldNotContain(OpenPoint.TakenBackThere);
        }
    }

    [Test]
    public async Task What_is_taken_back_and_not_destroyed_stays_open()
    {
        var opener = await CaseAsync();
        await WithdrawAsync(opener, [opener.MessageId], TestGateway.Handling);

        await AfterAsync(TimeSpan.FromMinutes(10));
        await _two.CrossAsync();

        Open(_two.Mys, opener).ShouldContain(OpenPoint.TakenBackHere);
        Open(_two.Bgd, opener).ShouldContain(OpenPoint.TakenBackThere);
    }

    [Test]
    public void An_erasure_of_people_is_released_by_a_second_person_unless_the_setting_says_otherwise()
    {
        var policy = new ReleasePolicy(new() { Release = new() { Kinds = [] } });
        using var said = System.Text.Json.JsonDocument.Parse("""{ "handling": { "handlingCodes": ["H0"] }, "body": {} }""");
        policy.RulesOf(CaseKinds.Erasure.Code, said.RootElement).ShouldBe([ReleaseRule.Kind]);
        policy.RulesOf(CaseKinds.Feedback.Code, said.RootElement).ShouldBeEmpty();
        new ReleasePolicy(new() { Release = new() { Kinds = [], Erasures = false } }).RulesOf(CaseKinds.Erasure.Code, said.RootElement).ShouldBeEmpty();
    }

    [Test]
    public async Task No_file_of_the_database_has_the_key_of_what_was_destroyed()
    {
        if (store != Stores.Sqlite)
            return;
        await CaseAsync();
        var keys = Keys(_two.Bgd);
        var before = await BytesAsync(_two.Bgd);
        keys.ForEach(key => Has(before, key).ShouldBeTrue());

        await AfterAsync(TimeSpan.FromDays(Days + 1));

        var left = await BytesAsync(_two.Bgd);
        keys.Count.ShouldBe(2);
        keys.ForEach(key => Has(left, key).ShouldBeFalse());
    }

    private TestGateway[] Both => [_two.Bgd, _two.Mys];

    // Of which the last day is ten days from now.
    private Handling Handling() =>
        TestGateway.Handling with
        {
            RetainUntil = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(Days),
        };

    /// <summary>A request of BGD and its answer.</summary>
    private async Task<SendResult.Sent> CaseAsync()
    {
        var opener = await _two.SendAsync(_two.Bgd, TestGateway.Request, handling: Handling());
        await _two.CrossAsync();
        await _two.SendAsync(_two.Mys, TestGateway.Response, opener, Handling());
        await _two.CrossAsync();
        return opener;
    }

    private async Task WithdrawAsync(SendResult.Sent opener, IReadOnlyList<Guid>? messages, Handling handling)
    {
        var withdrawal = new WithdrawalBody
        {
            Reason = WithdrawalReason.SentByMistake,
            Text = "By mistake.",
            Messages = messages,
        };
        await _two.SendAsync(_two.Bgd, withdrawal, opener, handling);
        await _two.CrossAsync();
    }

    // The answering side destroys what the opening message says.
    private async Task EraseAsync(SendResult.Sent opener, ErasureGround ground)
    {
        var erasure = Erasure(new ErasedMessage(opener.MessageId, opener.Signed)) with { Ground = ground };
        await _two.SendAsync(_two.Mys, erasure, opener);
        await _two.CrossAsync();
    }

    private static IReadOnlyList<OpenPoint> Open(TestGateway gateway, SendResult.Sent exchange)
    {
        using var sql = gateway.Part<Database>().OpenSession();
        return ExchangeTable.Find(sql, gateway.Counterpart.Name, exchange.ExchangeId)!.StillOpen;
    }

    private async Task AfterAsync(TimeSpan time)
    {
        _clock.Advance(time);
        foreach (var gateway in Both)
            await HearAndSweepAsync(gateway);
    }

    private async Task HearAndSweepAsync(TestGateway gateway)
    {
        gateway.HearTheirClock(_clock.GetUtcNow());
        await SweepAsync(gateway);
    }

    private static Task SweepAsync(TestGateway gateway) => gateway.Part<RetentionService>().SweepAsync(CancellationToken.None);

    private Task HoldAsync(SendResult.Sent exchange, HoldReason? reason) =>
        _two.Bgd.Part<HoldHandler>()
            .SetAsync(_two.Bgd.Counterpart.Name, exchange.ExchangeId, reason, TestCaller.Officer, CancellationToken.None);

    private async Task<HttpStatusCode> LiftAsync(Role role, Guid exchange)
    {
        using var client = await _two.Bgd.ListenAsync(await _two.Bgd.KeyAsync(role));
        using var answer = await client.PostAsync(new Uri($"/api/v1/exchanges/{exchange}/lift-hold", UriKind.Relative), null);
        return answer.StatusCode;
    }

    private Task<SendResult> TrySendAsync(SendResult.Sent opener, MessageBody body, Func<SqlSession, SqlSession> inTransaction)
    {
        var id = MessageId.New(_clock);
        var draft = new CaseDraft(_two.Bgd.Counterpart, id, opener.ExchangeId, TestGateway.Handling, body)
        {
            InReplyTo = new(opener.MessageId, opener.Signed),
        };
        var cause = new Cause($"{id}", Digest.Of("x"u8), "token") { Holds = sql => inTransaction(sql) is not null };
        return _two.Bgd.Part<CaseSender>().SendAsync(draft, cause, CancellationToken.None);
    }

    private ErasureBody Erasure(params ErasedMessage[] erased) =>
        new()
        {
            Messages = erased,
            ErasedAt = _clock.Now(),
            Ground = ErasureGround.OnDemand,
        };

    private void Execute(string statement)
    {
        using var sql = _two.Bgd.Part<Database>().OpenSession();
        sql.Execute(_two.Bgd.Sql(statement));
    }

    // The kinds of the messages whose content is there.
    private static List<string> Kept(TestGateway gateway)
    {
        using var sql = gateway.Part<Database>().OpenSession();
        return sql.Query(
            "SELECT m.kind FROM messages m JOIN contents c ON c.log = m.log AND c.entry_index = m.entry_index WHERE c.content IS NOT NULL "
                + "AND c.wrapped_key IS NOT NULL ORDER BY m.entry_index",
            row => row.GetString(0)
        );
    }

    private static List<byte[]> Keys(TestGateway gateway)
    {
        using var sql = gateway.Part<Database>().OpenSession();
        return sql.Query("SELECT wrapped_key FROM contents", row => row.GetFieldValue<byte[]>(0));
    }

    // With what waits in the write-ahead log brought over, as it is in service after some time.
    private static async Task<byte[]> BytesAsync(TestGateway gateway)
    {
        using (var sql = gateway.Part<Database>().OpenSession())
            sql.Query("PRAGMA wal_checkpoint(TRUNCATE)", row => row.GetInt32(0)).ShouldBe([0]);
        var copy = gateway.Home.Database + ".copy";
        File.Copy(gateway.Home.Database, copy, overwrite: true);
        return await File.ReadAllBytesAsync(copy);
    }

    private static bool Has(byte[] bytes, byte[] key) => bytes.AsSpan().IndexOf(key) >= 0;

    private static List<ErasureBody> Erasures(TestGateway gateway)
    {
        using var sql = gateway.Part<Database>().OpenSession();
        return
        [
            .. sql.Query(
                    "SELECT entry_index, signed FROM messages WHERE kind = 'erasure' AND NOT outgoing",
                    row => (Index: row.GetInt64(0), Signed: Digest.Parse(row.GetString(1)))
                )
                .Select(row => gateway.Part<ContentStore>().Open(sql, row.Index, row.Signed)!)
                .Select(content => (ErasureBody)MessageParser.Read(content).OrThrow().Body),
        ];
    }

    private static List<LedgerLeaf> Entries(TestGateway gateway, string @event)
    {
        using var sql = gateway.Part<Database>().OpenSession();
        return EntryTable
            .Read(sql, log: null, 0)
            .ConvertAll(entry => LedgerLeaf.Read(entry.Leaf).OrThrow())
            .FindAll(leaf => leaf.Event == @event);
    }
}
