using Exchange.Gateway.Border;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;

namespace Exchange.Tests.Gateway;

/// <summary>What a gateway says while it cannot record.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class JournalFaultTests(string store)
{
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start() => _gateway = TestGateway.Start(store: store);

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task A_commit_of_unknown_outcome_that_cannot_be_read_back_is_not_called_nothing()
    {
        // A server is gone with a kill: the integration tests do that.
        if (store != Stores.Sqlite)
            return;
        var database = _gateway.Home.Database;
        var fault = await Should.ThrowAsync<JournalUnavailableException>(() =>
            _gateway.RecordAsync(transaction =>
            {
                // The commit fails, and the database cannot be opened to see whether it did.
                transaction.Sql.Execute("PRAGMA defer_foreign_keys = ON");
                transaction.Sql.Execute(_gateway.Sql("INSERT INTO sealed (outbox_id, bytes) VALUES (999, x'00')"));
                File.Move(database, database + ".away");
                Directory.CreateDirectory(database);
            })
        );
        Directory.Delete(database);
        File.Move(database + ".away", database);

        fault.Message.ShouldContain("not known");
        fault.Message.ShouldNotContain("nothing was recorded");
        await _gateway.AppendAsync(1);
    }

    [Test]
    public async Task A_receipt_that_cannot_be_proved_because_a_tile_is_gone_stops_the_log_and_not_the_mailbox()
    {
        var message = _gateway.SealedByThem(TestGateway.TheirRequest());
        await _gateway.ArriveAsync(message);
        await _gateway.AppendAsync(300);
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("DELETE FROM tiles; UPDATE messages SET recorded_at = recorded_at - 60000")
        );

        await Should.ThrowAsync<JournalUnavailableException>(() => _gateway.ArriveAsync(message));
        _gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Reason.ShouldContain("Tile 0/0 of the ledger is missing");
        await _gateway.ArriveAsync(message);
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        _gateway.Read<string>("SELECT reason FROM deferred").ShouldBe("own-doubt");
        _gateway.Read<string>("SELECT damage FROM journal").ShouldContain("Tile 0/0 of the ledger is missing");
    }

    [Test]
    public async Task An_entry_that_is_gone_when_its_receipt_is_asked_for_again_stops_the_log()
    {
        var message = _gateway.SealedByThem(TestGateway.TheirRequest());
        await _gateway.ArriveAsync(message);
        await _gateway.AppendAsync(1);
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" = 0; UPDATE messages SET recorded_at = recorded_at - 60000")
        );

        await Should.ThrowAsync<LogDamagedException>(() => _gateway.ArriveAsync(message));
        _gateway.Part<LogBook>().Suspension.ShouldNotBeNull().Reason.ShouldContain("Entry 0 of the ledger is missing");
        await Should.ThrowAsync<LedgerSuspendedException>(() => _gateway.AppendAsync(1));
        _gateway.Read<string>("SELECT damage FROM journal").ShouldContain("Entry 0 of the ledger is missing");
    }

    [Test]
    public async Task A_doubt_whose_batch_was_rolled_back_is_still_one()
    {
        await _gateway.AppendAsync(1);
        using (var sql = _gateway.Part<Database>().OpenSession())
            sql.Execute(_gateway.Sql("CREATE TRIGGER refuse BEFORE UPDATE OF batch ON journal BEGIN SELECT RAISE(ABORT, 'A test.'); END"));
        _gateway.Part<LogBook>().FindDamaged("A test.");
        await Should.ThrowAsync<JournalUnavailableException>(() => _gateway.RecordAsync(JournalTransaction.Nothing));
        using (var sql = _gateway.Part<Database>().OpenSession())
            sql.Execute(_gateway.Sql("DROP TRIGGER refuse"));

        await Should.ThrowAsync<LedgerSuspendedException>(() => _gateway.AppendAsync(1));
        _gateway.Read<string>("SELECT damage FROM journal").ShouldContain("A test.");
    }

    [Test]
    public async Task What_is_recorded_while_the_mark_cannot_be_written_is_not_called_nothing_when_the_gateway_stops()
    {
        await _gateway.AppendAsync(1);
        var mark = await File.ReadAllBytesAsync(_gateway.Home.Mark);
        File.Delete(_gateway.Home.Mark);
        Directory.CreateDirectory(_gateway.Home.Mark);
        var waiting = _gateway.AppendAsync(1);
        _gateway.Part<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().StopApplication();

        var fault = await Should.ThrowAsync<JournalUnavailableException>(() => waiting);
        fault.Message.ShouldContain("is recorded");
        fault.Message.ShouldNotContain("nothing was recorded");
        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(2);
        Directory.Delete(_gateway.Home.Mark);
        await File.WriteAllBytesAsync(_gateway.Home.Mark, mark);
    }

    [Test]
    public async Task A_gateway_whose_journal_fails_is_not_ready_and_says_so()
    {
        _gateway.Reasons().ShouldNotContain("journal");
        Execute("CREATE TRIGGER refuse BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'A test.'); END");
        await Should.ThrowAsync<JournalUnavailableException>(() => _gateway.AppendAsync(1));

        _gateway.Reasons().ShouldContain("The journal records nothing");
        Execute("DROP TRIGGER refuse");
        // Nobody else records anything: those who ask bring it about.
        await Soon.IsAsync(() => !_gateway.Reasons().Contains("journal", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_gateway_whose_mark_cannot_be_written_is_not_ready()
    {
        await _gateway.AppendAsync(1);
        File.Delete(_gateway.Home.Mark);
        Directory.CreateDirectory(_gateway.Home.Mark);
        var waiting = _gateway.AppendAsync(1);

        await Soon.IsAsync(() => _gateway.Reasons().Contains("The journal records nothing", StringComparison.Ordinal));
        waiting.IsCompleted.ShouldBeFalse();

        Directory.Delete(_gateway.Home.Mark);
        await waiting;
    }

    [Test]
    public async Task Nothing_goes_out_before_the_mark_says_that_it_is_signed()
    {
        await _gateway.AppendAsync(1);
        File.Delete(_gateway.Home.Mark);
        Directory.CreateDirectory(_gateway.Home.Mark);
        var sending = _gateway.SendAsync();
        await Soon.IsAsync(() => _gateway.Read<long>("SELECT COUNT(*) FROM outbox") == 1);

        Fresh().ShouldBeEmpty();

        Directory.Delete(_gateway.Home.Mark);
        await sending;
        Fresh().ShouldHaveSingleItem();
    }

    [Test]
    public async Task A_gateway_that_takes_nothing_from_a_mailbox_is_not_ready()
    {
        _gateway.Reasons().ShouldNotContain("Nothing is taken");
        _gateway.Part<LinkStates>().SetResting(_gateway.Counterpart.Name, true);

        _gateway.Reasons().ShouldContain("Nothing is taken");
    }

    // As the dispatcher reads it.
    private List<long> Fresh()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return OutboxTable.Fresh(
            sql,
            _gateway.Counterpart.Name,
            0,
            _gateway.Part<JournalWriter>().Released.Outbox,
            TimeProvider.System.GetUtcNow(),
            10
        );
    }

    private void Execute(string statement)
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        sql.Execute(_gateway.Sql(statement));
    }
}
