using Exchange.Gateway.Journal;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Parties;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>When a gateway does not believe its own log or clock (border protocol, sections 4 and 8).</summary>
internal sealed class OwnDoubtTests
{
    private static readonly PartyName Mys = PartyName.Parse("MYS");

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

        gateway.Part<LogBook>().Doubt.ShouldNotBeNull().ShouldContain("older copy");
        await Should.ThrowAsync<LogInDoubtException>(() => gateway.AppendAsync(1));
    }

    [Test]
    public async Task A_log_whose_tail_was_cut_signs_nothing_whatever_the_counterparts_say()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var note = gateway.Part<LogBook>().Head!.Note;
        await gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" >= 3"));
        Reload(gateway);
        await CompareAsync(gateway, note);

        gateway.Part<LogBook>().Doubt.ShouldNotBeNull();
        await Should.ThrowAsync<LogInDoubtException>(() => gateway.AppendAsync(1));
    }

    [Test]
    public async Task A_log_whose_entries_were_changed_signs_nothing()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        await gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE entries SET leaf = (SELECT leaf FROM entries WHERE \"index\" = 1) WHERE \"index\" = 2"));
        Reload(gateway);

        gateway.Part<LogBook>().Doubt.ShouldNotBeNull().ShouldContain("not those that were signed");
    }

    [Test]
    public async Task A_log_that_lost_its_mark_signs_again_once_every_counterpart_agrees_with_it()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var note = gateway.Part<LogBook>().Head!.Note;
        File.Delete(gateway.Home.Mark);
        Reload(gateway);
        gateway.Part<LogBook>().Doubt.ShouldNotBeNull();

        await CompareAsync(gateway, note);

        gateway.Part<LogBook>().Doubt.ShouldBeNull();
        await gateway.AppendAsync(1);
    }

    [Test]
    public async Task A_head_of_ours_that_our_log_does_not_lead_to_stops_it_for_good_over_a_restart_too()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var own = gateway.Part<Exchange.Gateway.Parties.OwnParty>();
        var tail = TestGateway.Tail("another history", 9);
        var shown = CheckpointNote.Sign(new Checkpoint(own.Card.Log.Origin, tail.Size, tail.Root()), TimeProvider.System.GetUtcNow(), own.LogSigners);

        await CompareAsync(gateway, shown);
        await CompareAsync(gateway, gateway.Part<LogBook>().Head!.Note);
        gateway.Part<LogBook>().Doubt.ShouldNotBeNull();

        Reload(gateway);
        gateway.Part<LogBook>().Doubt.ShouldNotBeNull();
        await Should.ThrowAsync<LogInDoubtException>(() => gateway.AppendAsync(1));
    }

    [Test]
    public async Task A_head_that_we_have_not_signed_says_nothing_of_our_log()
    {
        await using var gateway = TestGateway.Start();
        await gateway.AppendAsync(5);
        var own = gateway.Part<Exchange.Gateway.Parties.OwnParty>();
        var tail = TestGateway.Tail("another history", 9);

        await CompareAsync(gateway, CheckpointNote.Sign(new Checkpoint(own.Card.Log.Origin, tail.Size, tail.Root()), TimeProvider.System.GetUtcNow(), gateway.TheirSigners));

        gateway.Part<LogBook>().Doubt.ShouldBeNull();
    }

    [Test]
    public void A_clock_far_from_every_counterparts_is_in_doubt_until_it_is_set_right()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var clocks = new ClockWatch(time);
        var ping = Guid.CreateVersion7(time.GetUtcNow());
        clocks.Sent(ping, Mys);
        clocks.Heard(ping, Mys, time.GetUtcNow().AddMinutes(11)).ShouldBeTrue();
        clocks.Doubt(null).ShouldNotBeNull();

        var again = Guid.CreateVersion7(time.GetUtcNow());
        clocks.Sent(again, Mys);
        clocks.Heard(again, Mys, time.GetUtcNow().AddMinutes(9)).ShouldBeTrue();
        clocks.Doubt(null).ShouldBeNull();
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
        clocks.Doubt(null).ShouldBeNull();
    }

    [Test]
    public void Without_any_answer_a_clock_behind_the_newest_entry_is_in_doubt()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var clocks = new ClockWatch(time);
        clocks.Doubt(time.GetUtcNow().AddMinutes(11)).ShouldNotBeNull();
        clocks.Doubt(time.GetUtcNow().AddMinutes(9)).ShouldBeNull();
    }

    private static void Reload(TestGateway gateway)
    {
        using var sql = gateway.Part<Database>().OpenSession();
        gateway.Part<LogBook>().Load(sql);
    }

    private static Task CompareAsync(TestGateway gateway, string held) =>
        gateway.RecordAsync(transaction => gateway.Part<OwnHistory>().Compare(transaction, held, gateway.Counterpart));
}
