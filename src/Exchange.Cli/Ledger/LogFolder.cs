using System.Collections.Concurrent;
using System.Text;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Export;
using Exchange.Ledger.Tiles;

namespace Exchange.Cli.Ledger;

/// <summary>
/// An export of a ledger, in the layout of C2SP tlog-tiles with receipts, counterparts' checkpoints and cards. Opening it verifies its
/// newest checkpoint; everything else is read on demand, in its exact form, never more than a bundle at once.
/// Whether entries, tiles and root agree is checked by <c>ledger verify</c>.
/// </summary>
internal sealed class LogFolder
{
    public const string CheckpointFile = "checkpoint";

    private const int MostTilesInMemory = 256;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ConcurrentDictionary<TileId, Tile> _tiles = new();

    private LogFolder(LogFiles files, LogCards cards, PartyName owner, VerifiedCheckpoint checkpoint, IReadOnlyList<string> cosignatures) =>
        (Files, Cards, Owner, Checkpoint, Cosignatures) = (files, cards, owner, checkpoint, cosignatures);

    public LogFiles Files { get; }
    public LogCards Cards { get; }
    public PartyName Owner { get; }

    /// <summary>The newest checkpoint; the owner's two signatures are verified.</summary>
    public VerifiedCheckpoint Checkpoint { get; }

    /// <summary>The cosignatures under it, each of a counterpart.</summary>
    public IReadOnlyList<string> Cosignatures { get; }
    public long Size => Checkpoint.Checkpoint.Size;

