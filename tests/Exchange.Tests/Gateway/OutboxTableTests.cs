using Exchange.Gateway.Store;
using Exchange.Protocol;

namespace Exchange.Tests.Gateway;

/// <summary>When a message of ours is sent again, and how long (border protocol, section 4).</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class OutboxTableTests(string store)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(60);

    private readonly DateTimeOffset _now = TimeProvider.System.Now();
    private TestGateway _gateway = null!;

    [SetUp]
    public async Task Send()
    {
        _gateway = TestGateway.Start(store: store);
        await _gateway.SendAsync();
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [TestCase(0, 60)]
    [TestCase(1, 120)]
    [TestCase(2, 240)]
    [TestCase(5, 1920)]
    [TestCase(6, 3600)]
    [TestCase(1000, 3600)]
    public void Each_wait_is_twice_the_one_before_and_none_is_longer_than_an_hour(int attempts, int seconds) =>
        OutboxTable.WaitAfter(First, attempts).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Test]
    public async Task What_is_confirmed_is_due_again_after_ever_longer_waits()
    {
        var at = _now;
        foreach (var seconds in new[] { 60, 120, 240 })
        {
            await ConfirmAsync(at);
            Due(at.AddSeconds(seconds - 1)).ShouldBe(0);
            at = at.AddSeconds(seconds);
            Due(at).ShouldBe(1);
        }
    }

    [Test]
    public async Task Seven_days_past_its_expiry_it_is_sent_no_more()
    {
        var last = DateTimeOffset.FromUnixTimeMilliseconds(_gateway.Read<long>("SELECT expires_at FROM messages")).AddDays(7);
        Fresh(last.AddSeconds(-1)).ShouldBe(1);
        Fresh(last).ShouldBe(0);

        await ConfirmAsync(_now);
        Due(last.AddSeconds(-1)).ShouldBe(1);
        Due(last).ShouldBe(0);
    }

    private Task ConfirmAsync(DateTimeOffset at) =>
        _gateway.RecordAsync(transaction =>
            OutboxTable.Confirm(transaction.Sql, OutboxTable.Read(transaction.Sql, OutboxTable.Newest(transaction.Sql))!, at, First)
        );

    private int Fresh(DateTimeOffset now) =>
        Read(sql => OutboxTable.Fresh(sql, _gateway.Counterpart.Name, 0, long.MaxValue, now, 10).Count);

    private int Due(DateTimeOffset now) => Read(sql => OutboxTable.Due(sql, _gateway.Counterpart.Name, now, 10).Count);

    private int Read(Func<SqlSession, int> read)
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return read(sql);
    }
}
