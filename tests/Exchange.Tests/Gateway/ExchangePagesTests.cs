using Exchange.Gateway.Api;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Microsoft.AspNetCore.Http;

namespace Exchange.Tests.Gateway;

internal sealed class ExchangePagesTests
{
    [Test]
    public async Task Every_exchange_is_on_one_page_however_many_were_opened_at_one_time()
    {
        await using var gateway = TestGateway.Start();
        using (var sql = gateway.Part<Database>().OpenWriter())
        {
            sql.Execute(
                """
                WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 700)
                INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, status, last_entry, state)
                SELECT 'MYS', printf('01a20922-b801-7000-8000-%012d', n), 'MYS-BGD-2026-' || n, 0, n / 150, 'delivered', n, @p0 FROM numbers
                """,
                """{"exchangeId":"01a20922-b801-7000-8000-000000000001","openedByUs":false,"openedAt":"2026-11-23T16:00:00.000Z","opener":"accepted","messages":1,"lastEntry":0}""");
        }

        var seen = new List<ExchangeView>();
        for (var page = Page(gateway, null); page.Count > 0; page = Page(gateway, ProtocolTime.Write(page[^1].OpenedAt)))
            seen.AddRange(page);

        seen.Select(exchange => exchange.ExchangeId).ShouldBeUnique();
        seen.Count.ShouldBe(700);
        seen.Select(exchange => exchange.OpenedAt).ShouldBe(seen.Select(exchange => exchange.OpenedAt).OrderDescending());
    }

    [Test]
    public async Task A_page_before_what_is_no_time_is_refused()
    {
        await using var gateway = TestGateway.Start();
        ((IStatusCodeHttpResult)ExchangeEndpoints.List(gateway.Part<Database>(), null, "yesterday")).StatusCode.ShouldBe(StatusCodes.Status400BadRequest);
    }

    private static List<ExchangeView> Page(TestGateway gateway, string? before) =>
        [.. (IEnumerable<ExchangeView>)((IValueHttpResult)ExchangeEndpoints.List(gateway.Part<Database>(), null, before)).Value!];
}
