using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Entries;
using Exchange.Protocol.Life;

namespace Exchange.Tests.Gateway;

/// <summary>Proposals that share a batch, one of which throws.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class BatchTests(string store)
{
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start() => _gateway = TestGateway.Start(store: store);

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task It_fails_alone_and_all_others_are_recorded_once()
    {
        var before = _gateway.Read<long>("SELECT batch FROM journal");
        var (first, loser, last) = await InOneBatchAsync(
            () => _gateway.AppendAsync(2),
            () =>
                _gateway.RecordAsync(transaction =>
                {
                    Append(transaction);
                    throw new InvalidOperationException("A test.");
                }),
            () => _gateway.RecordAsync(Append)
        );

        await first;
        await last;
        (await Should.ThrowAsync<InvalidOperationException>(() => loser)).Message.ShouldBe("A test.");
        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(3);
        _gateway.Part<LogBook>().Size.ShouldBe(3);
        _gateway.Read<long>("SELECT batch FROM journal").ShouldBe(before + 2, "the one that they waited for, and theirs");
    }

    [Test]
    public async Task What_one_before_it_has_ended_is_recorded_as_ended()
    {
        await _gateway.AppendAsync(5);
        File.Delete(_gateway.Home.Mark);
        Reload();

        var held = _gateway.Part<LogBook>().Checkpoint!.Note;
        var (agreed, loser, last) = await InOneBatchAsync(
            () => _gateway.RecordAsync(transaction => _gateway.Part<OwnHistory>().Compare(transaction, held, _gateway.Counterpart)),
            () => _gateway.RecordAsync(_ => throw new InvalidOperationException("A test.")),
            () => _gateway.AppendAsync(1)
        );

        await agreed;
        await Should.ThrowAsync<InvalidOperationException>(() => loser);
        await last;
        _gateway.Part<LogBook>().Suspension.ShouldBeNull();
        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(7, "that the ledger is trusted again is one of them");
    }

    private static void Append(JournalTransaction transaction) =>
        transaction.Append(new LeafDraft(LedgerEvents.GatewayStarted) { Detail = new() { ["version"] = "0" } });

    // They wait while another one is under way.
    private async Task<(Task First, Task Second, Task Third)> InOneBatchAsync(params Func<Task>[] proposals)
    {
        using var mayGoOn = new ManualResetEventSlim();
        using var isUnderWay = new ManualResetEventSlim();
        var busy = _gateway.RecordAsync(_ =>
        {
            isUnderWay.Set();
            mayGoOn.Wait();
        });
        isUnderWay.Wait();
        var waiting = proposals.Select(propose => propose()).ToList();
        mayGoOn.Set();
        await busy;
        return (waiting[0], waiting[1], waiting[2]);
    }

    private void Reload()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        _gateway.Part<LogBook>().Load(sql);
    }
}
