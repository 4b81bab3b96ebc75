using System.Text;
using Exchange.Ledger.Export;
using Exchange.Ledger.Tiles;
using Exchange.Ledger.Verification;

namespace Exchange.Cli.Ledger;

/// <summary>
/// Downloads a gateway's ledger into a folder, or what is new of it. Only entries, receipts, checkpoints and cards are asked
/// for; tiles are computed from the entries. The new checkpoint is written last, when everything new leads to it. The path is that of
/// the ledger's files in the API: <see cref="Present"/>, or a former ledger's.
/// </summary>
internal sealed class LogDownload(GatewayClient client, string folder, WorkProgress progress, string path = LogDownload.Present)
{
    public const string Present = "api/v1/ledger/";

    private readonly LogFiles _files = new(folder);
    private readonly FolderWriter _writer = new(folder);

    public int Written => _writer.Written;

    /// <summary>Continues the export in the folder, or begins one if there is none (null).</summary>
    /// <exception cref="CommandFailedException">The gateway's ledger does not continue the old export, or is not valid: exit code
    /// 4.</exception>
    public async Task<LogFolder> RunAsync(LogFolder? old, CancellationToken cancellation)
    {
        try
        {
            var target = await TakeAsync(old, cancellation);
            _writer.Write(
                LogFolder.CheckpointFile,
                await File.ReadAllBytesAsync(Path.Combine(folder, CheckpointCheck.PathOf(target.Size)), cancellation)
            );
            Tidy(target);
            return target;
        }
        catch
        {
            _writer.Undo();
            throw;
        }
    }

    private async Task<LogFolder> TakeAsync(LogFolder? old, CancellationToken cancellation)
    {
        var newest = await NoteAsync(LogFolder.CheckpointFile, cancellation);
        await TakeCardsAsync(cancellation);
        var target = LogFolder.Of(_files, FolderCards.Read(_files, trusted: null), newest);
        RefuseUnlessLater(old, target);
        if (old?.Size != target.Size)
            await TakeEntriesAsync(old?.Size ?? 0, target, cancellation);
        var taken = await TakeCheckpointsAsync(target, cancellation);
        _writer.Replace(CheckpointCheck.PathOf(target.Size), Encoding.UTF8.GetBytes(newest.ToString()));
        IReadOnlyList<string> faults =
        [
            .. old?.Size == target.Size ? [] : new LogFolderCheck(target, progress).CheckSince(old?.Checkpoint.Checkpoint),
            .. new LogFolderCheck(target, progress).CheckLate([.. taken.Where(size => size <= old?.Size)]),
        ];
        return faults.Count == 0
            ? target
            : throw Refused(
                old is null
                    ? "The entries that the gateway sent do not lead to the checkpoint that it signed."
                    : "The gateway's ledger does not continue this export: it was rewritten, or the folder was changed.",
                faults
            );
    }

    private static void RefuseUnlessLater(LogFolder? old, LogFolder target)
    {
        if (old is null)
            return;
        var (before, after) = (old.Checkpoint.Checkpoint, target.Checkpoint.Checkpoint);
        if (before.Origin != after.Origin)
        {
            throw Refused(
                $"The folder has the ledger {before.Origin}; the gateway's is now {after.Origin}. Export it to a new folder.",
                []
            );
        }

        if (before.Size > after.Size || (before.Size == after.Size && before.Root != after.Root))
        {
            throw Refused(
                $"The folder has a signed and cosigned checkpoint for {before.Size} entries; the gateway shows one for "
                    + $"{after.Size} that does not continue it: its ledger was restored or rewritten.",
                []
            );
        }
    }

    private static CommandFailedException Refused(string happened, IReadOnlyList<string> faults) =>
        new(
            ExitCode.VerificationFailed,
            happened,
            "The export was not changed.",
            "Keep it: it is evidence. Inform the counterparts' auditors."
        )
        {
            Details = faults,
        };

    private async Task TakeCardsAsync(CancellationToken cancellation)
    {
        foreach (var name in await client.GetAsync<IReadOnlyList<string>>(path + "cards", cancellation))
        {
            if (!CardPath.TryParse($"cards/{name}", out var card))
                throw new LogFileException("cards", "has a malformed name, as the gateway sends it.");
            if (!_writer.Has(card.ToString()))
                await FetchAsync(card.ToString(), PartyCard.MaximumSize, cancellation);
        }
    }

