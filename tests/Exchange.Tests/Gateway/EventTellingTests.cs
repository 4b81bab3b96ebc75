using Exchange.Gateway.Domestic;
using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Contracts;
using Exchange.Protocol.Life;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>Each consumer is told of an event until it has cleared its own row, whatever else lies beside that.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class EventTellingTests(string store)
{
    private readonly Stack<(IServiceProvider Services, EventPublisher Publisher)> _told = [];
    private WrongClock _clock = null!;
    private TestGateway _gateway = null!;

    [SetUp]
    public void Set_the_clock() => _clock = new(TimeProvider.System.GetUtcNow());

    [TearDown]
    public async Task Stop()
    {
        while (_told.Count > 0)
            await StopTellingAsync();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task One_that_cannot_be_read_does_not_hide_the_others()
    {
        Start();
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                """INSERT INTO events (consumer, event_id, body) VALUES ('acknowledge', '0', '{'), ('acknowledge', '1', '{"$type":"Unheard"}'), ('acknowledge', '2', '{}')"""
            )
        );
        await AskAsync();
        await TellAsync();

        await Soon.IsAsync(() => Acknowledgements() == 1);
        Rows().ShouldBe(3);
    }

    [Test]
    public async Task One_that_a_gateway_had_not_told_when_it_died_is_told_by_the_next()
    {
        Start();
        await AskAsync();
        await _gateway.CloseAsync();
        await using var next = GatewayHost.Build(_gateway.Home, _gateway.Settings, FoundedPair.OurKeys, _clock);
        next.Services.GetRequiredService<Counterparts>().Put(_gateway.Counterpart);
        next.Services.GetRequiredService<JournalWriter>().Start();
        await TellAsync(next.Services);

        using var sql = next.Services.GetRequiredService<Database>().OpenSession();
        await Soon.IsAsync(() => sql.Scalar<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'acknowledgement'") == 1);
        sql.Scalar<long>("SELECT COUNT(*) FROM events").ShouldBe(0);
        await StopTellingAsync();
    }

    [Test]
    public async Task One_that_a_consumer_had_not_come_to_the_end_of_is_told_again_to_that_one_alone()
    {
        Start();
        var alarm = new WitnessAlarm(MessageId.New(_clock), "MYS", "fork");
        var (prompt, slow) = (0, 0);
        Consume("prompt", () =>
        {
            prompt++;
            return _gateway.RecordAsync(transaction => EventTable.Clear(transaction.Sql, "prompt", alarm.EventId));
        });
        Consume("slow", () =>
        {
            slow++;
            return Task.CompletedTask;
        });
        await _gateway.RecordAsync(transaction =>
            new EventOutbox([new("prompt", _ => true), new("slow", _ => true), new("deaf", _ => false)]).Raise(transaction, alarm)
        );
        Rows().ShouldBe(2);

        await TellAsync();
        await Soon.IsAsync(() => (prompt, slow, Rows()) == (1, 1, 1));
        await TellAsync();
        await Soon.IsAsync(() => slow == 2);

        (prompt, Rows()).ShouldBe((1, 1));
    }

    [Test]
    public async Task What_is_for_the_agencys_own_systems_is_not_told_within_the_gateway()
    {
        Start();
        var alarm = new WitnessAlarm(MessageId.New(_clock), "MYS", "fork");
        var (agency, prompt) = (0, 0);
        Consume(AgencyEvents.Consumer, () => Task.FromResult(agency++));
        Consume("prompt", () => Task.FromResult(prompt++));
        await _gateway.RecordAsync(transaction =>
            new EventOutbox([new(AgencyEvents.Consumer, _ => true), new("prompt", _ => true)]).Raise(transaction, alarm)
        );

        await TellAsync();

        await Soon.IsAsync(() => prompt == 1);
        agency.ShouldBe(0);
    }

    [Test]
    public async Task One_that_was_raised_while_others_are_told_is_told_at_once_and_what_was_rolled_back_never()
    {
        Start();
        await TellAsync();
        await AskAsync();
        await Should.ThrowAsync<InvalidOperationException>(() =>
            _gateway.RecordAsync(transaction =>
            {
                _gateway.Part<EventOutbox>().Raise(transaction, Received());
                throw new InvalidOperationException("A test.");
            })
        );

        await Soon.IsAsync(() => Acknowledgements() == 1 && Rows() == 0);
    }

    [Test]
    public async Task None_is_told_before_the_mark_says_that_its_batch_is_signed()
    {
        Start();
        await _gateway.AppendAsync(1);
        File.Delete(_gateway.Home.Mark);
        Directory.CreateDirectory(_gateway.Home.Mark);
        var told = 0;
        Consume("one", () => Task.FromResult(told++));
        var raising = _gateway.RecordAsync(transaction =>
        {
            transaction.Append(new LeafDraft(LedgerEvents.GatewayStarted) { Detail = new() { ["version"] = "0" } });
            new EventOutbox([new("one", _ => true)]).Raise(transaction, new WitnessAlarm(MessageId.New(_clock), "MYS", "fork"));
        });
        await Soon.IsAsync(() => Rows() == 1);
        await TellAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        told.ShouldBe(0);

        Directory.Delete(_gateway.Home.Mark);
        await raising;
        await Soon.IsAsync(() => told == 1);
    }

    [Test]
    public async Task One_whose_policy_was_switched_off_since_is_let_go_of()
    {
        Start(new PolicySettings { AcknowledgeAutomatically = false });
        await AskAsync();
        Rows().ShouldBe(0, "nothing is to follow");
        await _gateway.RecordAsync(transaction =>
            new EventOutbox([new(AcknowledgeHandler.Consumer, _ => true)]).Raise(transaction, Received())
        );
        await TellAsync();

        await Soon.IsAsync(() => Rows() == 0);
        Acknowledgements().ShouldBe(0);
    }

    [Test]
    public async Task One_that_is_under_way_is_not_told_a_second_time_until_its_consumer_has_ended()
    {
        Start();
        var underWay = _gateway.Part<EventsUnderWay>();
        var received = Received();
        var id = MessageId.Write(received.EventId);
        underWay.Begin(AcknowledgeHandler.Consumer, id).ShouldBeTrue();
        underWay.Begin(AcknowledgeHandler.Consumer, id).ShouldBeFalse();
        underWay.Begin("another", id).ShouldBeTrue();

        await _gateway.Part<IBusControl>().StartAsync();
        await (await _gateway.Part<IBus>().GetSendEndpoint(new Uri($"queue:{AcknowledgeHandler.Consumer}"))).Send(received);

        await Soon.IsAsync(() => underWay.Begin(AcknowledgeHandler.Consumer, id));
        underWay.Begin("another", id).ShouldBeFalse();
        await _gateway.Part<IBusControl>().StopAsync();
    }

    [Test]
    public void No_more_than_ten_thousand_of_a_consumer_are_under_way_and_the_others_are_told_again_later()
    {
        Start();
        var underWay = _gateway.Part<EventsUnderWay>();
        var events = Enumerable.Range(0, 10_001).Select(number => $"{number}").ToList();
        events.Count(id => underWay.Begin("one", id)).ShouldBe(10_000);
        underWay.Begin("another", events[^1]).ShouldBeTrue();
        underWay.End("one", events[0]);
        underWay.Begin("one", events[^1]).ShouldBeTrue();
    }

    private void Start(PolicySettings? policy = null) =>
        _gateway = TestGateway.Start(_clock, new() { Policy = policy ?? new(), Release = ReleaseSettings.None }, store);

    private MessageReceived Received() => new(MessageId.New(_clock), "MYS", MessageId.New(_clock), MessageId.New(_clock), "request");

    private Task AskAsync() => _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())));

    private void Consume(string consumer, Func<Task> take) =>
        _gateway.Part<IBusControl>().ConnectReceiveEndpoint(consumer, endpoint => endpoint.Handler<WitnessAlarm>(_ => take()));

    // As a gateway does that has just started: of what is under way it knows nothing.
    private async Task TellAsync(IServiceProvider? services = null)
    {
        services ??= _gateway.Part<IServiceProvider>();
        if (!_told.Any(one => one.Services == services))
            await services.GetRequiredService<IBusControl>().StartAsync();
        var publisher = ActivatorUtilities.CreateInstance<EventPublisher>(services, new EventsUnderWay());
        _told.Push((services, publisher));
        await publisher.StartAsync(CancellationToken.None);
    }

    private async Task StopTellingAsync()
    {
        var (services, publisher) = _told.Pop();
        await publisher.StopAsync(CancellationToken.None);
        publisher.Dispose();
        if (!_told.Any(one => one.Services == services))
            await services.GetRequiredService<IBusControl>().StopAsync();
    }

    private long Rows() => _gateway.Read<long>("SELECT COUNT(*) FROM events");

    private long Acknowledgements() => _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'acknowledgement'");
}
