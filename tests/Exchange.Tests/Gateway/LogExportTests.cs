using System.Text;
using Exchange.Gateway.Exporting;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Tiles;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Link;

namespace Exchange.Tests.Gateway;

[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class LogExportTests(string store)
{
    [Test]
    public async Task A_log_is_given_as_files_up_to_the_newest_head_that_a_counterpart_has_cosigned_and_no_further()
    {
        await using var gateway = TestGateway.Start(store: store);
        await TakeCardAsync(gateway);
        await gateway.AppendAsync(600 - 1);
        await CosignAsync(gateway, 600);
        await gateway.AppendAsync(300);
        using var sql = gateway.Part<Database>().OpenSession();

        CheckpointTable.ExportedSize(sql, log: null).ShouldBe(600);
        CheckpointTable.Exported(sql, log: null, 600)!.Cosignatures.Count.ShouldBe(1);
        CheckpointTable.Exported(sql, log: null, 900).ShouldBeNull();
        CheckpointTable.Exported(sql, log: null, 0, 600, 10).ShouldBe([new(600, 1)]);
        CheckpointTable.Exported(sql, log: null, 600, 600, 10).ShouldBeEmpty();
        var tree = LogTail.Empty;
        foreach (var (bundle, width) in new[] { (0, 256), (1, 256), (2, 88) })
        {
            EntryBundle.TryRead(LogExport.File(sql, log: null, TilePath.Entries(bundle, width))!, width, out var leaves).ShouldBeTrue();
            var appended = tree.Append([.. leaves!.Select(leaf => MerkleHash.OfLeaf(leaf.Span))]);
            foreach (var full in appended.FullTiles)
                LogExport.File(sql, log: null, TilePath.Of(full.Id)).ShouldBe(full.Tile.ToBytes());
            tree = appended.Tail;
        }

        foreach (var (id, tile) in tree.Unfinished())
            LogExport.File(sql, log: null, TilePath.Of(id, tile.Count)).ShouldBe(tile.ToBytes());
        CheckpointNote.ReadUnverified(CheckpointTable.Exported(sql, log: null, 600)!.Note)!.Root.ShouldBe(tree.Root());
        foreach (
            var beyond in new[]
            {
                TilePath.Entries(2),
                TilePath.Entries(2, 89),
                TilePath.Entries(3),
                TilePath.Of(new(0, 2)),
                TilePath.Of(new(1, 0), 3),
                TilePath.Of(new(2, 0), 1),
                TilePath.Of(new(63, 0), 1),
                TilePath.Entries(long.MaxValue / 256),
            }
        )
        {
            LogExport.File(sql, log: null, beyond).ShouldBeNull(beyond.ToString());
        }

        LogExport.File(sql, log: null, TilePath.Receipts(0)).ShouldBeNull();
    }

    [Test]
    public async Task While_nobody_has_cosigned_there_is_nothing_to_export()
    {
        await using var gateway = TestGateway.Start(store: store);
        await gateway.AppendAsync(5);
        using var sql = gateway.Part<Database>().OpenSession();

        CheckpointTable.ExportedSize(sql, log: null).ShouldBe(0);
        CheckpointTable.Exported(sql, log: null, 5).ShouldBeNull();
        LogExport.File(sql, log: null, TilePath.Entries(0, 5)).ShouldBeNull();
    }

    // As a real card is taken, with its entry.
    private static Task TakeCardAsync(TestGateway gateway) =>
        gateway.RecordAsync(transaction =>
        {
            transaction.Append(
                new(LedgerEvents.PartyImported)
                {
                    Actor = "operator",
                    Counterpart = gateway.Counterpart.Name,
                    Detail = new() { ["serial"] = 1, ["card"] = Digest.Of("card"u8).ToString() },
                }
            );
            transaction.Sql.Execute(
                "INSERT INTO cards (party, serial, bytes, taken_at) VALUES (@p0, 1, @p1, 0)",
                gateway.Counterpart.Name.Value,
                Encoding.UTF8.GetBytes("card")
            );
        });

    private static Task CosignAsync(TestGateway gateway, long size)
    {
        var head = CheckpointNote.ReadUnverified(gateway.Read<string>($"SELECT note FROM checkpoints WHERE size = {size}"))!;
        var line = Cosignature.Sign(head, TimeProvider.System.Now(), gateway.TheirWitness);
        return gateway.RecordAsync(
            gateway.Part<CosignatureHandler>().Prepare(new CosignatureBody(head.Origin, size, line, null), gateway.Counterpart)
        );
    }
}
