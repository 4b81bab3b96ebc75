using System.Collections.Concurrent;
using Exchange.Gateway.Domestic;
using Exchange.Gateway.Home;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Reminding;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>What the agency's own systems hear of: every event, once it is recorded, and until their broker has taken it.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class AgencyEventsTests(string store)
{
    private readonly ConcurrentQueue<IGatewayEvent> _heard = [];
    private int _confirms;
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;
    private ServiceProvider _bus = null!;
    private AgencyEvents? _agency;

    [SetUp]
    public async Task Start()
    {
        _heard.Clear();
        _confirms = int.MaxValue;
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(
            _clock,
            new()
            {
                Release = ReleaseSettings.None,
                AgencyBus = new() { Host = "bus.agency.example" },
            },
            store
        );
        var services = new ServiceCollection().AddLogging();
        services.AddMassTransit<IAgencyBus>(bus =>
            bus.UsingInMemory(
                (_, memory) =>
                {
                    memory.ConfigurePublish(pipe => pipe.UseExecute(_ => Confirm()));
                    memory.ReceiveEndpoint("agency", endpoint =>
                    {
                        Hear<AnswerDue>(endpoint);
                        Hear<BroughtBack>(endpoint);
                        Hear<MessageReceived>(endpoint);
                        Hear<MessageDelivered>(endpoint);
                    });
                }
            )
        );
        _bus = services.BuildServiceProvider();
        await ((IBusControl)_bus.GetRequiredService<IAgencyBus>()).StartAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        if (_agency is not null)
            await _agency.StopAsync(CancellationToken.None);
        await ((IBusControl)_bus.GetRequiredService<IAgencyBus>()).StopAsync();
        await _bus.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task That_an_answer_is_due_or_an_exchange_is_brought_back_goes_out_and_its_row_is_cleared()
    {
        await PublishAsync();
        var header = TestGateway.TheirRequest(_clock.Now());
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        var (exchange, at) = (header.MessageId, _clock.Now().AddDays(1));
        await _gateway.Part<BringBackHandler>().SetAsync(_gateway.Counterpart.Name, exchange, at, TestCaller.Officer, default);
        var sweeps = ActivatorUtilities.CreateInstance<ReminderService>(_gateway.Part<IServiceProvider>());
        _clock.Advance(TimeSpan.FromDays(8));

        await sweeps.SweepAsync(CancellationToken.None);

        await Soon.IsAsync(() => _heard.Count == 3);
        _heard.OfType<MessageReceived>().ShouldHaveSingleItem().MessageId.ShouldBe(exchange);
        _heard.OfType<AnswerDue>().ShouldHaveSingleItem().ExchangeId.ShouldBe(exchange);
        _heard.OfType<BroughtBack>().ShouldHaveSingleItem().At.ShouldBe(at);
        await Soon.IsAsync(() => Rows() == 0);
    }

    [Test]
    public async Task What_was_raised_before_a_start_goes_out_after_it_and_what_cannot_be_read_holds_up_nothing()
    {
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("INSERT INTO events (consumer, event_id, body) VALUES ('agency', '0', '{')")
        );
        var raised = await RaiseAsync();
        Rows().ShouldBe(2);

        await PublishAsync();

        await Soon.IsAsync(() => Rows() == 1);
        _heard.ShouldHaveSingleItem().ShouldBe(raised);
    }

    [Test]
    public async Task What_the_broker_has_confirmed_is_cleared_when_it_refuses_the_next_one()
    {
        _ = await RaiseAsync();
        var second = await RaiseAsync();
        _confirms = 1;

        await PublishAsync();

        await Soon.IsAsync(() => Rows() == 1);
        _gateway.Read<string>("SELECT event_id FROM events WHERE consumer = 'agency'").ShouldBe(MessageId.Write(second.EventId));
    }

    [Test]
    public async Task Without_the_setting_nothing_waits_for_them()
    {
        await using var gateway = TestGateway.Start(_clock, store: store);
        var raised = new BroughtBack(MessageId.New(_clock), "MYS", MessageId.New(_clock), _clock.Now());
        await gateway.RecordAsync(transaction => gateway.Part<EventOutbox>().Raise(transaction, raised));
        gateway.Read<long>("SELECT COUNT(*) FROM events").ShouldBe(0);
    }

    private void Hear<T>(IReceiveEndpointConfigurator endpoint)
        where T : class, IGatewayEvent =>
        endpoint.Handler<T>(context =>
        {
            _heard.Enqueue(context.Message);
            context.MessageId.ShouldBe(context.Message.EventId);
            return Task.CompletedTask;
        });

    private void Confirm()
    {
        if (Interlocked.Decrement(ref _confirms) < 0)
            throw new TimeoutException("A test.");
    }

    private async Task<BroughtBack> RaiseAsync()
    {
        var raised = new BroughtBack(MessageId.New(_clock), "MYS", MessageId.New(_clock), _clock.Now());
        await _gateway.RecordAsync(transaction => _gateway.Part<EventOutbox>().Raise(transaction, raised));
        return raised;
    }

    private Task PublishAsync()
    {
        var (journal, database) = (_gateway.Part<JournalWriter>(), _gateway.Part<Database>());
        _agency = new(_bus.GetRequiredService<IAgencyBus>(), journal, database, TimeProvider.System, NullLogger<AgencyEvents>.Instance);
        return _agency.StartAsync(CancellationToken.None);
    }

    private long Rows() => _gateway.Read<long>("SELECT COUNT(*) FROM events WHERE consumer = 'agency'");
}
