using Exchange.Gateway.Domestic;
using Exchange.Gateway.Home;
using Exchange.Protocol;
using Exchange.Protocol.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Exchange.Tests.Gateway;

/// <summary>An event is told until its consumer has cleared it, whatever else lies beside it.</summary>
internal sealed class EventTellingTests
{
    private WrongClock _clock = null!;
    private TestGateway _gateway = null!;
    private EventPublisher? _publisher;

    [SetUp]
    public void Set_the_clock() => _clock = new(TimeProvider.System.GetUtcNow());

    [TearDown]
    public async Task Stop()
    {
        if (_publisher is not null)
            await _publisher.StopAsync(CancellationToken.None);
        _publisher?.Dispose();
        await _gateway.Part<IBusControl>().StopAsync();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task One_that_cannot_be_read_does_not_hide_the_others()
    {
        _gateway = TestGateway.Start(_clock);
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute(
            "INSERT INTO events (id, type, body, raised_at) VALUES ('0', 'MessageReceived', '{', 0), ('1', 'Unheard', '{}', 0)"));
        await AskAsync();
        await TellAsync();

        await Soon.IsAsync(() => Acknowledgements() == 1);
        await Soon.IsAsync(() => _gateway.Read<long>("SELECT COUNT(*) FROM events") == 2);
    }

    [Test]
    public async Task One_raised_by_a_clock_that_was_ahead_is_told()
    {
        _gateway = TestGateway.Start(_clock);
        await AskAsync();
        _clock.SetBy(TimeSpan.FromMinutes(-5));
        await TellAsync();

        await Soon.IsAsync(() => Acknowledgements() == 1);
    }

    [Test]
    public async Task One_whose_policy_was_switched_off_since_is_let_go_of()
    {
        _gateway = TestGateway.Start(_clock, new() { Policy = new PolicySettings { AcknowledgeAutomatically = false } });
        await _gateway.RecordAsync(transaction => transaction.RaiseUntilCleared(
            new MessageReceived(MessageId.New(_clock), "MYS", MessageId.New(_clock), MessageId.New(_clock), "request")));
        await TellAsync();

        await Soon.IsAsync(() => _gateway.Read<long>("SELECT COUNT(*) FROM events") == 0);
        Acknowledgements().ShouldBe(0);
    }

    [Test]
    public async Task One_that_is_under_way_is_not_told_a_second_time_until_its_consumer_has_ended()
    {
        _gateway = TestGateway.Start(_clock);
        var underWay = _gateway.Part<EventsUnderWay>();
        var received = new MessageReceived(MessageId.New(_clock), "THA", MessageId.New(_clock), MessageId.New(_clock), "request");
        underWay.Begin(received).ShouldBeTrue();
        underWay.Begin(received).ShouldBeFalse();

        await _gateway.Part<IBusControl>().StartAsync();
        await _gateway.Part<IBus>().Publish(received);

        await Soon.IsAsync(() => underWay.Begin(received));
    }

    [Test]
    public void No_more_than_ten_thousand_are_under_way_and_the_others_are_told_again_later()
    {
        _gateway = TestGateway.Start(_clock);
        var underWay = _gateway.Part<EventsUnderWay>();
        var events = Enumerable.Range(0, 10_001).Select(_ => new MessageReceived(MessageId.New(_clock), "THA", MessageId.New(_clock), MessageId.New(_clock), "request")).ToList();
        events.Count(underWay.Begin).ShouldBe(10_000);
        underWay.End(events[0]);
        underWay.Begin(events[^1]).ShouldBeTrue();
    }

    private Task AskAsync() => _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())));

    // The publisher hears of commits from now on only: what was recorded before is told from the database.
    private async Task TellAsync()
    {
        await _gateway.Part<IBusControl>().StartAsync();
        _publisher = _gateway.Part<IServiceProvider>().GetServices<IHostedService>().OfType<EventPublisher>().Single();
        await _publisher.StartAsync(CancellationToken.None);
    }

    private long Acknowledgements() => _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'acknowledgement'");
}
