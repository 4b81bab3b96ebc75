using CsCheck;
using Exchange.Gateway.Reminding;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>
/// Random histories of a gateway that has two answers due, one of its own and one of its counterpart: sweeps, restarts, clocks that jump
/// ahead and back, and stages that cannot be recorded.
/// </summary>
internal sealed class ReminderHistoryTests
{
    private static readonly Gen<(int Choice, int Hours)[]> Histories = Gen.Select(Gen.Int[0, 9], Gen.Int[1, 40]).Array[10, 25];

    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;

    [Test]
    public async Task No_stage_is_lost_and_none_comes_twice() => await Histories.SampleAsync(PlayAsync, iter: 12, threads: 1);

    private async Task PlayAsync((int Choice, int Hours)[] history)
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        await using var gateway = _gateway = TestGateway.Start(_clock);
        await new CounterpartLog(gateway).JudgeAsync(await gateway.SendAsync(), ReceiptCode.Accepted);
        await gateway.ArriveAsync(gateway.SealedByThem(TestGateway.TheirRequest(_clock.GetUtcNow())));
        Execute("CREATE TABLE said (exchange_id TEXT, due_at INTEGER, stage INTEGER)");
        Execute(
            "CREATE TRIGGER say AFTER UPDATE ON reminders WHEN NEW.stage > 0 BEGIN "
                + "INSERT INTO said VALUES (NEW.exchange_id, NEW.due_at, NEW.stage); END"
        );
        // The counterpart's clock is the machine's, a moment ahead of this one.
        _clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var (choice, hours) in history)
            await ActAsync(choice, TimeSpan.FromHours(hours));

        // Whatever was missed comes at the next sweep, and nothing at the one after it.
        await SweepAsync();
        await SweepAsync();
        Said("stage").ShouldBe(Said("DISTINCT exchange_id || due_at || stage"));
        foreach (var (due, from, exchange) in Waiting())
        {
            var stage = ReminderSchedule.StageAt(from, due, _clock.Now());
            gateway.Read<long>($"SELECT COALESCE(MAX(stage), 0) FROM said WHERE exchange_id = '{exchange}'").ShouldBe(stage);
            gateway
                .Read<long>(
                    $"SELECT COUNT(*) FROM entries WHERE exchange_id = '{exchange}' AND CAST(leaf AS TEXT) LIKE '%{LedgerEvents.AnswerOverdue}%'"
                )
                .ShouldBe(stage >= ReminderSchedule.Due ? 1 : 0);
        }

        // What the counterpart is late with is said to it, each stage in a message of its own.
        gateway
            .Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing AND kind = 'reminder'")
            .ShouldBe(
                gateway.Read<long>(
                    "SELECT COUNT(*) FROM said JOIN exchanges USING (exchange_id) WHERE opened_by_us AND stage >= " + ReminderSchedule.Due
                )
            );
    }

    private async Task ActAsync(int choice, TimeSpan time)
    {
        switch (choice)
        {
            case 0:
                await _gateway.RestartAsync();
                break;
            case 1:
                // The clock is set back, and put right later.
                _clock.AdjustTime(_clock.GetUtcNow() - time);
                await SweepAsync();
                _clock.AdjustTime(_clock.GetUtcNow() + time);
                break;
            case 2:
                Execute("CREATE TRIGGER refuse BEFORE UPDATE ON reminders BEGIN SELECT RAISE(ABORT, 'A test.'); END");
                _clock.Advance(time);
                await SweepAsync();
                Execute("DROP TRIGGER refuse");
                break;
            case 3:
                _clock.Advance(time * 4);
                break;
            default:
                _clock.Advance(time);
                await SweepAsync();
                break;
        }
    }

    private Task SweepAsync() => _gateway.Part<ReminderService>().SweepAsync(CancellationToken.None);

    private long Said(string what) => _gateway.Read<long>($"SELECT COUNT({what}) FROM said");

    private List<(DateTimeOffset Due, DateTimeOffset From, string Exchange)> Waiting()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return sql.Query(
            "SELECT state, exchange_id FROM exchanges",
            row =>
                ExchangeTable.Read(row.GetString(0)) is { Due.At: { } due, AcceptedAt: { } from }
                    ? (due, from, row.GetString(1))
                    : throw new InvalidOperationException("It waits for nothing.")
        );
    }

    private void Execute(string statement)
    {
        using var sql = _gateway.Part<Database>().OpenWriter();
        sql.Execute(statement);
    }
}
