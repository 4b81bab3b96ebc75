using System.Text;
using Exchange.Gateway.Api;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Rebuilding;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Tests.Gateway;

/// <summary>The exchange tables are a cache of the log: what is deleted comes back from it, row by row.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class RebuildTests(string store)
{
    private TestGateway _gateway = null!;

    [SetUp]
    public async Task Fill()
    {
        _gateway = TestGateway.Start(store: store);
        await ReceiveAsync();
        await SendAsync();
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [TestCase("DELETE FROM messages; DELETE FROM exchanges")]
    [TestCase("DROP TABLE messages; DROP TABLE exchanges")]
    [TestCase("UPDATE messages SET code = 500, sequence = sequence + 100; UPDATE exchanges SET reference = 'X'")]
    public async Task Every_row_comes_back_as_it_was(string damage)
    {
        var (rows, schema) = (Rows(), Schema());
        rows.Count.ShouldBe(14);
        Change(damage);
        Rows().ShouldNotBe(rows);
        var size = _gateway.Part<LogBook>().Size;

        var rebuilt = await _gateway.Part<DatabaseRebuild>().RunAsync();

        Rows().ShouldBe(rows);
        Schema().ShouldBe(schema);
        rebuilt.ShouldBe(new RebuiltView(size, 4, 10, 0, 1));
        LastLeaf().ShouldContain($"\"event\":\"database-rebuilt\",\"party\":\"BGD\",\"actor\":\"operator\"");
        LastLeaf().ShouldContain($"\"detail\":{{\"size\":{size}}}");
    }

    [Test]
    public void The_rows_do_not_drift_from_the_log() => Drifts().ShouldBeEmpty();

    [Test]
    public void A_changed_row_drifts()
    {
        Change("UPDATE messages SET sealed = 'sha256:' || printf('%064d', 0) WHERE id = 1");
        Drifts().ShouldHaveSingleItem().Field.ShouldBe("sealed");
    }

    [Test]
    public async Task After_a_rebuild_sequences_and_references_go_on_where_they_were()
    {
        Change("DELETE FROM messages; DELETE FROM exchanges");
        await _gateway.Part<DatabaseRebuild>().RunAsync();

        using var sql = _gateway.Part<Database>().OpenSession();
        var exchange = Guid.Parse(_gateway.Read<string>("SELECT exchange_id FROM exchanges WHERE opened_by_us LIMIT 1"));
        MessageTable.LastSequence(sql, _gateway.Counterpart.Name, outgoing: true, exchange).ShouldBe(1);
        ExchangeTable.Find(sql, _gateway.Counterpart.Name, exchange).ShouldNotBeNull();
        (await OpenAsync()).Reference.ShouldEndWith("-000003");
    }

    [Test]
    public async Task A_log_in_doubt_is_no_ground_for_a_rebuild()
    {
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("An entry was changed."));
        await RefusedAsync("Our ledger is suspended: An entry was changed.");
    }

    [Test]
    public async Task Entries_that_do_not_hash_to_the_signed_root_are_no_ground_for_a_rebuild()
    {
        Change("UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"code\":100', '\"code\":101') AS BLOB) WHERE \"index\" = 0");
        await RefusedAsync("are not those that were signed");
    }

    [Test]
    public async Task A_missing_entry_is_no_ground_for_a_rebuild()
    {
        Change("DELETE FROM entries WHERE \"index\" = 1");
        await RefusedAsync("Of the entries 0 to");
    }

    [Test]
    public async Task Entries_that_do_not_hash_to_their_tiles_are_no_ground_for_a_rebuild()
    {
        await _gateway.AppendAsync(300);
        Change("UPDATE tiles SET hashes = zeroblob(8192) WHERE level = 0 AND \"index\" = 0");
        await RefusedAsync("The entries under tile 0/0 (from entry 0 on) are not those that were signed");
    }

    [Test]
    public async Task A_rebuild_that_fails_in_the_middle_leaves_everything_as_it_was()
    {
        // Two entries of one message: the second could not be recorded beside the first one's row.
        var (id, exchange) = (
            Guid.Parse(_gateway.Read<string>("SELECT message_id FROM messages WHERE id = 1")),
            Guid.Parse(_gateway.Read<string>("SELECT exchange_id FROM messages WHERE id = 1"))
        );
        await _gateway.RecordAsync(transaction =>
        {
            transaction.Sql.Execute("DELETE FROM messages WHERE id = 1");
            transaction.Append(
                new(LedgerEvents.MessageAccepted)
                {
                    Counterpart = _gateway.Counterpart.Name,
                    ExchangeId = exchange,
                    MessageId = id,
                    Kind = CaseKinds.Response,
                    Sequence = 1,
                    Signed = Digest.Of("signed"u8),
                    Sealed = Digest.Of("sealed"u8),
                    Code = ReceiptCode.Accepted,
                }
            );
        });

        await RefusedAsync("tells of a message whose id or sequence an earlier entry has");
    }

    [TestCase("502")]
    [TestCase("400")]
    public void The_changed_row_of_a_message_that_has_no_id_drifts(string code)
    {
        Change($"UPDATE messages SET recorded_at = recorded_at - 1 WHERE id = (SELECT MIN(id) FROM messages WHERE code = {code})");
        Drifts()
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(drift => drift.Field.ShouldBe("recordedAt"), drift => drift.OfEntry.ShouldNotBeNull());
    }

    private async Task RefusedAsync(string reason)
    {
        var (rows, size) = (Rows(), _gateway.Part<LogBook>().Size);
        var refused = await Should.ThrowAsync<RebuildRefusedException>(() => _gateway.Part<DatabaseRebuild>().RunAsync());
        refused.Message.ShouldContain(reason);
        refused.Message.ShouldContain("nothing was changed");
        Rows().ShouldBe(rows);
        _gateway.Part<LogBook>().Size.ShouldBe(size);
    }

    // Taken, refused for its id, also under a new sequence, for its sequence, unread, with a faulty body, as an opener, and beside another
    // refusal.
    private async Task ReceiveAsync()
    {
        var first = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(first));
        await _gateway.ArriveAsync(_gateway.SealedByThem(first, TestGateway.Request with { Facts = "Something else." }));
        await _gateway.ArriveAsync(_gateway.SealedByThem(first with { Sequence = 2 }));
        await _gateway.ArriveAsync(_gateway.SealedByThem(first with { MessageId = MessageId.New(TimeProvider.System) }));
        await _gateway.ArriveAsync(_gateway.SealedByThem(first, "no message"u8.ToArray()));
        var faulty = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                faulty,
                Encoding.UTF8.GetBytes(
                    Encoding
                        .UTF8.GetString(MessageWriter.Write(faulty, TestGateway.Request).Bytes.Span)
                        .Replace("\"routine\"", "\"soonish\"", StringComparison.Ordinal)
                )
            )
        );
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest() with
                {
                    Handling = TestGateway.Handling with { Classification = Classification.Confidential },
                }
            )
        );
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
    }

    private async Task SendAsync()
    {
        await OpenAsync();
        var sent = await OpenAsync();
        // A proven receipt, as far as the tables are concerned.
        await _gateway.RecordAsync(transaction =>
        {
            var row = MessageTable.Find(transaction.Sql, _gateway.Counterpart.Name, outgoing: true, sent.MessageId)!;
            MessageTable.Settle(transaction.Sql, row.Id, ReceiptCode.Accepted, transaction.Now);
            transaction.Append(
                new(LedgerEvents.MessageDelivered)
                {
                    Counterpart = _gateway.Counterpart.Name,
                    ExchangeId = sent.ExchangeId,
                    MessageId = sent.MessageId,
                    Kind = CaseKinds.Request,
                    Sequence = 1,
                    Signed = sent.Signed,
                    Code = ReceiptCode.Accepted,
                    Detail = new() { ["index"] = 0, ["leaf"] = Digest.Of("leaf"u8).ToString() },
                }
            );
        });
    }

    private async Task<SendResult.Sent> OpenAsync()
    {
        var id = MessageId.New(TimeProvider.System);
        var sent = await _gateway
            .Part<CaseSender>()
            .SendAsync(
                new(_gateway.Counterpart, id, id, TestGateway.Handling, TestGateway.Request),
                new($"test:{id}", Digest.Of("x"u8), "token"),
                CancellationToken.None
            );
        return sent.ShouldBeOfType<SendResult.Sent>();
    }

    private List<Drift> Drifts()
    {
        using var db = _gateway.Part<Database>().Open();
        var entries = db
            .Entries.OrderBy(row => row.Index)
            .AsEnumerable()
            .Select(row => MessageEntry.Of(row.Index, LedgerLeaf.Read(row.Leaf).OrThrow()))
            .OfType<MessageEntry>()
            .ToList();
        var places = RefusalPlaces.Of(entries);
        var rows = KeptRows.Of(entries, places);
        var kept = db.Exchanges.AsEnumerable().Select(row => KeptExchange.Of(ExchangeEndpoints.View(row)));
        var messages = db.Messages.AsEnumerable().Select(row => KeptMessage.Of(MessageViews.Of(row)));
        return [.. new DriftCheck().Compare(rows, new([.. kept], [.. messages]))];
    }

    private List<string> Rows()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return
        [
            .. Tables(sql).Contains("messages")
                ? sql.Query("SELECT * FROM messages ORDER BY id", row =>
                    string.Join(
                        ' ',
                        Enumerable
                            .Range(0, row.FieldCount)
                            .Where(at => row.GetName(at) != "repeated_at")
                            .Select(at => $"{row.GetName(at)}={row.GetValue(at)}")
                    )
                )
                : [],
            .. Tables(sql).Contains("exchanges")
                ? sql.Query("SELECT * FROM exchanges ORDER BY exchange_id", row =>
                    string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(at => $"{row.GetName(at)}={row.GetValue(at)}"))
                )
                : [],
        ];
    }

    private List<string> Tables(SqlSession sql) =>
        sql.Query(
            store == Stores.Sqlite
                ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
            row => row.GetString(0)
        );

    private List<string> Schema()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return sql.Query(
            store == Stores.Sqlite
                ? "SELECT type || ' ' || name || ' ' || sql FROM sqlite_master WHERE tbl_name IN ('messages', 'exchanges') AND sql "
                    + "IS NOT NULL ORDER BY name"
                : """
                SELECT indexdef FROM pg_indexes WHERE tablename IN ('messages', 'exchanges')
                UNION SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || COALESCE(collation_name, '') || ' ' || is_identity
                FROM information_schema.columns WHERE table_name IN ('messages', 'exchanges') ORDER BY 1
                """,
            row => row.GetString(0)
        );
    }

    private string LastLeaf() => Encoding.UTF8.GetString(_gateway.Read<byte[]>("SELECT leaf FROM entries ORDER BY \"index\" DESC LIMIT 1"));

    private void Change(string statements)
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        foreach (var statement in statements.Split(';', StringSplitOptions.TrimEntries))
            sql.Execute(_gateway.Sql(statement));
    }
}