    // The unfinished bundle is fetched again, with what was added.
    private async Task TakeEntriesAsync(long from, LogFolder target, CancellationToken cancellation)
    {
        var first = from / TileId.Width;
        var tail = LogTail.Load(first * TileId.Width, [], target.ReadTile);
        for (var bundle = first; bundle * TileId.Width < target.Size; bundle++)
        {
            var width = TilePath.WidthAt(bundle, target.Size);
            await FetchAsync(TilePath.Entries(bundle, width).ToString(), EntryBundle.MaximumSize, cancellation);
            var entries = CheckedEntries.Of(bundle * TileId.Width, target.Bundle(bundle), target.Owner);
            var appended = tail.Append(entries.Hashes);
            foreach (var full in appended.FullTiles)
                _writer.Write(TilePath.Of(full.Id).ToString(), full.Tile.ToBytes());
            tail = appended.Tail;
            if (entries.Settled.Count > 0)
                await TakeReceiptsAsync(TilePath.Receipts(bundle, width), cancellation);
            progress.Tell((bundle - first) * TileId.Width, target.Size - from);
        }

        foreach (var (id, tile) in tail.Unfinished())
            _writer.Write(TilePath.Of(id, tile.Count).ToString(), tile.ToBytes());
    }

    private async Task TakeReceiptsAsync(TilePath file, CancellationToken cancellation)
    {
        await FetchAsync(file.ToString(), ReceiptsFile.MaximumSize, cancellation);
        foreach (var receipt in ReceiptsFile.Read(_files, file))
        {
            var head = HeadPath.Of(receipt.Counterpart, receipt.Origin, receipt.Size).ToString();
            if (!_writer.Has(head))
                await FetchAsync(head, CosignedCheckpoint.MaximumSize, cancellation);
        }
    }

    // From the beginning: an older checkpoint may have been cosigned since, or by another witness.
    private async Task<List<long>> TakeCheckpointsAsync(LogFolder target, CancellationToken cancellation)
    {
        var taken = new List<long>();
        for (var after = 0L; after < target.Size;)
        {
            var heads = await client.GetAsync<IReadOnlyList<ExportedCheckpointView>>($"{path}checkpoints?after={after}", cancellation);
            foreach (
                var head in heads.Where(head =>
                    head.Size > after && head.Size < target.Size && head.Cosignatures > Held(CheckpointCheck.PathOf(head.Size))
                )
            )
            {
                var file = CheckpointCheck.PathOf(head.Size);
                _writer.Replace(file, await client.GetBytesAsync(path + file, CosignedCheckpoint.MaximumSize, cancellation));
                taken.Add(head.Size);
            }

            after = heads.Count == 0 ? target.Size : Math.Max(after + 1, heads.Max(head => head.Size));
        }

        return taken;
    }

    // Number of cosignatures in the folder; of a malformed file more than there can be: verifying reports it.
    private int Held(string file)
    {
        if (!_writer.Has(file))
            return 0;
        return CosignedCheckpoint.TryRead(Encoding.UTF8.GetString(_files.Read(file, CosignedCheckpoint.MaximumSize)), out var held)
            ? held.Cosignatures.Count
            : int.MaxValue;
    }

    private async Task<CosignedCheckpoint> NoteAsync(string file, CancellationToken cancellation) =>
        CosignedCheckpoint.TryRead(
            Encoding.UTF8.GetString(await client.GetBytesAsync(path + file, CosignedCheckpoint.MaximumSize, cancellation)),
            out var note
        )
            ? note
            : throw new LogFileException(file, "is not a checkpoint, as the gateway sends it.");

    private async Task FetchAsync(string file, int maximum, CancellationToken cancellation) =>
        _writer.Write(file, await client.GetBytesAsync(path + file, maximum, cancellation));

    // Removes unfinished tiles that fuller ones replace, and the remains of an interrupted export.
    private void Tidy(LogFolder target)
    {
        foreach (var file in _files.All().ToList())
        {
            if (FolderWriter.IsUnfinished(file) || (TilePath.TryParse(file, out var tile) && !AlienCheck.Belongs(tile.Value, target.Size)))
                _writer.Delete(file);
        }
    }
}
