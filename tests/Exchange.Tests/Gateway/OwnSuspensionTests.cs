using Exchange.Gateway.Journal;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Starting;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>When a gateway does not believe its own log or clock (border protocol, sections 4 and 8).</summary>
internal sealed class OwnSuspensionTests
{
    private static readonly PartyName Mys = PartyName.Parse("MYS");
    private static readonly PartyName Tha = PartyName.Parse("THA");

    [Test]
    public async Task A_log_that_lost_entries_which_its_mark_knows_signs_nothing()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        await gateway.AppendAsync(5);
        await gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" >= 5");
            transaction.Sql.Execute("DELETE FROM checkpoints WHERE size > 5");
        });
        Reload(gateway);

        gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Reason.ShouldContain("older copy");
        await CompareAsync(gateway, gateway.Part<LogBook>().Checkpoint!.Note);
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull("what was signed may be on its way to the counterpart");
        await Should.ThrowAsync<LedgerSuspendedException>(() => gateway.AppendAsync(1));
    }

    [Test]
    public async Task A_log_whose_tail_was_cut_signs_nothing_whatever_the_counterparts_say()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var note = gateway.Part<LogBook>().Checkpoint!.Note;
        await gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" >= 3"));
        Reload(gateway);
        await CompareAsync(gateway, note);

        gateway.Part<LogBook>().Suspension.ShouldNotBeNull();
        await Should.ThrowAsync<LedgerSuspendedException>(() => gateway.AppendAsync(1));
    }

    [Test]
    public async Task A_log_whose_entries_were_changed_signs_nothing()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        await gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE \"index\" = 1) WHERE \"index\" = 2")
        );
        Reload(gateway);

        gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Reason.ShouldContain("not those that were signed");
    }

    [Test]
    public async Task A_log_that_lost_its_mark_signs_again_once_every_counterpart_agrees_with_it()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var note = gateway.Part<LogBook>().Checkpoint!.Note;
        File.Delete(gateway.Home.Mark);
        Reload(gateway);
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull();

        await CompareAsync(gateway, note);

        gateway.Part<LogBook>().Suspension.ShouldBeNull();
        await gateway.AppendAsync(1);
    }

    [Test]
    public async Task A_head_of_ours_that_our_log_does_not_lead_to_stops_it_for_good_over_a_restart_too()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var own = gateway.Part<OwnParty>();
        var tail = TestGateway.Tail("another history", 9);
        var shown = CheckpointNote.Sign(
            new Checkpoint(own.Card.Log.Origin, tail.Size, tail.Root()),
            TimeProvider.System.GetUtcNow(),
            own.LogSigners
        );

        await CompareAsync(gateway, shown);
        await CompareAsync(gateway, gateway.Part<LogBook>().Checkpoint!.Note);
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull();

        Reload(gateway);
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull();
        await Should.ThrowAsync<LedgerSuspendedException>(() => gateway.AppendAsync(1));
    }

    [Test]
    public async Task A_head_that_we_have_not_signed_says_nothing_of_our_log()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var own = gateway.Part<OwnParty>();
        var tail = TestGateway.Tail("another history", 9);

        await CompareAsync(
            gateway,
            CheckpointNote.Sign(
                new Checkpoint(own.Card.Log.Origin, tail.Size, tail.Root()),
                TimeProvider.System.GetUtcNow(),
                gateway.TheirSigners
            )
        );

        gateway.Part<LogBook>().Suspension.ShouldBeNull();
    }

    [Test]
    public async Task A_log_that_leads_again_to_the_head_that_was_shown_is_believed_at_the_next_start()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        await gateway.AppendAsync(3);
        var shown = gateway.Part<LogBook>().Checkpoint!.Note;
        await gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute("CREATE TABLE kept AS SELECT * FROM entries WHERE \"index\" >= 5");
            transaction.Sql.Execute("CREATE TABLE kept_checkpoint AS SELECT * FROM checkpoints WHERE size = 8");
            transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" >= 5");
            transaction.Sql.Execute("DELETE FROM checkpoints WHERE size = 8");
        });
        Reload(gateway);
        await CompareAsync(gateway, shown);
        await gateway.RecordAsync(JournalTransaction.Nothing);
        Reload(gateway);
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.ShownOtherwise);

        await gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute("INSERT INTO entries SELECT * FROM kept");
            transaction.Sql.Execute("INSERT INTO checkpoints SELECT * FROM kept_checkpoint");
        });
        Reload(gateway);
        gateway.Part<LogBook>().Suspension.ShouldBeNull();
    }

    [Test]
    public async Task An_entry_that_was_changed_under_a_full_tile_is_found_by_reading_the_log_and_stops_it_over_a_restart_too()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(600);
        await gateway.Part<LogScrub>().ScrubAsync(CancellationToken.None);
        gateway.Part<LogBook>().Suspension.ShouldBeNull();
        var entry = gateway.Read<byte[]>("SELECT leaf FROM entries WHERE \"index\" = 300");
        await gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE \"index\" = 1) WHERE \"index\" = 300")
        );
        Reload(gateway);
        gateway.Part<LogBook>().Suspension.ShouldBeNull("no head shows it");

        await gateway.Part<LogScrub>().ScrubAsync(CancellationToken.None);
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Reason.ShouldContain("0/1");
        await Should.ThrowAsync<LedgerSuspendedException>(() => gateway.AppendAsync(1));
        Reload(gateway);
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull("over a restart");
        (await gateway.Part<ResumeHandler>().TrustAsync(TestCaller.Officer)).ShouldBe(ResumeResult.NeedsNewOrigin);

        await gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE entries SET leaf = @p0 WHERE \"index\" = 300", entry));
        await gateway.Part<LogScrub>().ScrubAsync(CancellationToken.None);
        gateway.Part<LogBook>().Suspension.ShouldBeNull("the exact entries are back");
        LastEntry(gateway).ShouldContain("\"by\":\"entries\"");
    }

    [Test]
    public async Task A_cut_log_that_is_whole_again_in_itself_is_still_less_than_its_mark_says()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        await gateway.AppendAsync(3);
        await gateway.RecordAsync(_ => gateway.Part<LogBook>().FindDamaged("A test."));
        await gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" >= 5");
            transaction.Sql.Execute("DELETE FROM checkpoints WHERE size > 5");
        });
        Reload(gateway);
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.Damaged);

        await gateway.Part<LogScrub>().ScrubAsync(CancellationToken.None);

        gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.MarkDiffers);
        gateway.Read<string?>("SELECT damage FROM journal").ShouldBeNull();
        await Should.ThrowAsync<LedgerSuspendedException>(() => gateway.AppendAsync(1));
        gateway.Part<Exchange.Sealing.Keys.LedgerMark>().Read().ShouldNotBeNull().Size.ShouldBe(8);
    }

    [Test]
    public async Task Damage_that_is_mended_does_not_end_what_a_counterpart_has_shown_before_it_or_meanwhile()
    {
        foreach (var isFirst in new[] { true, false })
        {
            await using var gateway = TestGateway.Start();
            await gateway.AppendAsync(5);
            var shown = Note(gateway, 9);
            if (isFirst)
                await CompareAsync(gateway, shown);
            await gateway.RecordAsync(_ => gateway.Part<LogBook>().FindDamaged("A test."));
            if (!isFirst)
                await CompareAsync(gateway, shown);
            Reload(gateway);
            gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.Damaged);

            await gateway.Part<LogScrub>().ScrubAsync(CancellationToken.None);

            gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.ShownOtherwise);
            gateway.Read<string>("SELECT note FROM shown WHERE counterpart = 'MYS'").ShouldBe(shown);
            Reload(gateway);
            gateway
                .Part<LogBook>()
                .Suspension.ShouldNotBeNull()
                .Reason.ShouldContain("MYS holds a newer or other checkpoint of this ledger (size 9)");
        }
    }

    [Test]
    public async Task What_one_counterpart_has_shown_does_not_hide_what_another_has()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var small = Note(gateway, 7);
        var tail = TestGateway.Tail("a third history", 9);
        var own = gateway.Part<OwnParty>();
        var large = CheckpointNote.Sign(
            new Checkpoint(own.Card.Log.Origin, tail.Size, tail.Root()),
            TimeProvider.System.GetUtcNow(),
            own.LogSigners
        );
        await CompareAsync(gateway, small);
        await gateway.RecordAsync(transaction => gateway.Part<OwnHistory>().Compare(transaction, large, new(Other(gateway), Grant: null)));
        await gateway.RecordAsync(JournalTransaction.Nothing);

        gateway.Read<string>("SELECT note FROM shown WHERE counterpart = 'MYS'").ShouldBe(small);
        gateway.Read<string>("SELECT note FROM shown WHERE counterpart = 'THA'").ShouldBe(large);
        Reload(gateway);
        await gateway.RecordAsync(JournalTransaction.Nothing);
        gateway.Read<long>("SELECT COUNT(*) FROM shown").ShouldBe(2, "over a restart too");
    }

    [Test]
    public async Task A_log_that_was_cut_and_is_believed_all_the_same_still_receipts_and_announces()
    {
        await using var gateway = TestGateway.Start();
        await gateway.ArriveAsync(gateway.SealedByThem(TestGateway.TheirRequest()));
        await gateway.AppendAsync(5);
        await gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" >= 1");
            transaction.Sql.Execute("DELETE FROM checkpoints WHERE size > 1");
            transaction.Sql.Execute("UPDATE links SET sent_size = 6, sent_at = 0");
        });
        Reload(gateway);
        var again = gateway.SealedByThem(TestGateway.TheirRequest());
        await gateway.ArriveAsync(again);
        Receipts(gateway).ShouldBe(1, "in doubt nothing is receipted");

        (await gateway.Part<ResumeHandler>().TrustAsync(TestCaller.Officer)).ShouldBe(ResumeResult.Done);
        await gateway.ReviewAsync();

        Receipts(gateway).ShouldBe(2);
        var keeper = ActivatorUtilities.CreateInstance<LinkKeeper>(gateway.Part<IServiceProvider>(), gateway.Counterpart);
        await keeper.KeepAsync();
    }

    [Test]
    public async Task A_repeated_delivery_is_not_receipted_while_the_log_is_in_doubt()
    {
        var clock = new WrongClock(TimeProvider.System.GetUtcNow());
        await using var gateway = TestGateway.Start(clock);
        var request = gateway.SealedByThem(TestGateway.TheirRequest(clock.Now()));
        await gateway.ArriveAsync(request);
        await gateway.RecordAsync(_ => gateway.Part<LogBook>().FindDamaged("A test."));
        clock.Advance(TimeSpan.FromMinutes(1));
        await gateway.ArriveAsync(request);
        Receipts(gateway).ShouldBe(1);

        await gateway.RecordAsync(_ => gateway.Part<LogBook>().FindWhole());
        await gateway.ArriveAsync(request);
        Receipts(gateway).ShouldBe(2);
    }

    [Test]
    public async Task A_log_that_was_loaded_anew_and_found_damaged_is_not_whole_by_an_older_reading()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        await gateway.RecordAsync(_ => gateway.Part<LogBook>().FindDamaged("A test."));
        using var mayGoOn = new ManualResetEventSlim();
        var busy = gateway.RecordAsync(transaction =>
        {
            mayGoOn.Wait();
            transaction.Sql.Execute("DELETE FROM checkpoints");
            gateway.Part<LogBook>().Load(transaction.Sql);
        });
        var scrubbed = gateway.Part<LogScrub>().ScrubAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        mayGoOn.Set();
        await busy;
        await scrubbed;

        gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.Damaged);
    }

    [Test]
    public async Task Of_the_heads_that_a_counterpart_shows_the_largest_is_kept()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        foreach (var size in new[] { 9, 12, 7 })
            await CompareAsync(gateway, Note(gateway, size));

        CheckpointNote.ReadUnverified(gateway.Read<string>("SELECT note FROM shown")).ShouldNotBeNull().Size.ShouldBe(12);
    }

    [Test]
    public async Task A_log_with_a_hole_leads_to_nothing_that_is_shown()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(100);
        var older = gateway.Part<LogBook>().Checkpoint!.Note;
        await gateway.AppendAsync(500);
        await gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM tiles WHERE level = 0 AND \"index\" = 0"));

        await CompareAsync(gateway, older);

        gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.ShownOtherwise);
    }

    [Test]
    public async Task A_log_whose_middle_is_gone_is_in_doubt_and_not_a_fault()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(600);
        foreach (var damage in new[] { "DELETE FROM entries WHERE \"index\" = 300", "DELETE FROM tiles WHERE level = 0 AND \"index\" = 0" })
        {
            await gateway.RecordAsync(transaction => transaction.Sql.Execute(damage));
            Reload(gateway);
            gateway.Part<LogBook>().Suspension.ShouldNotBeNull(damage).Kind.ShouldBe(LedgerSuspensionKind.Damaged);
        }
    }

    [Test]
    public async Task A_doubt_that_comes_in_a_batch_with_entries_signs_none_of_them_and_is_kept()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var shown = Note(gateway, 9);
        await Should.ThrowAsync<JournalUnavailableException>(() =>
            gateway.RecordAsync(transaction =>
            {
                transaction.Append(new(Exchange.Protocol.Life.LedgerEvents.GatewayStarted) { Detail = new() { ["version"] = "0" } });
                gateway.Part<OwnHistory>().Compare(transaction, shown, gateway.Counterpart);
            })
        );

        gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(5);
        await gateway.RecordAsync(JournalTransaction.Nothing);
        gateway.Read<string>("SELECT note FROM shown WHERE counterpart = 'MYS'").ShouldBe(shown);
    }

    [Test]
    public async Task What_counterparts_said_before_the_doubt_does_not_end_it()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var note = gateway.Part<LogBook>().Checkpoint!.Note;
        await CompareAsync(gateway, note);
        File.Delete(gateway.Home.Mark);
        Reload(gateway);
        gateway.Part<Counterparts>().Put(new(Other(gateway), Grant: null));

        await CompareAsync(gateway, note);
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull("the other counterpart has not agreed");
    }

    [Test]
    public async Task A_counterpart_whose_card_could_not_be_taken_has_not_agreed()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        File.Delete(gateway.Home.Mark);
        Reload(gateway);
        gateway.Part<Counterparts>().Miss(PartyName.Parse("THA"));

        await CompareAsync(gateway, gateway.Part<LogBook>().Checkpoint!.Note);

        gateway.Part<LogBook>().Suspension.ShouldNotBeNull("it may hold a newer head").Kind.ShouldBe(LedgerSuspensionKind.MarkMissing);
    }

    [Test]
    public async Task A_start_in_doubt_is_entered_when_the_log_is_believed()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        File.Delete(gateway.Home.Mark);
        Reload(gateway);
        var record = gateway.Part<StartRecord>();
        await record.EnterAsync();
        await record.RecordWhatIsDueAsync();
        gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(5);
        gateway.Read<long>("SELECT COUNT(*) FROM cards WHERE party = 'BGD'").ShouldBe(1, "our own card is kept in any case");

        await gateway.Part<ResumeHandler>().TrustAsync(TestCaller.Officer);
        await record.RecordWhatIsDueAsync();
        await record.RecordWhatIsDueAsync();

        LastEntry(gateway).ShouldContain("\"event\":\"gateway-started\"");
        gateway
            .Read<long>("SELECT COUNT(*) FROM entries")
            .ShouldBe(9, "the operator's word, the settings, the schema and the start, each once");
    }

    [Test]
    public async Task A_start_enters_settings_and_schema_once_and_then_only_what_has_changed()
    {
        await using var gateway = TestGateway.Start();
        await gateway.Part<StartRecord>().EnterAsync();
        await gateway.Part<StartRecord>().EnterAsync();
        Events(gateway).ShouldBe(["settings-changed", "database-migrated", "gateway-started", "gateway-started"]);

        var settings = gateway.Part<Exchange.Gateway.Home.GatewaySettings>();
        var changed = settings with { Border = settings.Border with { FirstResend = TimeSpan.FromSeconds(7) } };
        await ActivatorUtilities.CreateInstance<StartRecord>(gateway.Part<IServiceProvider>(), changed).EnterAsync();

        Events(gateway)[4..].ShouldBe(["settings-changed", "gateway-started"]);
        var entry = Exchange.Ledger.Entries.LedgerLeaf.Read(gateway.Read<byte[]>("SELECT leaf FROM entries WHERE \"index\" = 4")).OrThrow();
        entry.Detail!["changed"]!.ToJsonString().ShouldBe("[\"Border:FirstResend\"]");
    }

    [Test]
    public async Task A_start_enters_that_a_card_or_a_grant_was_put_there_or_taken_away()
    {
        await using var gateway = TestGateway.Start();
        var (card, grant) = (
            Path.Combine(gateway.Home.Counterparts, "THA.party.json"),
            Path.Combine(gateway.Home.Issued, "THA.grant.json")
        );
        await StartAsync();
        Directory.CreateDirectory(gateway.Home.Counterparts);
        Directory.CreateDirectory(gateway.Home.Issued);
        await File.WriteAllTextAsync(card, "{}");
        await File.WriteAllTextAsync(grant, "{}");
        (await StartAsync()).ShouldBe("[\"Counterparts\",\"Issued\"]");
        await StartAsync();
        File.Delete(card);
        (await StartAsync()).ShouldBe("[\"Counterparts\"]");

        Events(gateway).Count(name => name == "settings-changed").ShouldBe(3);

        async Task<string> StartAsync()
        {
            await ActivatorUtilities.CreateInstance<StartRecord>(gateway.Part<IServiceProvider>()).EnterAsync();
            return gateway.Read<string>(
                "SELECT json_extract(CAST(leaf AS TEXT), '$.detail.changed') FROM entries WHERE json_extract(CAST(leaf AS TEXT), "
                    + "'$.event') = 'settings-changed' ORDER BY \"index\" DESC LIMIT 1"
            );
        }
    }

    [Test]
    public async Task A_log_without_its_mark_signs_by_the_operators_word_and_the_witness_vouches_no_sooner()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        File.Delete(gateway.Home.Mark);
        Reload(gateway);
        await gateway.RecordAsync(JournalTransaction.Nothing);
        await CompareAsync(gateway, gateway.Part<LogBook>().Checkpoint!.Note);
        gateway.Part<LogBook>().Suspension.ShouldBeNull();
        gateway.Read<string>("SELECT witness_halted FROM journal").ShouldContain("mark");

        (await gateway.Part<ResumeHandler>().TrustAsync(TestCaller.Officer)).ShouldBe(ResumeResult.Done);
        gateway.Read<string?>("SELECT witness_halted FROM journal").ShouldBeNull();
        LastEntry(gateway).ShouldContain("\"by\":\"operator\"");
        (await gateway.Part<ResumeHandler>().TrustAsync(TestCaller.Officer)).ShouldBe(ResumeResult.NothingToDo);
    }

    [Test]
    public async Task The_operators_word_does_not_end_what_a_counterpart_has_shown_while_it_waited()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        File.Delete(gateway.Home.Mark);
        Reload(gateway);
        using var mayGoOn = new ManualResetEventSlim();
        var busy = gateway.RecordAsync(_ => mayGoOn.Wait());
        var shown = CompareAsync(gateway, Note(gateway, 9));
        var trusted = gateway.Part<ResumeHandler>().TrustAsync(TestCaller.Officer);
        mayGoOn.Set();

        (await trusted).ShouldBe(ResumeResult.NeedsNewOrigin);
        await busy;
        await shown;
        gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.ShownOtherwise);
    }

    [Test]
    public async Task A_mark_is_there_before_the_first_entry_and_follows_at_the_next_start_if_a_crash_left_it_behind()
    {
        await using var gateway = TestGateway.Start();
        var mark = gateway.Part<Exchange.Sealing.Keys.LedgerMark>();
        mark.Read().ShouldNotBeNull().Size.ShouldBe(0);
        var empty = File.ReadAllBytes(gateway.Home.Mark);
        await gateway.AppendAsync(5);
        File.WriteAllBytes(gateway.Home.Mark, empty);

        Reload(gateway);
        gateway.Part<LogBook>().Suspension.ShouldBeNull();
        gateway.Part<LogBook>().Mark();
        mark.Read().ShouldNotBeNull().Size.ShouldBe(5);
    }

    [Test]
    public async Task The_log_signs_no_time_below_one_that_it_signed_whatever_the_clock_does()
    {
        var clock = new WrongClock(TimeProvider.System.GetUtcNow());
        await using var gateway = TestGateway.Start(clock);
        await gateway.AppendAsync(1);
        var first = SignedAt(gateway);
        clock.SetBy(TimeSpan.FromHours(-1));
        await gateway.AppendAsync(1);
        SignedAt(gateway).ShouldBe(first);

        Reload(gateway);
        await gateway.AppendAsync(1);
        SignedAt(gateway).ShouldBe(first, "over a restart too");
        gateway.Read<long>("SELECT COUNT(DISTINCT signed_at) FROM checkpoints").ShouldBe(1);
    }

    [Test]
    public void A_clock_far_from_every_counterparts_is_in_doubt_until_it_is_set_right()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var clocks = new ClockWatch(time);
        var ping = Guid.CreateVersion7(time.GetUtcNow());
        clocks.Sent(ping, Mys);
        clocks.Heard(ping, Mys, time.GetUtcNow().AddMinutes(11)).ShouldBeTrue();
        clocks.FaultOf(Mys, null).ShouldNotBeNull();

        var again = Guid.CreateVersion7(time.GetUtcNow());
        clocks.Sent(again, Mys);
        clocks.Heard(again, Mys, time.GetUtcNow().AddMinutes(9)).ShouldBeTrue();
        clocks.FaultOf(Mys, null).ShouldBeNull();
    }

    [Test]
    public void The_false_clock_of_the_only_counterpart_that_has_answered_puts_ours_in_doubt_on_its_own_link_alone()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var clocks = new ClockWatch(time);
        Answer(clocks, time, Mys, minutes: 11);
        clocks.FaultOf(Mys, null).ShouldNotBeNull();
        clocks.FaultOf(Tha, null).ShouldBeNull();
        clocks.FaultOf(Tha, time.GetUtcNow().AddMinutes(11)).ShouldNotBeNull("nobody has confirmed it either");

        Answer(clocks, time, Tha, minutes: -20);
        clocks.FaultOf(PartyName.Parse("NPL"), null).ShouldNotBeNull("two contradict it, and nobody confirms it");
        Answer(clocks, time, PartyName.Parse("NPL"), minutes: 0);
        clocks.FaultOf(Mys, null).ShouldBeNull("one confirms it");
    }

    [Test]
    public void Only_so_many_pings_to_a_counterpart_are_remembered()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var clocks = new ClockWatch(time);
        var pings = Enumerable.Range(0, 65).Select(_ => Guid.CreateVersion7(time.GetUtcNow())).ToList();
        var other = Guid.CreateVersion7(time.GetUtcNow());
        clocks.Sent(other, Tha);
        foreach (var ping in pings)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            clocks.Sent(ping, Mys);
        }

        clocks.Heard(pings[0], Mys, time.GetUtcNow()).ShouldBeFalse();
        clocks.Heard(pings[1], Mys, time.GetUtcNow()).ShouldBeTrue();
        clocks.Heard(other, Tha, time.GetUtcNow()).ShouldBeTrue();
    }

    private static void Answer(ClockWatch clocks, FakeTimeProvider time, PartyName party, int minutes)
    {
        var ping = Guid.CreateVersion7(time.GetUtcNow());
        clocks.Sent(ping, party);
        clocks.Heard(ping, party, time.GetUtcNow().AddMinutes(minutes)).ShouldBeTrue();
    }

    [Test]
    public void A_pong_that_answers_no_ping_of_ours_to_that_party_is_not_heard()
    {
        var time = new FakeTimeProvider();
        var clocks = new ClockWatch(time);
        var ping = Guid.CreateVersion7(time.GetUtcNow());
        clocks.Heard(ping, Mys, time.GetUtcNow()).ShouldBeFalse();
        clocks.Sent(ping, PartyName.Parse("THA"));
        clocks.Heard(ping, Mys, time.GetUtcNow()).ShouldBeFalse();
    }

    [Test]
    public void A_late_pong_tells_nothing_of_the_clock_but_is_heard()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var clocks = new ClockWatch(time);
        var ping = Guid.CreateVersion7(time.GetUtcNow());
        clocks.Sent(ping, Mys);
        time.Advance(TimeSpan.FromMinutes(2));
        clocks.Heard(ping, Mys, time.GetUtcNow().AddHours(1)).ShouldBeTrue();
        clocks.FaultOf(Mys, null).ShouldBeNull();
    }

    [Test]
    public void Without_any_answer_a_clock_behind_the_newest_entry_is_in_doubt()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var clocks = new ClockWatch(time);
        clocks.FaultOf(Mys, time.GetUtcNow().AddMinutes(11)).ShouldNotBeNull();
        clocks.FaultOf(Mys, time.GetUtcNow().AddMinutes(9)).ShouldBeNull();
    }

    // A head of ours over another history.
    private static string Note(TestGateway gateway, int size)
    {
        var own = gateway.Part<OwnParty>();
        var tail = TestGateway.Tail("another history", size);
        return CheckpointNote.Sign(
            new Checkpoint(own.Card.Log.Origin, tail.Size, tail.Root()),
            TimeProvider.System.GetUtcNow(),
            own.LogSigners
        );
    }

    private static PartyCard Other(TestGateway gateway) => gateway.Counterpart.Card with { Party = PartyName.Parse("THA") };

    private static string LastEntry(TestGateway gateway) =>
        System.Text.Encoding.UTF8.GetString(gateway.Read<byte[]>("SELECT leaf FROM entries ORDER BY \"index\" DESC LIMIT 1"));

    private static long Receipts(TestGateway gateway) => gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'receipt'");

    private static List<string> Events(TestGateway gateway)
    {
        using var sql = gateway.Part<Database>().OpenSession();
        return sql.Query("SELECT leaf FROM entries ORDER BY \"index\"", row =>
            Exchange.Ledger.Entries.LedgerLeaf.Read(row.GetFieldValue<byte[]>(0)).OrThrow().Event
        );
    }

    private static void Reload(TestGateway gateway)
    {
        using var sql = gateway.Part<Database>().OpenSession();
        gateway.Part<LogBook>().Load(sql);
    }

    // As whoever witnesses it reads it.
    private static DateTimeOffset SignedAt(TestGateway gateway) =>
        CheckpointNote
            .Verify(gateway.Part<LogBook>().Checkpoint!.Note, gateway.Part<OwnParty>().LogKeys, Exchange.Sealing.Keys.NoteSignatures.Verify)
            .ShouldNotBeNull()
            .SignedAt;

    private static Task CompareAsync(TestGateway gateway, string held) =>
        gateway.RecordAsync(transaction => gateway.Part<OwnHistory>().Compare(transaction, held, gateway.Counterpart));
}
