using Exchange.Gateway.Api;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Reminding;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Contracts;
using Exchange.Protocol.Life;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>An exchange is brought back at the time that an officer sets: once, whatever restarts and clocks do.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class BringBackTests(string store)
{
    private const string Consumer = "desk";

    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;
    private Guid _exchange;

    [SetUp]
    public async Task Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock, store: store);
        _exchange = (await _gateway.SendAsync()).ExchangeId;
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task It_comes_once_at_its_time_and_stays_listed()
    {
        await SetAsync(_clock.Now().AddHours(2));

        await AfterAsync(TimeSpan.FromHours(1));
        Raised().ShouldBeEmpty();
        await AfterAsync(TimeSpan.FromHours(1));
        await AfterAsync(TimeSpan.Zero);
        await AfterAsync(TimeSpan.FromDays(1));

        Raised().ShouldBe([_exchange]);
        Listed().ShouldBe([MessageId.Write(_exchange)]);
    }

    [Test]
    public async Task Over_a_clock_that_jumps_it_comes_once()
    {
        await SetAsync(_clock.Now().AddHours(2));

        await AfterAsync(TimeSpan.FromDays(3));
        _clock.AdjustTime(_clock.GetUtcNow().AddDays(-3));
        await AfterAsync(TimeSpan.Zero);
        await AfterAsync(TimeSpan.FromDays(3));

        Raised().ShouldBe([_exchange]);
    }

    [Test]
    public async Task Another_time_begins_anew_and_none_ends_it()
    {
        await SetAsync(_clock.Now().AddHours(2));
        await AfterAsync(TimeSpan.FromHours(2));
        await SetAsync(_clock.Now().AddHours(2));
        Listed().ShouldBeEmpty();
        await AfterAsync(TimeSpan.FromHours(2));
        Raised().ShouldBe([_exchange, _exchange]);

        await SetAsync(_clock.Now().AddHours(2));
        await SetAsync(null);
        await AfterAsync(TimeSpan.FromHours(2));

        Raised().Count.ShouldBe(2);
        Listed().ShouldBeEmpty();
        Entries().ShouldBe([true, true, true, false]);
    }

    [Test]
    public async Task The_same_time_again_is_no_entry()
    {
        var at = _clock.Now().AddHours(2);
        await SetAsync(at);
        await AfterAsync(TimeSpan.FromHours(3));
        await SetAsync(at);
        await AfterAsync(TimeSpan.Zero);

        Entries().ShouldBe([true]);
        Raised().ShouldBe([_exchange]);
    }

    [Test]
    public async Task By_a_clock_that_is_in_doubt_nothing_comes()
    {
        await SetAsync(_clock.Now().AddHours(2));
        _clock.Advance(TimeSpan.FromHours(3));
        _gateway.HearTheirClock(_clock.GetUtcNow().AddHours(-3));
        await AfterAsync(TimeSpan.Zero);
        Raised().ShouldBeEmpty();

        _gateway.HearTheirClock(_clock.GetUtcNow());
        await AfterAsync(TimeSpan.Zero);
        Raised().ShouldBe([_exchange]);
    }

    [Test]
    public async Task An_officer_sets_it_by_a_day_sees_it_and_clears_it()
    {
        var reference = _gateway.Read<string>("SELECT reference FROM exchanges");
        (await _gateway.RunAsync("bring-back", reference, "--on", "2099-12-01")).Output.ShouldContain(
            ", to be brought back at 2099-12-01T00:00:00.000Z"
        );
        (await _gateway.RunAsync("status", reference)).Output.ShouldContain(", to be brought back at 2099-12-01T00:00:00.000Z");
        (await _gateway.RunAsync("cases", "--brought-back")).Progress.ShouldContain("There are no such exchanges.");
        // The command line's clock stands at the year 2000.
        await SetAsync(new DateTimeOffset(1999, 12, 1, 0, 0, 0, TimeSpan.Zero));
        (await _gateway.RunAsync("cases", "--brought-back")).Output.ShouldContain(
            $"{reference} with MYS (Malaysia): sent, brought back since "
        );

        (await _gateway.RunAsync("bring-back", reference, "--on", "none")).Output.ShouldNotContain("brought back");

        (await _gateway.RunAsync("cases", "--brought-back")).Progress.ShouldContain("There are no such exchanges.");
        foreach (
            var (wrong, words) in new[]
            {
                ("yesterday", "must be a day or a time in UTC"),
                ("2026-11-30T08:00", "must be a day or a time in UTC"),
                ("2020-01-01", "must be in the future"),
            }
        )
        {
            (await _gateway.RunAsync("bring-back", reference, "--on", wrong)).Progress.ShouldContain(words);
        }
    }

    private Task SetAsync(DateTimeOffset? at) =>
        _gateway.Part<BringBackHandler>().SetAsync(_gateway.Counterpart.Name, _exchange, at, TestCaller.Officer, CancellationToken.None);

    // With a consumer that takes the event: until there is one, none has a row.
    private Task AfterAsync(TimeSpan time)
    {
        _clock.Advance(time);
        var outbox = new EventOutbox([new(Consumer, @event => @event is BroughtBack)]);
        var services = _gateway.Part<IServiceProvider>();
        return ActivatorUtilities
            .CreateInstance<ReminderService>(services, ActivatorUtilities.CreateInstance<BringBackHandler>(services, outbox))
            .SweepAsync(CancellationToken.None);
    }

    private List<Guid> Raised()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return EventTable.ReadOf(sql, Consumer, 0, long.MaxValue, 10).ConvertAll(row => ((BroughtBack)row.Read()).ExchangeId);
    }

    private List<string> Listed()
    {
        using var db = _gateway.Part<Database>().Open();
        var filter = new ExchangeFilter(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            BringBackBefore: ProtocolTime.Write(_clock.Now().AddMilliseconds(1)),
            null,
            null,
            null,
            null
        )
        {
            Officer = null,
            Units = [],
            Seen = null,
        };
        return [.. filter.Of(db).Select(listed => listed.Row.ExchangeId)];
    }

    // Whether each has a time.
    private List<bool> Entries()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return EntryTable
            .Read(sql, log: null, 0, most: 100)
            .ConvertAll(entry => Exchange.Ledger.Entries.LedgerLeaf.Read(entry.Leaf).OrThrow())
            .FindAll(leaf => leaf.Event == LedgerEvents.BringBackSet)
            .ConvertAll(leaf => leaf.Detail?["at"] is not null);
    }
}
