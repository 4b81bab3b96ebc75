using Exchange.Gateway.Api;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;
using Microsoft.AspNetCore.Http;

namespace Exchange.Tests.Gateway;

/// <summary>What a message costs does not grow with its exchange.</summary>
internal sealed class LongExchangeTests
{
    private TestGateway _gateway = null!;
    private SendResultSent _ours = null!;

    [SetUp]
    public async Task Open()
    {
        _gateway = TestGateway.Start();
        var sent = await _gateway.SendAsync();
        _ours = new(sent.ExchangeId, sent.Reference, sent.Signed);
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task The_state_of_an_exchange_is_as_large_after_many_messages_as_after_a_few()
    {
        await AnswerAsync(1, 3);
        var few = State();
        await AnswerAsync(4, 40);

        State().Length.ShouldBe(few.Length + 2, "a digit more of the count, and of the newest entry");
        ExchangeTable
            .Read(State())
            .ShouldSatisfyAllConditions(
                state => state.Messages.ShouldBe(41),
                state => state.Steps.Select(step => (step.IsOurs, step.Step, step.Sequence)).ShouldBe([(false, LifeStep.AnswersInPart, 1)])
            );
    }

    [Test]
    public async Task What_we_refuse_never_enters_the_state()
    {
        var before = State();
        for (var sequence = 1; sequence <= 20; sequence++)
            await _gateway.ArriveAsync(_gateway.SealedByThem(Answer(sequence) with { Kind = CaseKinds.Request }, TestGateway.Request));

        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE code = 505").ShouldBe(20);
        State().ShouldBe(before);
    }

    [Test]
    public async Task An_exchange_is_shown_with_its_newest_messages_and_says_that_there_are_earlier_ones()
    {
        await AnswerAsync(1, 1);
        using (var sql = _gateway.Part<Database>().OpenWriter())
        {
            sql.Execute(
                """
                WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < 250)
                INSERT INTO messages (log, counterpart, outgoing, message_id, exchange_id, kind, sequence, signed, sealed, issued_at, expires_at, recorded_at, code, settled_at, entry_index)
                SELECT log, counterpart, outgoing, printf('01a20922-b801-7000-8000-%012d', n), exchange_id, kind, n, signed, printf('sha256:%064d', n), issued_at, expires_at, recorded_at, code, settled_at, n
                FROM messages, numbers WHERE outgoing = 0
                """
            );
        }

        var view = (ExchangeView)
            (
                (IValueHttpResult)
                    ExchangeEndpoints.Read(
                        _ours.ExchangeId,
                        TestCaller.Officer,
                        _gateway.Part<UnitSight>(),
                        _gateway.Part<Database>(),
                        _gateway.Part<NextMessages>(),
                        _gateway.Part<Microsoft.Extensions.Logging.ILogger<MessageView>>()
                    )
            ).Value!;

        view.HasEarlierMessages.ShouldBe(true);
        view.Messages.ShouldNotBeNull().Select(message => message.Sequence!.Value).ShouldBe(Enumerable.Range(51, 200));
        // What is open is looked for among all of them: the oldest has no receipt.
        view.Unsettled.ShouldNotBeNull().ShouldHaveSingleItem().MessageId.ShouldBe(_ours.ExchangeId);
        view.UnsettledCount.ShouldBe(1);
        view.KeptUntil.ShouldBe(TestGateway.Handling.RetainUntil);
    }

    [Test]
    public async Task A_side_may_send_so_many_messages_in_one_exchange_and_no_more()
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(Answer(ExchangeRules.MostMessages), Part));
        await _gateway.ArriveAsync(_gateway.SealedByThem(Answer(ExchangeRules.MostMessages + 1), Part));

        _gateway
            .Read<string>("SELECT group_concat(code, ' ') FROM (SELECT code FROM messages WHERE outgoing = 0 ORDER BY id)")
            .ShouldBe("100 505");
    }

    private static ResponseBody Part => TestGateway.Response with { Extent = Extent.Partial };

    private async Task AnswerAsync(int from, int to)
    {
        for (var sequence = from; sequence <= to; sequence++)
            await _gateway.ArriveAsync(_gateway.SealedByThem(Answer(sequence), Part));
    }

    private string State() => _gateway.Read<string>("SELECT state FROM exchanges");

    private MessageHeader Answer(int sequence) =>
        TestGateway.TheirRequest() with
        {
            Kind = CaseKinds.Response,
            ExchangeId = _ours.ExchangeId,
            Reference = _ours.Reference,
            Sequence = sequence,
            InReplyTo = new(_ours.ExchangeId, _ours.Signed),
        };

    private sealed record SendResultSent(Guid ExchangeId, string Reference, Digest Signed);
}
