using Exchange.Gateway.Assigning;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Rebuilding;
using Exchange.Gateway.Retaining;
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
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>
/// A log that goes on under a new origin (border protocol, section 8): what of the former one is entered again, and that nothing is begun
/// twice.
/// </summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class LogRenewalTests(string store)
{
    private const string Second = "bgd.exchange/audit-2";
    private const string Third = "bgd.exchange/audit-3";

    private TestGateway _gateway = null!;
    private FileKeyStore? _keys;
    private WebApplication? _next;

    [SetUp]
    public async Task Start()
    {
        _gateway = TestGateway.Start(store: store);
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
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                "INSERT INTO cosignatures (log, witness, size, line, received_at) SELECT 1, 'MYS', MAX(size), 'a line', 0 FROM checkpoints"
            )
        );
        var head = _gateway.Part<LogBook>().Checkpoint!;
        var before = (Entries: Leaves("entries"), Tiles: Count("tiles"), Checkpoints: Count("checkpoints"));

        await RenewAsync(Second);
        await StartNextAsync();

        var first = LedgerLeaf.Read(Leaves("entries")[0]).OrThrow();
        first.Event.ShouldBe(LedgerEvents.LogRenewed);
        ((string)first.Detail!["origin"]!).ShouldBe("bgd.exchange/audit");
        ((long)first.Detail["size"]!).ShouldBe(head.Tail.Size);
        ((string)first.Detail["root"]!).ShouldBe(head.Tail.Root().ToString());
        Read<string>("SELECT origin || ' ' || size FROM logs WHERE id = 1").ShouldBe($"bgd.exchange/audit {head.Tail.Size}");
        Leaves("entries", log: 1).ShouldBe(before.Entries);
        (Count("tiles", log: 1), Count("checkpoints", log: 1), Count("cosignatures", log: 1)).ShouldBe(
            (before.Tiles, before.Checkpoints, 1)
        );
        Next<LogBook>().Suspension.ShouldBeNull();
        Next<LedgerMark>().Read().ShouldNotBeNull().Origin.ShouldBe(Second);
    }

    [Test]
    public async Task An_auditor_still_finds_what_only_the_former_log_tells()
    {
        await ExchangeAsync();
        await _gateway.AppendAsync(3);
        var exchange = Guid.Parse(_gateway.Read<string>("SELECT exchange_id FROM exchanges LIMIT 1"));
        var told = Read<long>($"SELECT COUNT(*) FROM entries WHERE exchange_id = '{exchange}'");
        await RenewAsync(Second);
        await StartNextAsync();

        using var sql = Next<Database>().OpenSession();
        var former = LogTable.Former(sql, Exchange.Ledger.Export.HeadPath.LogOf("bgd.exchange/audit")).ShouldNotBeNull();
        var size = EntryTable.Count(sql, former);
        var started = new EntrySearch { Event = LedgerEvents.GatewayStarted };
        started.Run(sql, former, size).Entries.Count.ShouldBe(4);
        started.Run(sql, log: null, Next<LogBook>().Size).Entries.Count.ShouldBe(1, "its own start");
        new EntrySearch { Exchange = exchange }
            .Run(sql, former, size)
            .Entries.Count.ShouldBe((int)told);
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
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql("UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"sequence\":1', '\"sequence\":2') AS BLOB)")
            )
        );
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
            transaction.Sql.Execute(
                _gateway.Sql("UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"sequence\":1', '\"sequence\":2') AS BLOB)")
            );
            var hashes = transaction.Sql.Query("SELECT leaf FROM entries WHERE \"index\" < 256 ORDER BY \"index\"", row =>
                Exchange.Ledger.Merkle.MerkleHash.OfLeaf(row.GetFieldValue<byte[]>(0))
            );
            transaction.Sql.Execute(
                "UPDATE tiles SET hashes = @p0 WHERE level = 0 AND \"index\" = 0",
                hashes.SelectMany(hash => hash.ToBytes()).ToArray()
            );
        });

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before);
    }

    [Test]
    public async Task Entries_that_lead_to_a_signed_head_count_whatever_somebody_has_done_to_their_tile_and_to_the_rows()
    {
        await ExchangeAsync();
        await _gateway.AppendAsync(300);
        var before = Judged("entries");
        await _gateway.RecordAsync(transaction =>
        {
            var hashes = transaction.Sql.Scalar<byte[]>("SELECT hashes FROM tiles WHERE level = 0 AND \"index\" = 0")!;
            hashes[40] ^= 1;
            transaction.Sql.Execute("UPDATE tiles SET hashes = @p0 WHERE level = 0 AND \"index\" = 0", hashes);
            transaction.Sql.Execute("UPDATE messages SET sequence = 7, kind = 'response'");
        });

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before);
        ShouldPointToTheirEntries();
    }

    [Test]
    public async Task Content_that_cannot_be_opened_and_a_row_that_cannot_be_read_keep_nothing_else_from_being_entered()
    {
        await ExchangeAsync();
        var before = Judged("entries");
        await _gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute(_gateway.Sql("UPDATE contents SET content = zeroblob(100)"));
            transaction.Sql.Execute("UPDATE receipts SET item = 'nothing'");
            transaction.Sql.Execute(
                _gateway.Sql("UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"sequence\":1', '\"sequence\":2') AS BLOB)")
            );
        });

        await RenewAsync(Second);
        await StartNextAsync();

        var after = Judged("entries");
        after.Count.ShouldBe(2, "the two messages; of the receipt nothing is known");
        after[0].ShouldStartWith(before[0][..before[0].IndexOf('{', StringComparison.Ordinal)]);
        after[0].ShouldContain("\"reference\":\"BGD-MYS-");
        Next<LogBook>().Suspension.ShouldBeNull();
        Count("receipts").ShouldBe(0);
    }

    [Test]
    public async Task What_was_said_stays_where_the_rows_of_the_messages_are_gone()
    {
        await ExchangeAsync();
        var before = Judged("entries");
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM messages"));

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before);
        Read<long>(
                "SELECT COUNT(*) FROM contents c JOIN entries e ON e.log = c.log AND e.\"index\" = c.entry_index WHERE e.log = 2 "
                    + "AND (CAST(e.leaf AS TEXT) LIKE '%message-sent%' OR CAST(e.leaf AS TEXT) LIKE '%message-accepted%')"
            )
            .ShouldBe(2);
    }

    [TestCase("signed = 'sha256:' || substr(hex(zeroblob(32)), 1, 64)")]
    [TestCase("sealed = 'sha256:' || substr(hex(zeroblob(31)), 1, 62) || CASE WHEN outgoing THEN '01' ELSE '02' END")]
    [TestCase("expires_at = -1, issued_at = 253402300800000")]
    [TestCase("sequence = 99999999999, recorded_at = 253402300800000")]
    public async Task A_row_that_somebody_changed_is_no_second_message(string change)
    {
        await ExchangeAsync();
        var before = Judged("entries");
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute(_gateway.Sql($"UPDATE messages SET {change}")));

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before);
        LedgerLeaf.Read(Leaves("entries")[0]).OrThrow().At.ShouldBeLessThan(TimeProvider.System.GetUtcNow().AddMinutes(1));
        ShouldPointToTheirEntries();
    }

    [Test]
    public async Task A_message_whose_entry_was_changed_is_entered_again_though_a_refusal_names_its_id()
    {
        var first = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(first));
        var faulty = System
            .Text.Encoding.UTF8.GetString(Exchange.Protocol.Messages.MessageWriter.Write(first, TestGateway.Request).Bytes.Span)
            .Replace("\"routine\"", "\"soonish\"", StringComparison.Ordinal);
        await _gateway.AppendAsync(300);
        await _gateway.ArriveAsync(_gateway.SealedByThem(first, System.Text.Encoding.UTF8.GetBytes(faulty)));
        var accepted = "WHERE json_extract(CAST(leaf AS TEXT), '$.event') = 'message-accepted'";
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql(
                    $"UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"code\":100', '\"code\":101') AS BLOB) {accepted}"
                )
            )
        );

        await RenewAsync(Second);
        await StartNextAsync();

        Leaves("entries").Count(leaf => LedgerLeaf.Read(leaf).OrThrow().Event == LedgerEvents.MessageAccepted).ShouldBe(1);
        Read<long>($"SELECT COUNT(*) FROM messages WHERE code = 100 AND message_id = '{MessageId.Write(first.MessageId)}'").ShouldBe(1);
        Read<long>("SELECT COUNT(*) FROM messages WHERE code = 403").ShouldBe(1);
    }

    [Test]
    public async Task Places_that_no_gateway_gives_stand_in_nobodys_way()
    {
        await ExchangeAsync();
        var before = Judged("entries");
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql(
                    "INSERT INTO contents (log, entry_index, content, signature) VALUES (1, -2, x'00', x'00'), (2, 1, x'00', "
                        + "x'00'), (2, -4, x'00', x'00')"
                )
            )
        );

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before);
        ShouldPointToTheirEntries();
    }

    [Test]
    public async Task A_head_that_nobody_signed_does_not_name_the_former_log()
    {
        await ExchangeAsync();
        var (head, before) = (_gateway.Part<LogBook>().Checkpoint!, Judged("entries"));
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql(
                    "INSERT INTO checkpoints (log, size, note, signed_at) SELECT 1, 1000000000, REPLACE(note, "
                        + "'bgd.exchange/audit' || char(10), 'nobody.exchange/log' || char(10)), signed_at FROM checkpoints ORDER BY "
                        + "size DESC LIMIT 1"
                )
            )
        );

        await RenewAsync(Second);
        await StartNextAsync();

        var first = LedgerLeaf.Read(Leaves("entries")[0]).OrThrow();
        ((string)first.Detail!["origin"]!).ShouldBe("bgd.exchange/audit");
        ((long)first.Detail["size"]!).ShouldBe(head.Tail.Size);
        Judged("entries").ShouldBe(before);
    }

    [Test]
    public async Task A_message_whose_place_another_entry_has_taken_is_entered_again_all_the_same()
    {
        await _gateway.AppendAsync(1);
        var sent = await _gateway.SendAsync();
        var settled = _gateway.Part<LogBook>().Size;
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        await _gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" >= @p0", settled);
            transaction.Sql.Execute("DELETE FROM checkpoints WHERE size > @p0", settled);
            _gateway.Part<LogBook>().Load(transaction.Sql);
        });
        (await _gateway.Part<ResumeHandler>().TrustAsync(TestCaller.Officer)).ShouldBe(ResumeResult.Done);
        // The operator's word took that place; the next is the receipt's.
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("UPDATE messages SET entry_index = @p0 WHERE NOT outgoing", settled + 1)
        );
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("UPDATE contents SET entry_index = @p0 WHERE entry_index = @p1", settled + 1, settled)
        );
        await new CounterpartLog(_gateway).JudgeAsync(sent, ReceiptCode.Accepted);

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").Select(entry => entry.Split(' ')[1]).Order().ShouldBe(["message-accepted", "message-delivered", "message-sent"]);
        ShouldPointToTheirEntries();
    }

    [Test]
    public async Task What_belongs_to_no_entry_does_not_stand_in_the_way_of_the_next_renewal()
    {
        await ExchangeAsync();
        await _gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute(
                _gateway.Sql("UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"sequence\":1', '\"sequence\":2') AS BLOB)")
            );
            transaction.Sql.Execute("DELETE FROM messages WHERE NOT outgoing");
        });
        await RenewAsync(Second);
        await StartNextAsync();
        Count("contents").ShouldBe(1);
        await StopNextAsync();

        await RenewAsync(Third);
        await StartNextAsync();

        Next<LogBook>().Suspension.ShouldBeNull();
        Ended().ShouldBe(2);
        Judged("entries").Count.ShouldBe(2);
    }

    [Test]
    public async Task The_name_of_a_log_that_has_ended_is_not_taken_again()
    {
        await ExchangeAsync();
        await RenewAsync(Second);
        await StartNextAsync();
        await StopNextAsync();
        await RenewAsync("bgd.exchange/audit");

        await StartNextAsync();

        Next<LogBook>().Suspension.ShouldNotBeNull().Reason.ShouldContain("has ended");
        (await Next<ResumeHandler>().TrustAsync(TestCaller.Officer)).ShouldBe(ResumeResult.NeedsNewOrigin);
        await StopNextAsync();
        await RenewAsync(Third);
        await StartNextAsync();
        Next<LogBook>().Suspension.ShouldBeNull();
    }

    [Test]
    public async Task A_damaged_mark_is_replaced_by_the_renewal()
    {
        await ExchangeAsync();
        await _gateway.CloseAsync();
        await File.WriteAllTextAsync(_gateway.Home.Mark, "nothing");

        await RenewAsync(Second);
        await StartNextAsync();

        Next<LogBook>().Suspension.ShouldBeNull();
        Next<LedgerMark>().Read().ShouldNotBeNull().Origin.ShouldBe(Second);
    }

    [Test]
    public async Task No_entry_that_is_entered_again_has_a_time_after_the_renewals()
    {
        await ExchangeAsync();
        var ahead = TimeProvider.System.GetUtcNow().AddHours(3).ToUnixTimeMilliseconds();
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE messages SET recorded_at = @p0", ahead));
        await RenewAsync(Second);
        await StartNextAsync();

        LedgerLeaf.Read(Leaves("entries")[0]).OrThrow().At.ToUnixTimeMilliseconds().ShouldBe(ahead + 1);
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
            transaction.Sql.Execute(
                "DELETE FROM checkpoints WHERE size > (SELECT MIN(\"index\") FROM entries WHERE exchange_id IS NOT NULL)"
            );
            transaction.Sql.Execute("DELETE FROM entries WHERE \"index\" >= (SELECT MAX(size) FROM checkpoints)");
        });
        Judged("entries").ShouldBeEmpty();

        await RenewAsync(Second);
        await StartNextAsync();

        Judged("entries").ShouldBe(before);
        ShouldPointToTheirEntries();
    }

    [TestCase(false, 0, TestName = "Whose_an_exchange_is_and_that_it_is_on_hold_is_entered_again")]
    [TestCase(true, 0, TestName = "Whose_an_exchange_is_and_that_it_is_on_hold_is_entered_again_though_the_entries_are_cut_off")]
    [TestCase(false, 2, TestName = "Whose_an_exchange_is_and_that_it_is_on_hold_is_entered_again_though_the_clock_was_ahead")]
    [TestCase(true, 2, TestName = "Whose_an_exchange_is_and_that_it_is_on_hold_is_entered_again_though_cut_off_and_the_clock_was_ahead")]
    public async Task Decided(bool isCutOff, int hoursAhead)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await _gateway.DisposeAsync();
        _gateway = TestGateway.Start(clock, store: store);
        await _gateway.Part<StartRecord>().EnterAsync();
        await _gateway.AppendAsync(1);
        await ExchangeAsync();
        var size = _gateway.Part<LogBook>().Size;
        clock.Advance(TimeSpan.FromHours(hoursAhead));
        foreach (var exchange in Exchanges())
        {
            await HoldAsync(exchange, HoldReason.LegalClaim);
            await _gateway.RecordAsync(transaction =>
                Assignments.Record(transaction, _gateway.Counterpart.Name, exchange, new("CID", null))
            );
        }

        // Lifted again, of one of the two.
        await HoldAsync(Exchanges()[0], null);
        var before = DecidedRows();
        if (isCutOff)
        {
            await _gateway.RecordAsync(transaction =>
            {
                transaction.Sql.Execute($"DELETE FROM checkpoints WHERE size > {size}");
                transaction.Sql.Execute($"DELETE FROM entries WHERE \"index\" >= {size}");
            });
        }

        await RenewAsync(Second);
        await StartNextAsync();

        DecidedRows().ShouldBe(before, ignoreOrder: true);
        await Next<DatabaseRebuild>().RunAsync();
        DecidedRows().ShouldBe(before, ignoreOrder: true, "the new ledger says it too");
        var entries = Leaves("entries").ConvertAll(leaf => LedgerLeaf.Read(leaf).OrThrow());
        entries.Count(leaf => leaf.Event == LedgerEvents.ExchangeAssigned).ShouldBe(2);
        entries
            .Where(leaf => ExchangeProjection.IsDecision(leaf.Event))
            .ShouldAllBe(leaf => leaf.At <= entries[0].At, "what is recorded again is known by its time");
        before.ShouldBe(["CID -", "CID legal-claim"], ignoreOrder: true);
    }

    [Test]
    public async Task Of_a_log_whose_heads_are_gone_the_mark_tells_what_was_signed()
    {
        await ExchangeAsync();
        var (head, before) = (_gateway.Part<LogBook>().Checkpoint!, Judged("entries"));
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM checkpoints"));

        await RenewAsync(Second);
        await StartNextAsync();

        var first = LedgerLeaf.Read(Leaves("entries")[0]).OrThrow();
        ((long)first.Detail!["size"]!).ShouldBe(head.Tail.Size);
        ((string)first.Detail["root"]!).ShouldBe(head.Tail.Root().ToString());
        Judged("entries").ShouldBe(before);
        Next<LogBook>().Suspension.ShouldBeNull();
    }

    [Test]
    public async Task A_database_from_before_the_renewal_is_not_renewed_a_second_time_under_the_same_name()
    {
        // The file is copied and put back: so it is only SQLite's.
        if (store != Stores.Sqlite)
            return;
        await ExchangeAsync();
        await _gateway.CloseAsync();
        Query(sql => sql.Execute("VACUUM INTO @p0", In("before.db")));
        await RenewAsync(Second);
        await StartNextAsync();
        await StopNextAsync();
        File.Move(In("before.db"), _gateway.Home.Database, overwrite: true);
        File.Delete(In("exchange.db-wal"));

        await StartNextAsync();

        Next<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.Restored);
        Next<LogBook>().Checkpoint.ShouldBeNull();
        Ended().ShouldBe(0);
        await Should.ThrowAsync<LedgerSuspendedException>(() =>
            Next<JournalWriter>()
                .ProposeAsync("start.record", transaction =>
                    transaction.Append(new(LedgerEvents.GatewayStarted) { Detail = new() { ["version"] = "0" } })
                )
        );
        (await Next<ResumeHandler>().TrustAsync(TestCaller.Officer)).ShouldBe(ResumeResult.NeedsNewOrigin);
        await StopNextAsync();

        await RenewAsync(Third);
        await StartNextAsync();
        Next<LogBook>().Suspension.ShouldBeNull();
        Ended().ShouldBe(2, "the one that was here, and the one that was signed last");
        ((string)LedgerLeaf.Read(Leaves("entries")[0]).OrThrow().Detail!["origin"]!).ShouldBe(Second);
        Count("entries", log: 1).ShouldBeGreaterThan(0);
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

        Next<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.MarkDiffers);
    }

    [Test]
    public async Task Without_its_mark_nobody_can_tell_whether_a_log_was_begun_so_it_is_not()
    {
        await ExchangeAsync();
        await RenewAsync(Second);
        File.Delete(_gateway.Home.Mark);

        await StartNextAsync();

        Next<LogBook>().Suspension.ShouldNotBeNull().Kind.ShouldBe(LedgerSuspensionKind.Restored);
        Next<LogBook>().Suspension!.Reason.ShouldContain("is missing");
        await StopNextAsync();
        await RenewAsync(Third);
        await StartNextAsync();
        Next<LogBook>().Suspension.ShouldBeNull("the command has left a mark of the log that is to be begun");
    }

    // A message each way, with our receipt and theirs.
    private async Task ExchangeAsync()
    {
        var sent = await _gateway.SendAsync();
        await new CounterpartLog(_gateway).JudgeAsync(sent, ReceiptCode.Accepted);
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
    }

    // Whose each exchange is, and why it is on hold.
    private List<string> DecidedRows() =>
        Query(sql =>
            sql.Query("SELECT unit, COALESCE(hold, '-') FROM exchanges", row => $"{row.GetString(0)} {row.GetString(1)}")
        );

    private List<Guid> Exchanges() =>
        Query(sql => sql.Query("SELECT exchange_id FROM exchanges ORDER BY exchange_id", row => Guid.Parse(row.GetString(0))));

    private Task HoldAsync(Guid exchange, HoldReason? reason) =>
        _gateway.Part<HoldHandler>().SetAsync(_gateway.Counterpart.Name, exchange, reason, TestCaller.Officer, CancellationToken.None);

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
        _next = GatewayHost.Build(_gateway.Home, _gateway.Settings, _keys);
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

    private T Next<T>()
        where T : class => _next!.Services.GetRequiredService<T>();

    private string In(string name) => Path.Combine(_gateway.Home.Folder, name);

    private List<string> Judged(string table) =>
        [
            .. Leaves(table)
                .Select(leaf => LedgerLeaf.Read(leaf).OrThrow())
                .Where(leaf => LedgerEvents.IsMessage(leaf.Event))
                .Select(leaf =>
                    $"{leaf.At:O} {leaf.Event} {leaf.Counterpart} {leaf.ExchangeId} {leaf.MessageId} {leaf.Kind} {leaf.Sequence} "
                        + $"{leaf.Signed} {leaf.Sealed} {leaf.Code} {leaf.Detail?.ToJsonString()}"
                ),
        ];

    // Each row points to the entry that tells of its message.
    private void ShouldPointToTheirEntries()
    {
        Read<long>(
                "SELECT COUNT(*) FROM messages m JOIN entries e ON e.log = m.log AND e.\"index\" = m.entry_index WHERE m.log = "
                    + "(SELECT MAX(id) FROM logs) AND CAST(e.leaf AS TEXT) LIKE '%' || m.message_id || '%'"
            )
            .ShouldBe(2);
        Read<long>("SELECT COUNT(*) FROM contents c JOIN messages m ON m.log = c.log AND m.entry_index = c.entry_index").ShouldBe(2);
        Read<long>(
                "SELECT COUNT(*) FROM receipts r JOIN entries e ON e.log = r.log AND e.\"index\" = r.entry_index WHERE r.log = "
                    + "(SELECT MAX(id) FROM logs) AND CAST(e.leaf AS TEXT) LIKE '%message-delivered%' || r.message_id || '%'"
            )
            .ShouldBe(1);
    }

    private List<byte[]> Leaves(string table, long? log = null) =>
        Query(sql =>
            sql.Query(
                $"SELECT leaf FROM {table} WHERE log = {LogTable.Chosen} ORDER BY \"index\"",
                row => row.GetFieldValue<byte[]>(0),
                log
            )
        );

    private long Count(string table, long? log = null) =>
        Query(sql => sql.Scalar<long>($"SELECT COUNT(*) FROM {table} WHERE log = {LogTable.Chosen}", log));

    private long Ended() => Read<long>("SELECT COUNT(*) FROM logs WHERE origin IS NOT NULL");

    private T Read<T>(string sql) => Query(session => session.Scalar<T>(_gateway.Sql(sql))!);

    private T Query<T>(Func<SqlSession, T> query)
    {
        using var database = new Database(GatewayHost.DialectOf(_gateway.Home, _gateway.Settings));
        using var sql = database.OpenSession();
        return query(sql);
    }
}