    /// <summary>Opens an export. Its cards must be among the trusted ones; if those are null, the export's own are trusted.</summary>
    /// <exception cref="CommandFailedException">It is not an export: exit code 2.</exception>
    /// <exception cref="LogFileException">Its cards or its checkpoint are not valid: exit code 4.</exception>
    public static LogFolder Open(string folder, IReadOnlyList<KnownCard>? trusted = null)
    {
        if (!File.Exists(Path.Combine(folder, CheckpointFile)))
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"{folder} is not a ledger export: it has no file '{CheckpointFile}'.",
                toDo: "Create one with: exchange ledger export --out DIR"
            );
        }

        var files = new LogFiles(Path.GetFullPath(folder));
        return Of(files, FolderCards.Read(files, trusted), ReadNote(files, CheckpointFile));
    }

    /// <summary>The files of a folder, up to a checkpoint that is not in the folder yet.</summary>
    /// <exception cref="LogFileException">The checkpoint is not valid.</exception>
    public static LogFolder Of(LogFiles files, LogCards cards, CosignedCheckpoint newest)
    {
        var origin = CheckpointNote.ReadUnverified(newest.Note)!.Origin;
        var owner = cards.OwnerOf(origin) ?? throw new LogFileException(CheckpointFile, $"is of the ledger {origin}, which no card has.");
        var verified = cards.Verify(newest.Note, owner)
            ?? throw new LogFileException(CheckpointFile, $"is not signed by both ledger keys of {owner}.");
        if (newest.Cosignatures.FirstOrDefault(line => cards.VerifyCosignature(verified.Checkpoint, line, owner) is null) is { } stranger)
        {
            throw new LogFileException(
                CheckpointFile,
                $"bears a cosignature of '{CosignedCheckpoint.NameOf(stranger)}' that no counterpart's card verifies."
            );
        }

        if (newest.Cosignatures.Count == 0)
            throw new LogFileException(CheckpointFile, "bears no counterpart's cosignature.");
        return new(files, cards, owner, verified, newest.Cosignatures);
    }

    /// <summary>The entries from <paramref name="from"/> up to, and without, <paramref name="to"/>, as far as there are any.</summary>
    public IEnumerable<(long Index, LedgerLeaf Leaf)> Entries(long from, long to)
    {
        to = Math.Min(to, Size);
        for (var bundle = from / TileId.Width; bundle * TileId.Width < to; bundle++)
        {
            var (first, leaves) = (bundle * TileId.Width, Bundle(bundle));
            for (var at = (int)Math.Max(0, from - first); at < leaves.Count && first + at < to; at++)
                yield return (first + at, LeafAt(bundle, first + at, leaves[at]));
        }
    }

    /// <summary>The exact bytes of the entries of a bundle.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Bundle(long bundle)
    {
        var width = TilePath.WidthAt(bundle, Size);
        var path = TilePath.Entries(bundle, width).ToString();
        return EntryBundle.TryRead(Files.Read(path, EntryBundle.MaximumSize), width, out var leaves)
            ? leaves
            : throw new LogFileException(path, $"does not hold exactly {width} entries.");
    }

    /// <summary>Hashes of a tile, 32 bytes each: full, or as wide as it is at this size.</summary>
    public byte[] TileBytes(TileId tile)
    {
        var path = PathOf(tile);
        var (bytes, size) = (Files.Read(path.ToString(), Tile.FullSize), path.Width * MerkleHash.Size);
        return bytes.Length == size
            ? bytes
            : throw new LogFileException(path.ToString(), $"has {bytes.Length} bytes, not the {size} of {path.Width} hashes.");
    }

    /// <summary>Path of a tile, with its width at this size.</summary>
    public TilePath PathOf(TileId tile) => TilePath.Of(tile, TilePath.WidthAt(tile.Index, Size >> (TileId.Height * tile.Level)));

    /// <summary>A full tile. Some are cached, as a proof reads its tiles several times.</summary>
    public Tile ReadTile(TileId tile)
    {
        if (_tiles.Count >= MostTilesInMemory)
            _tiles.Clear();
        return _tiles.GetOrAdd(tile, id => Tile.FromBytes(TileBytes(id)));
    }

    /// <summary>The right edge, from which with <see cref="ReadTile"/> every root and proof follows.</summary>
    public LogTail Tail()
    {
        var unfinished =
            Size % TileId.Width == 0
                ? []
                : TileBytes(new(0, Size / TileId.Width)).Chunk(MerkleHash.Size).Select(hash => MerkleHash.FromBytes(hash)).ToList();
        return LogTail.Load(Size, unfinished, ReadTile);
    }

    /// <summary>The receipts of a bundle's entries, in the order of the entries; none if there is no such file.</summary>
    public IReadOnlyList<ReceiptLine> Receipts(long bundle) =>
        ReceiptsFile.Read(Files, TilePath.Receipts(bundle, TilePath.WidthAt(bundle, Size)));

    /// <summary>A checkpoint of a counterpart's ledger, signed by its two keys; our own cosignature under it is verified.</summary>
    public VerifiedCheckpoint Head(PartyName party, string origin, long size)
    {
        var path = HeadPath.Of(party, origin, size).ToString();
        var read = ReadNote(Files, path);
        var verified = Cards.Verify(read.Note, party) ?? throw new LogFileException(path, $"is not signed by both ledger keys of {party}.");
        if (verified.Checkpoint.Origin != origin || verified.Checkpoint.Size != size)
            throw new LogFileException(path, $"is a checkpoint of {verified.Checkpoint.Origin} for {verified.Checkpoint.Size} entries.");
        if (read.Cosignatures.Count > 1 || !read.Cosignatures.All(line => Cards.IsCosignedBy(verified.Checkpoint, line, Owner)))
            throw new LogFileException(path, $"bears a cosignature that is not {Owner}'s.");
        return verified;
    }

    /// <summary>A note with its cosignatures, in its exact form; not verified yet.</summary>
    public static CosignedCheckpoint ReadNote(LogFiles files, string path)
    {
        try
        {
            return CosignedCheckpoint.TryRead(Utf8.GetString(files.Read(path, CosignedCheckpoint.MaximumSize)), out var read)
                ? read
                : throw new LogFileException(
                    path,
                    "is not a checkpoint with two signatures, followed by cosignatures in the order of their names."
                );
        }
        catch (DecoderFallbackException)
        {
            throw new LogFileException(path, "is not UTF-8 text.");
        }
    }

    private LedgerLeaf LeafAt(long bundle, long index, ReadOnlyMemory<byte> bytes)
    {
        var read = LedgerLeaf.Read(bytes);
        return read.Value
            ?? throw new LogFileException(
                TilePath.Entries(bundle, TilePath.WidthAt(bundle, Size)).ToString(),
                $"has a malformed entry at index {index}: {FaultText(read.Faults[0])}"
            );
    }

    private static string FaultText(Fault fault) => $"{fault.Pointer} {fault.Text}".Trim();
}
