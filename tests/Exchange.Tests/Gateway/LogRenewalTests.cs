using Exchange.Gateway.Auditing;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Starting;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>A log that goes on under a new origin (border protocol, section 8): what of the former one is entered again, and that nothing is begun twice.</summary>
internal sealed class LogRenewalTests
{
    private const string Second = "bgd.exchange/audit-2";
    private const string Third = "bgd.exchange/audit-3";

    private TestGateway _gateway = null!;
    private FileKeyStore? _keys;
    private WebApplication? _next;

    [SetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start();
        await _gateway.Part<StartRecord>().EnterAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await StopNextAsync();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task The_first_entry_names_the_former_log_which_is_laid_aside_whole()
    {
        await _gateway.AppendAsync(300);
        await ExchangeAsync();
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("INSERT INTO cosignatures (witness, size, line, received_at) SELECT 'MYS', MAX(size), 'a line', 0 FROM checkpoints"));
        var head = _gateway.Part<LogBook>().Head!;
        var before = (Entries: Leaves("entries"), Tiles: Count("tiles"), Checkpoints: Count("checkpoints"));

        await RenewAsync(Second);
        await StartNextAsync();

        var first = LedgerLeaf.Read(Leaves("entries")[0]).OrThrow();
        first.Event.ShouldBe(LedgerEvents.LogRenewed);
        ((string)first.Detail!["origin"]!).ShouldBe("bgd.exchange/audit");
        ((long)first.Detail["size"]!).ShouldBe(head.Tail.Size);
        ((string)first.Detail["root"]!).ShouldBe(head.Tail.Root().ToString());
        Read<string>("SELECT note FROM former_logs WHERE origin = 'bgd.exchange/audit'").ShouldBe(head.Note);
        Leaves("former_entries").ShouldBe(before.Entries);
        (Count("former_tiles"), Count("former_checkpoints"), Count("former_cosignatures")).ShouldBe((before.Tiles, before.Checkpoints, 1));
        Next<LogBook>().Doubt.ShouldBeNull();
        Next<LedgerMark>().Read().ShouldNotBeNull().Origin.ShouldBe(Second);
    }

