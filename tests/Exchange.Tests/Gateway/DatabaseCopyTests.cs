using System.Data.Common;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Rebuilding;
using Exchange.Gateway.Store;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>
/// A stopped gateway's database goes from SQLite to PostgreSQL and back, and is kept only if the copied ledger is the one that was signed.
/// </summary>
internal sealed class DatabaseCopyTests
{
    private TestGateway _gateway = null!;
    private SqliteDialect _file = null!;

    [SetUp]
    public async Task Fill()
    {
        _gateway = TestGateway.Start();
        _file = new(_gateway.Home.Database);
        await _gateway.AppendAsync(300);
        await _gateway.SendAsync();
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task All_rows_go_over_and_back_and_the_gateway_goes_on_where_it_was()
    {
        var head = _gateway.Part<LogBook>().Checkpoint!;
        await _gateway.CloseAsync();
        var server = PrivatePostgreSql.Shared.NewEmptyDatabase();
        var back = new SqliteDialect(Path.Combine(_gateway.Home.Folder, "back.db"));

        var copied = Copy(_file, new PostgreSqlDialect(server));
        Copy(new PostgreSqlDialect(server), back);

        (copied.Entries, copied.Root, copied.Rows["messages"]).ShouldBe((head.Tail.Size, head.Tail.Root().ToString(), 2));
        Rows(back).ShouldBe(Rows(_file));
        await using var next = GatewayHost.Build(_gateway.Home, new() { Store = new() { PostgreSql = server } }, FoundedPair.OurKeys);
        var journal = next.Services.GetRequiredService<JournalWriter>();
        journal.Start();
        next.Services.GetRequiredService<LogBook>().Suspension.ShouldBeNull();
        await journal.ProposeAsync("test", transaction =>
            transaction.Append(new(LedgerEvents.GatewayStarted) { Detail = new() { ["version"] = "0" } })
        );
        next.Services.GetRequiredService<LogBook>().Size.ShouldBe(head.Tail.Size + 1);
    }

    [Test]
    public async Task The_server_plans_by_the_copied_rows_at_once()
    {
        await _gateway.CloseAsync();
        var server = new PostgreSqlDialect(PrivatePostgreSql.Shared.NewEmptyDatabase());

        var copied = Copy(_file, server);

        using var target = new Database(server);
        using var sql = target.OpenSession();
        // -1 until the server has counted them.
        sql.Scalar<long>("SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE oid = 'entries'::regclass").ShouldBe(copied.Rows["entries"]);
    }

    [Test]
    public async Task A_database_that_is_not_empty_is_no_target()
    {
        await _gateway.CloseAsync();
        var server = new PostgreSqlDialect(PrivatePostgreSql.Shared.NewEmptyDatabase());
        Copy(_file, server);

        Should.Throw<CopyRefusedException>(() => Copy(_file, server)).Message.ShouldContain("not empty");
    }

    [Test]
    public async Task A_database_whose_gateway_runs_is_not_copied()
    {
        await using var running = TestGateway.Start(store: Stores.PostgreSql);

        Should
            .Throw<DatabaseUnusableException>(() =>
                Copy(
                    new PostgreSqlDialect(running.Settings.Store.PostgreSql!),
                    new SqliteDialect(Path.Combine(_gateway.Home.Folder, "copy.db"))
                )
            )
            .Message.ShouldContain("in use by another gateway");
    }

    [TestCase(
        "UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"version\":\"0\"', '\"version\":\"1\"') AS BLOB) WHERE "
            + "\"index\" = 100",
        "not those that were signed"
    )]
    [TestCase("DELETE FROM checkpoints WHERE size = (SELECT MAX(size) FROM checkpoints)", "not those that were signed")]
    [TestCase("DELETE FROM checkpoints", "checkpoint is missing")]
    [TestCase("UPDATE tiles SET hashes = zeroblob(8192)", "not those that were signed")]
    [TestCase("DELETE FROM entries; DELETE FROM checkpoints; DELETE FROM tiles", "checkpoint is missing")]
    public async Task What_is_not_the_ledger_that_was_signed_is_not_kept(string change, string reason)
    {
        await _gateway.RecordAsync(transaction =>
        {
            foreach (var statement in change.Split(';', StringSplitOptions.TrimEntries))
                transaction.Sql.Execute(statement);
        });
        await _gateway.CloseAsync();
        var server = new PostgreSqlDialect(PrivatePostgreSql.Shared.NewEmptyDatabase());

        Should.Throw<CopyRefusedException>(() => Copy(_file, server)).Message.ShouldContain(reason);

        using var target = new Database(server);
        using var sql = target.OpenSession();
        (EntryTable.Count(sql), sql.Scalar<long>("SELECT COUNT(*) FROM messages")).ShouldBe((0, 0));
    }

    private CopiedView Copy(Dialect from, Dialect to)
    {
        using var source = new Database(from);
        using var target = new Database(to);
        return new DatabaseCopy(source, target, LogVerifiers.Read(CardFile.ReadOwn(_gateway.Home).Log), new(_gateway.Home.Mark), _ =>
        { }).Run();
    }

    private static List<string> Rows(Dialect dialect)
    {
        using var database = new Database(dialect);
        using var db = database.Open();
        using var sql = database.OpenSession();
        return
        [
            .. CopyTable
                .All(db)
                .SelectMany(table =>
                    sql.Query($"SELECT * FROM {table.Name}", row => $"{table.Name} {Text(row)}").Order(StringComparer.Ordinal)
                ),
        ];
    }

    private static string Text(DbDataReader row) =>
        string.Join(
            ' ',
            Enumerable
                .Range(0, row.FieldCount)
                .Select(column =>
                    $"{row.GetName(column)}={(row.GetValue(column) is byte[] bytes ? Convert.ToHexString(bytes) : row.GetValue(column))}"
                )
                .Order(StringComparer.Ordinal)
        );
}
