using Exchange.Gateway.Journal;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Tests.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>What a gateway makes of the heads of its counterpart's log (border protocol, section 8).</summary>
internal sealed class WitnessTests
{
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start() => _gateway = TestGateway.Start();

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task Heads_that_lead_on_are_kept_and_raise_no_alarm()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 20), from: 7));

        _gateway.Read<long>("SELECT COUNT(*) FROM held_checkpoints").ShouldBe(2);
        IsSuspended.ShouldBeFalse();
    }

    [Test]
    public async Task A_second_root_for_a_size_that_is_held_is_a_fork_that_suspends_the_link_and_keeps_both_notes()
    {
        var (held, shown) = (_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0), _gateway.TheirHead(TestGateway.Tail("b", 7), from: 0));
        await ShowAsync(held);
        await ShowAsync(shown);

        _gateway.Read<string>("SELECT suspended FROM links").ShouldBe("fork");
        _gateway.Read<string>("SELECT presented FROM alarms").ShouldBe(shown.Checkpoint);
        _gateway.Read<string>("SELECT held FROM alarms").ShouldBe(held.Checkpoint);
        Entries().ShouldContain("\"event\":\"witness-alarm\"");
        LastEntry().ShouldContain("\"event\":\"link-suspended\"");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_alarm_that_came_while_our_log_was_in_doubt_is_entered_once_as_soon_as_it_is_not(bool isResumedAtOnce)
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("b", 20), from: 7));
        var keeper = ActivatorUtilities.CreateInstance<LinkKeeper>(_gateway.Part<IServiceProvider>(), _gateway.Counterpart);
        await keeper.KeepAsync();
        IsSuspended.ShouldBeTrue();
        Entries().ShouldBeEmpty();

        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindWhole());
        if (!isResumedAtOnce)
            await keeper.KeepAsync();
        (await ResumeAsync()).ShouldBe(ResumeResult.Done);
        await keeper.KeepAsync();

        Events().ShouldBe("witness-alarm link-suspended link-resumed");
        Entries().ShouldContain("\"alarm\":\"unproven\",\"size\":20");
        // The gateway has raised the alarm, whoever makes it be entered.
        Members("actor").ShouldBe("gateway gateway token");
    }

    [Test]
    public async Task An_alarm_whose_note_somebody_has_damaged_is_entered_all_the_same()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("b", 20), from: 7));
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE alarms SET presented = 'no note'"));
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindWhole());

        (await ResumeAsync()).ShouldBe(ResumeResult.Done);
        Events().ShouldBe("witness-alarm link-suspended link-resumed");
    }

    [Test]
    public async Task A_proof_that_fails_from_the_newest_head_is_unproven_and_suspends_the_link()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("b", 20), from: 7));

        _gateway.Read<string>("SELECT suspended FROM links").ShouldBe("unproven");
        Entries().ShouldContain("\"alarm\":\"unproven\"");
    }

    [Test]
    public async Task A_proof_that_fails_from_an_older_head_is_unproven_too()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 20), from: 7));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("b", 30), from: 7));

        _gateway.Read<string>("SELECT suspended FROM links").ShouldBe("unproven");
        Entries().ShouldContain("\"alarm\":\"unproven\"");
    }

    // A log sends a head again from the size that was cosigned last, which may be older than the newest that is held.
    [TestCase(0)]
    [TestCase(7)]
    public async Task An_honest_proof_from_an_older_head_waits_without_an_alarm_until_it_is_proved_from_the_newest(int from)
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 20), from: 7));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 30), from));
        IsSuspended.ShouldBeFalse();
        _gateway.Read<long>("SELECT MAX(size) FROM held_checkpoints").ShouldBe(20);

        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 30), from: 20));
        IsSuspended.ShouldBeFalse();
        _gateway.Read<long>("SELECT MAX(size) FROM held_checkpoints").ShouldBe(30);
    }

    [Test]
    public async Task A_larger_head_with_an_earlier_time_is_unproven()
    {
        var now = TimeProvider.System.Now();
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0, at: now));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 20), from: 7, at: now.AddMinutes(-1)));

        IsSuspended.ShouldBeTrue();
    }

    [Test]
    public async Task While_the_link_is_suspended_no_head_is_judged()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("b", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 20), from: 7));

        _gateway.Read<long>("SELECT COUNT(*) FROM held_checkpoints").ShouldBe(1);
        _gateway.Read<long>("SELECT COUNT(*) FROM alarms").ShouldBe(1);
    }

    [Test]
    public async Task A_head_that_their_log_keys_have_not_signed_says_nothing()
    {
        await ShowAsync(
            _gateway.TheirHead(TestGateway.Tail("a", 7), from: 0, signers: TestSigners.Of(_gateway.Counterpart.Card.Log.Origin))
        );

        _gateway.Read<long>("SELECT COUNT(*) FROM held_checkpoints").ShouldBe(0);
        IsSuspended.ShouldBeFalse();
    }

    [Test]
    public async Task A_cosignature_is_kept_only_if_it_is_the_counterparts_over_a_head_that_we_signed()
    {
        await _gateway.AppendAsync(3);
        var head = Head();
        var own = _gateway.Part<Exchange.Gateway.Parties.OwnParty>();
        await CosignAsync(head.Size, Cosignature.Sign(head, TimeProvider.System.Now(), own.WitnessSigner));
        await CosignAsync(head.Size, Cosignature.Sign(head with { Size = 2 }, TimeProvider.System.Now(), _gateway.TheirWitness));
        await CosignAsync(2, Cosignature.Sign(head, TimeProvider.System.Now(), _gateway.TheirWitness));
        _gateway.Read<long>("SELECT COUNT(*) FROM cosignatures").ShouldBe(0);

        await CosignAsync(head.Size, Cosignature.Sign(head, TimeProvider.System.Now(), _gateway.TheirWitness));
        _gateway.Read<long>("SELECT size FROM cosignatures").ShouldBe(3);
    }

    [Test]
    public async Task A_link_with_an_unproven_head_goes_on_from_the_newest_held_by_the_operators_word_which_is_entered()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("b", 20), from: 7));

        (await ResumeAsync()).ShouldBe(ResumeResult.Done);
        IsSuspended.ShouldBeFalse();
        LastEntry().ShouldContain("\"event\":\"link-resumed\"");
        LastEntry().ShouldContain("\"reason\":\"unproven\",\"by\":\"operator\",\"size\":7");
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 20), from: 7));
        _gateway.Read<long>("SELECT MAX(size) FROM held_checkpoints").ShouldBe(20);
        (await ResumeAsync()).ShouldBe(ResumeResult.NothingToDo);
    }

    [Test]
    public async Task No_word_of_the_operators_ends_a_fork()
    {
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("a", 7), from: 0));
        await ShowAsync(_gateway.TheirHead(TestGateway.Tail("b", 7), from: 0));

        (await ResumeAsync()).ShouldBe(ResumeResult.NeedsNewOrigin);
        IsSuspended.ShouldBeTrue();
    }

    private Task<ResumeResult> ResumeAsync() => _gateway.Part<ResumeHandler>().ResumeAsync(_gateway.Counterpart, TestCaller.Officer);

    private bool IsSuspended => _gateway.Read<string>("SELECT suspended FROM links") is not null;

    private Task ShowAsync(CheckpointBody head) =>
        _gateway.RecordAsync(_gateway.Part<CheckpointHandler>().Prepare(head, _gateway.Counterpart));

    private Task CosignAsync(long size, string line) =>
        _gateway.RecordAsync(
            _gateway
                .Part<CosignatureHandler>()
                .Prepare(
                    new CosignatureBody(_gateway.Part<Exchange.Gateway.Parties.OwnParty>().Card.Log.Origin, size, line, null),
                    _gateway.Counterpart
                )
        );

    private Checkpoint Head() => CheckpointNote.ReadUnverified(_gateway.Part<LogBook>().Checkpoint!.Note)!;

    private string Entries() =>
        string.Concat(
            Enumerable
                .Range(0, (int)_gateway.Read<long>("SELECT COUNT(*) FROM entries"))
                .Select(index =>
                    System.Text.Encoding.UTF8.GetString(_gateway.Read<byte[]>($"SELECT leaf FROM entries WHERE \"index\" = {index}"))
                )
        );

    private string Events() => Members("event");

    private string Members(string name) =>
        _gateway.Read<string>(
            $"SELECT group_concat(value, ' ') FROM (SELECT json_extract(CAST(leaf AS TEXT), '$.{name}') AS value FROM entries "
                + "ORDER BY \"index\")"
        );

    private string LastEntry() =>
        System.Text.Encoding.UTF8.GetString(_gateway.Read<byte[]>("SELECT leaf FROM entries ORDER BY \"index\" DESC LIMIT 1"));
}
