using System.Net.Http.Json;
using Exchange.Gateway.Home;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>What supervisors count.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class FiguresTests(string store)
{
    private const long Hour = 60 * 60 * 1000;

    private const string State =
        """{"exchangeId":"01a20922-b801-7000-8000-000000000001","kind":"request","wants":"answer","openedByUs":false,"openedAt":"2026-11-23T16:00:00.000Z","opener":"accepted","messages":1,"lastEntry":0}""";

    private TestGateway _gateway = null!;
    private HttpClient _supervisor = null!;

    [SetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start(settings: new() { Units = ["CID", "SB"], Release = ReleaseSettings.None }, store: store);
        _supervisor = await _gateway.ListenAsync(await _gateway.KeyAsync([Role.Supervisor], [], "CID"));
    }

    [TearDown]
    public async Task End()
    {
        _supervisor.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task Exchanges_are_counted_by_how_far_they_have_come_and_answers_by_how_long_they_took()
    {
        await OpenAsync(1, ours: false, "answered", answeredAfter: 8 * Hour);
        await OpenAsync(2, ours: false, "closed", answeredAfter: (8 * Hour) + 1, outcome: "arrest");
        await OpenAsync(3, ours: true, "refused", answeredAfter: 169 * Hour);
        await OpenAsync(4, ours: true, "delivered", answeredAfter: null);
        // One that was answered in part waits still.
        await OpenAsync(5, ours: false, "partially-answered", answeredAfter: Hour);

        var figures = await ReadAsync("");

        figures
            .Outcomes.Select(figure => (figure.OpenedByUs, figure.Status, figure.Count))
            .ShouldBe([
                (false, ExchangeStatus.Answered, 1),
                (false, ExchangeStatus.Closed, 1),
                (false, ExchangeStatus.PartiallyAnswered, 1),
                (true, ExchangeStatus.Delivered, 1),
                (true, ExchangeStatus.Refused, 1),
            ]);
        figures.Feedback.ShouldBe([new(false, FeedbackOutcome.Arrest, 1)]);
        figures.Delays.ShouldBe([
            new(false, DelayBand.WithinEightHours, 1),
            new(false, DelayBand.WithinOneDay, 1),
            new(true, DelayBand.Longer, 1),
        ]);
        (figures.OverdueOurs, figures.OverdueTheirs).ShouldBe((1, 1));
    }

    [Test]
    public async Task What_was_opened_before_does_not_count()
    {
        await OpenAsync(1, ours: false, "answered", answeredAfter: Hour);

        (await ReadAsync("?since=2099-01-01T00:00:00.000Z")).Outcomes.ShouldBeEmpty();
        (await _supervisor.GetAsync("/api/v1/figures?since=yesterday")).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Another_units_exchanges_are_in_no_figure()
    {
        await OpenAsync(1, ours: false, "closed", answeredAfter: Hour, unit: "SB", outcome: "conviction");
        await OpenAsync(2, ours: true, "delivered", answeredAfter: null, unit: "SB");
        await OpenAsync(3, ours: false, "delivered", answeredAfter: null, unit: "");

        var figures = await ReadAsync("");

        figures.Outcomes.Select(figure => (figure.Status, figure.Count)).ShouldBe([(ExchangeStatus.Delivered, 1)]);
        figures.Delays.ShouldBeEmpty();
        figures.Feedback.ShouldBeEmpty();
        (figures.OverdueOurs, figures.OverdueTheirs).ShouldBe((1, 0));
    }

    private async Task<FiguresView> ReadAsync(string query) =>
        (await _supervisor.GetFromJsonAsync<FiguresView>($"/api/v1/figures{query}", ProtocolJson.Options)).ShouldNotBeNull();

    // What is delivered or answered in part is overdue: ours to answer if the counterpart has opened it.
    private Task OpenAsync(int number, bool ours, string status, long? answeredAfter, string unit = "CID", string? outcome = null) =>
        _gateway.RecordAsync(transaction =>
        {
            var opened = transaction.Now.AddHours(-200).ToUnixTimeMilliseconds();
            bool? ourTurn = status is "delivered" or "partially-answered" ? !ours : null;
            transaction.Sql.Execute(
                "INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, kind, status, our_turn, "
                    + "due_at, last_entry, state, unit, open, outcome, answered_at) VALUES ('MYS', @p0, @p1, @p2, @p3, 'request', @p4, "
                    + "@p5, @p6, 0, @p7, @p8, @p9, @p10, @p11)",
                $"01a20922-b801-7000-8000-{number:D12}",
                $"R-{number}",
                ours,
                opened,
                status,
                ourTurn,
                ourTurn is null ? null : opened + Hour,
                State,
                unit,
                ourTurn is not null,
                outcome,
                opened + answeredAfter
            );
        });
}
