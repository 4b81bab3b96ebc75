using System.IO.Compression;
using Exchange.Ledger.Export;
using Exchange.Ledger.Tiles;

namespace Exchange.Gateway.Exporting;

/// <summary>
/// Our ledger as one zip, for a browser: the same files as an export by the command line, which verifies it. Written file by file, so that
/// a ledger of any size needs little memory.
/// </summary>
internal sealed class LogArchive(Database database, OwnParty own, OwnCardFile ownCard)
{
    /// <summary>False while no counterpart has cosigned a checkpoint, so that there is nothing to export.</summary>
    public bool Exists()
    {
        using var sql = database.OpenSession();
        return CheckpointTable.ExportedSize(sql, log: null) > 0;
    }

    /// <summary>Writes it synchronously, a file at a time.</summary>
    public void Write(Stream output)
    {
        using var sql = database.OpenSession();
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, bytes) in Files(sql, CheckpointTable.ExportedSize(sql, log: null)))
        {
            using var file = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            file.Write(bytes);
        }
    }

    // The checkpoint comes last: an archive that was cut off has none.
    private IEnumerable<(string Name, byte[] Bytes)> Files(SqlSession sql, long size) =>
        Cards(sql)
            .Concat(Tiles(sql, size))
            .Concat(Heads(sql, size))
            .Concat(Checkpoints(sql, size))
            .Append(("checkpoint", LogExport.Text(CheckpointTable.Exported(sql, null, size)!)));

    private static IEnumerable<(string Name, byte[] Bytes)> Tiles(SqlSession sql, long size)
    {
        for (var bundle = 0L; bundle * TileId.Width < size; bundle++)
        {
            var width = TilePath.WidthAt(bundle, size);
            foreach (var path in new[] { TilePath.Entries(bundle, width), TilePath.Receipts(bundle, width) })
            {
                if (LogExport.File(sql, null, path) is { } bytes)
                    yield return ($"{path}", bytes);
            }
        }

        // A level has a node for every 256 of the level below.
        for (var (level, count) = (0, size); count > 0; (level, count) = (level + 1, count >> TileId.Height))
        {
            for (var index = 0L; index * TileId.Width < count; index++)
            {
                var path = TilePath.Of(new(level, index), TilePath.WidthAt(index, count));
                yield return ($"{path}", LogExport.File(sql, null, path)!);
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Heads(SqlSession sql, long size)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        for (
            List<ExportedHeadView> page = ReceiptTable.Heads(sql, null, -1, size, LogExport.Most);
            page.Count > 0;
            page = ReceiptTable.Heads(sql, null, page[^1].Entry, size, LogExport.Most)
        )
        {
            foreach (var head in page)
            {
                if (
                    written.Add(head.Path)
                    && HeadPath.TryParse(head.Path, out var path)
                    && HeldCheckpointTable.Exported(sql, path) is { } checkpoint
                )
                {
                    yield return (head.Path, LogExport.Text(checkpoint));
                }
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Checkpoints(SqlSession sql, long size)
    {
        for (
            var page = CheckpointTable.Exported(sql, null, 0, size, LogExport.Most);
            page.Count > 0;
            page = CheckpointTable.Exported(sql, null, page[^1].Size, size, LogExport.Most)
        )
        {
            foreach (var one in page)
            {
                yield return (
                    FormattableString.Invariant($"checkpoints/{one.Size}"),
                    LogExport.Text(CheckpointTable.Exported(sql, null, one.Size)!)
                );
            }
        }
    }

    private IEnumerable<(string Name, byte[] Bytes)> Cards(SqlSession sql) =>
        CardTable
            .Paths(sql)
            .Where(path => path != OwnPath)
            .Select(path => ($"{path}", CardTable.Read(sql, path.Party, path.Serial)!))
            .Append(($"{OwnPath}", ownCard.Bytes));

    private CardPath OwnPath => new(own.Name, own.Card.Serial);
}
