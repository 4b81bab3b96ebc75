using System.Net;
using System.Net.Http.Json;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Submitting;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Gateway;

/// <summary>An exchange that is replayed says of every step whether it is proved, and of a changed one that it is not.</summary>
internal sealed class ExchangeReplayTests
{
    private TestGateway _gateway = null!;
    private HttpClient _auditor = null!;
    private SendResult.Sent _sent = null!;

    [SetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start();
        _auditor = await _gateway.ListenAsync(await _gateway.AuditorKeyAsync());
        _sent = await _gateway.SendAsync();
        await new CounterpartLog(_gateway).JudgeAsync(_sent, ReceiptCode.Accepted);
        await _gateway.RecordAsync(transaction =>
        {
            var head = _gateway.Part<LogBook>().Checkpoint!;
            var line = Cosignature.Sign(CheckpointNote.ReadUnverified(head.Note)!, _gateway.Clock.GetUtcNow(), _gateway.TheirWitness);
            _gateway
                .Part<CosignatureHandler>()
                .Prepare(new(_gateway.Part<OwnParty>().Card.Log.Origin, head.Tail.Size, line, null), _gateway.Counterpart)(transaction);
        });
    }

    [TearDown]
    public async Task End()
    {
        _auditor.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task Each_step_has_its_entry_its_proof_and_the_state_after_it()
    {
        var replay = await ReplayAsync();

        replay.Steps.Select(step => step.Event).ShouldBe([LedgerEvents.MessageSent, LedgerEvents.MessageDelivered]);
        replay.Steps.ShouldAllBe(step => step.IsIncluded && step.Leaf.Contains(_sent.MessageId.ToString(), StringComparison.Ordinal));
        replay.Steps.Select(step => step.Receipt).ShouldBe([null, ReplayStepView.Proved]);
        replay.Steps.Select(step => step.State!.Status).ShouldBe([ExchangeStatus.Sent, ExchangeStatus.Delivered]);
        replay.Steps.ShouldAllBe(step => step.From == "BGD" && step.Kind == "request");
        (replay.IsSigned, replay.Holds, replay.HasMore).ShouldBe((true, true, false));
        replay.CosignedBy.ShouldBe(["MYS"]);
    }

    [Test]
    public async Task An_entry_that_was_changed_is_not_proved()
    {
        var changed = (await ReplayAsync()).Steps[0];
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql(
                    "UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"token\"', '\"other\"') AS BLOB) WHERE "
                        + $"\"index\" = {changed.Index}"
                )
            )
        );

        var replay = await ReplayAsync();

        replay.Steps.Select(step => step.IsIncluded).ShouldBe([false, true]);
        replay.Holds.ShouldBeFalse();
    }

    [Test]
    public async Task A_receipt_that_was_lost_or_a_cosignature_that_is_not_the_witnesss_is_no_proof()
    {
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM receipts"));
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE cosignatures SET line = REPLACE(line, 'A', 'B')"));

        var replay = await ReplayAsync();

        replay.Steps[1].Receipt.ShouldBe("no-receipt");
        replay.CosignedBy.ShouldBeEmpty();
        replay.Holds.ShouldBeFalse();
    }

    [Test]
    public async Task Whoever_replays_is_recorded_and_an_unknown_exchange_is_not_found()
    {
        await ReplayAsync();

        _gateway.Read<long>($"SELECT COUNT(*) FROM entries WHERE CAST(leaf AS TEXT) LIKE '%{LedgerEvents.LedgerRead}%replay%'").ShouldBe(1);
        (await _auditor.GetAsync($"/api/v1/exchanges/{MessageId.New(TimeProvider.System)}/replay")).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [TestCase(1, 1, 1000, true)]
    [TestCase(1001, 1001, 4, false)]
    [TestCase(1003, 1003, 2, false)]
    [TestCase(99_999, 1001, 4, false)]
    [TestCase(-7, 1, 1000, true)]
    public async Task A_long_exchange_is_replayed_in_parts_and_each_knows_the_state_before_it(int first, int from, int count, bool more)
    {
        await _gateway.RecordAsync(transaction =>
        {
            for (var number = 0; number < ReplayView.Most + 2; number++)
            {
                transaction.Append(
                    new(LedgerEvents.BringBackSet) { Counterpart = _gateway.Counterpart.Name, ExchangeId = _sent.ExchangeId }
                );
            }
        });

        var replay = await ReplayAsync($"?first={first}");

        (replay.First, replay.Steps.Count, replay.Count, replay.HasMore).ShouldBe((from, count, ReplayView.Most + 4, more));
        replay.Steps[^1].State!.Status.ShouldBe(ExchangeStatus.Delivered);
        replay.Reference.ShouldNotBeNull();
        replay.Holds.ShouldBeTrue();
    }

    private async Task<ReplayView> ReplayAsync(string query = "") =>
        (
            await _auditor.GetFromJsonAsync<ReplayView>($"/api/v1/exchanges/{_sent.ExchangeId}/replay{query}", ProtocolJson.Options)
        ).ShouldNotBeNull();
}