    [Test]
    public async Task What_had_been_judged_is_entered_again_with_the_same_codes_and_times()
    {
        await ExchangeAsync();
        var before = Judged("entries");

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before);
        ShouldPointToTheirEntries();
    }

    [TestCase(10, TestName = "An_entry_that_was_changed_after_the_last_tile_is_not_entered_again_as_it_is")]
    [TestCase(300, TestName = "An_entry_that_was_changed_under_a_tile_is_not_entered_again_as_it_is")]
    public async Task Changed(int after)
    {
        await ExchangeAsync();
        await _gateway.AppendAsync(after);
        await _gateway.Part<LogScrub>().ScrubAsync(CancellationToken.None);
        var before = Judged("entries");
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute(
            "UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"sequence\":1', '\"sequence\":2') AS BLOB)"));
        Judged("entries").ShouldNotBe(before);

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before, "what the rows of the messages still say");
        ShouldPointToTheirEntries();
    }

    [Test]
    public async Task A_tile_that_was_changed_with_its_entry_vouches_for_nothing()
    {
        await ExchangeAsync();
        await _gateway.AppendAsync(300);
        var before = Judged("entries");
        await _gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute("UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"sequence\":1', '\"sequence\":2') AS BLOB)");
            var hashes = transaction.Sql.Query("SELECT leaf FROM entries WHERE \"index\" < 256 ORDER BY \"index\"", row => Exchange.Ledger.Merkle.MerkleHash.OfLeaf(row.GetFieldValue<byte[]>(0)));
            transaction.Sql.Execute("UPDATE tiles SET hashes = @p0 WHERE level = 0 AND \"index\" = 0", hashes.SelectMany(hash => hash.ToBytes()).ToArray());
        });

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before);
    }

    [Test]
    public async Task Of_entries_that_were_cut_off_the_messages_are_entered_again_from_what_is_left_of_them()
    {
        await _gateway.AppendAsync(1);
        await ExchangeAsync();
        var before = Judged("entries");
        before.Count.ShouldBe(3, "one sent, one delivered, one accepted");
        await _gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute("DELETE FROM checkpoints WHERE size > (SELECT MIN(\"index\") FROM entries WHERE exchange_id IS NOT NULL)");
            transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" >= (SELECT MAX(size) FROM checkpoints)");
        });
        Judged("entries").ShouldBeEmpty();

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before);
        ShouldPointToTheirEntries();
    }

    [Test]
    public async Task Of_a_log_whose_heads_are_gone_the_mark_tells_what_was_signed()
    {
        await ExchangeAsync();
        var (head, before) = (_gateway.Part<LogBook>().Head!, Judged("entries"));
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM checkpoints"));

        await RenewAsync(Second);
        await StartNextAsync();

        var first = LedgerLeaf.Read(Leaves("entries")[0]).OrThrow();
        ((long)first.Detail!["size"]!).ShouldBe(head.Tail.Size);
        ((string)first.Detail["root"]!).ShouldBe(head.Tail.Root().ToString());
        Judged("entries").ShouldBe(before);
        Next<LogBook>().Doubt.ShouldBeNull();
    }

    [Test]
    public async Task A_database_from_before_the_renewal_is_not_renewed_a_second_time_under_the_same_name()
    {
        await ExchangeAsync();
        await _gateway.CloseAsync();
        Query(sql => sql.Execute("VACUUM INTO @p0", In("before.db")));
        await RenewAsync(Second);
        await StartNextAsync();
        await StopNextAsync();
        File.Move(In("before.db"), _gateway.Home.Database, overwrite: true);
        File.Delete(In("exchange.db-wal"));

        await StartNextAsync();

        Next<LogBook>().Doubt.ShouldNotBeNull().Kind.ShouldBe(LogDoubtKind.Restored);
        Next<LogBook>().Head.ShouldBeNull();
        Count("former_logs").ShouldBe(0);
        await Should.ThrowAsync<LogInDoubtException>(() => Next<JournalWriter>().ProposeAsync(transaction => transaction.Append(new(LedgerEvents.GatewayStarted) { Detail = new() { ["version"] = "0" } })));
        (await Next<ResumeHandler>().TrustAsync(Caller.Officer)).ShouldBe(ResumeResult.NeedsNewOrigin);
        await StopNextAsync();

        await RenewAsync(Third);
        await StartNextAsync();
        Next<LogBook>().Doubt.ShouldBeNull();
        Count("former_logs").ShouldBe(1);
    }

    [Test]
    public async Task A_mark_of_the_former_log_is_enough_only_until_the_new_one_signs_more()
    {
        await ExchangeAsync();
        await _gateway.CloseAsync();
        File.Copy(_gateway.Home.Mark, In("former.mark"));
        await RenewAsync(Second);
        await StartNextAsync();
        await StopNextAsync();
        File.Copy(In("former.mark"), _gateway.Home.Mark, overwrite: true);

        await StartNextAsync();

        Next<LogBook>().Doubt.ShouldNotBeNull().Kind.ShouldBe(LogDoubtKind.MarkDiffers);
    }

    [Test]
    public async Task Without_its_mark_nobody_can_tell_whether_a_log_was_begun_so_it_is_not()
    {
        await ExchangeAsync();
        await RenewAsync(Second);
        File.Delete(_gateway.Home.Mark);

        await StartNextAsync();

        Next<LogBook>().Doubt.ShouldNotBeNull().Kind.ShouldBe(LogDoubtKind.Restored);
        Next<LogBook>().Doubt!.Reason.ShouldContain("is missing");
        await StopNextAsync();
        await RenewAsync(Third);
        await StartNextAsync();
        Next<LogBook>().Doubt.ShouldBeNull("the command has left a mark of the log that is to be begun");
    }

    // A message each way, with our receipt and theirs.
    private async Task ExchangeAsync()
    {
        var sent = await _gateway.SendAsync();
        await new CounterpartLog(_gateway).JudgeAsync(sent, ReceiptCode.Accepted);
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
    }

    private async Task RenewAsync(string origin)
    {
        await _gateway.CloseAsync();
        (await CommandRun.NowAsync("ledger", "renew", "--origin", origin, "--home", _gateway.Home.Folder)).ExitCode.ShouldBe(0);
    }

    // The gateway that starts next finds the new card and its keys.
    private async Task StartNextAsync()
    {
        using var protection = Passphrase.Read(_gateway.Home);
        _keys = FileKeyStore.Open(_gateway.Home.Keys, protection);
        _next = GatewayHost.Build(_gateway.Home, new(), _keys);
        Next<JournalWriter>().Start();
        await Next<StartRecord>().EnterAsync();
    }

    private async Task StopNextAsync()
    {
        if (_next is not null)
            await _next.DisposeAsync();
        _keys?.Dispose();
        _next = null;
    }

    private T Next<T>() where T : class => _next!.Services.GetRequiredService<T>();

    private string In(string name) => Path.Combine(_gateway.Home.Folder, name);

    private List<string> Judged(string table) =>
    [
        .. Leaves(table).Select(leaf => LedgerLeaf.Read(leaf).OrThrow()).Where(leaf => LedgerEvents.IsMessage(leaf.Event)).Select(leaf =>
            $"{leaf.At:O} {leaf.Event} {leaf.Counterpart} {leaf.ExchangeId} {leaf.MessageId} {leaf.Kind} {leaf.Sequence} {leaf.Signed} {leaf.Sealed} {leaf.Code} {leaf.Detail?.ToJsonString()}"),
    ];

    // Each row points to the entry that tells of its message.
    private void ShouldPointToTheirEntries()
    {
        Read<long>("SELECT COUNT(*) FROM messages m JOIN entries e ON e.\"index\" = m.entry_index WHERE CAST(e.leaf AS TEXT) LIKE '%' || m.message_id || '%'").ShouldBe(2);
        Read<long>("SELECT COUNT(*) FROM contents c JOIN messages m ON m.entry_index = c.entry_index").ShouldBe(2);
        Read<long>("SELECT COUNT(*) FROM receipts r JOIN entries e ON e.\"index\" = r.entry_index WHERE CAST(e.leaf AS TEXT) LIKE '%message-delivered%' || r.message_id || '%'").ShouldBe(1);
    }

    private List<byte[]> Leaves(string table) => Query(sql => sql.Query($"SELECT leaf FROM {table} ORDER BY \"index\"", row => row.GetFieldValue<byte[]>(0)));

    private long Count(string table) => Read<long>($"SELECT COUNT(*) FROM {table}");

    private T Read<T>(string sql) => Query(session => session.Scalar<T>(sql)!);

    private T Query<T>(Func<SqlSession, T> query)
    {
        using var database = new Database(_gateway.Home.Database);
        using var sql = database.OpenSession();
        return query(sql);
    }
}
