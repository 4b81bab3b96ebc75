using System.IO.Compression;
using System.Text;
using Exchange.Ledger.Tiles;
using Exchange.Ledger.Verification;

namespace Exchange.Gateway.Exporting;

/// <summary>
/// A counterpart's export, read from a zip in memory. The card that we have of the counterpart decides what is trusted, never one in the
/// export. Everything is read with its limit: what a zip says of its sizes counts for nothing.
/// </summary>
internal sealed class UploadedExport
{
    /// <summary>Largest sum of its entries in bytes.</summary>
    private const long LargestEntries = 64L * 1024 * 1024;

    private const string CheckpointFile = "checkpoint";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public required Counterpart Of { get; init; }
    public required VerifiedCheckpoint Checkpoint { get; init; }

    /// <summary>The entries, in order, as far as they are well-formed.</summary>
    public IReadOnlyList<LedgerLeaf> Entries { get; private init; } = [];

    public IReadOnlyList<MerkleHash> Hashes { get; private init; } = [];

    /// <summary>What is wrong with the export by itself.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    /// <exception cref="UnusableExportException">It cannot be read as an export of a counterpart.</exception>
    public static UploadedExport Read(Stream stream, Counterparts counterparts)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            // Who packs a folder by hand packs the folder too.
            var root = zip.Entries.Select(entry => entry.FullName)
                .Where(name => name == CheckpointFile || name.EndsWith($"/{CheckpointFile}", StringComparison.Ordinal))
                .MinBy(name => name.Length)
                ?? throw new UnusableExportException($"The zip has no file '{CheckpointFile}', so it is no export of a ledger.");
            return Read(zip, root[..^CheckpointFile.Length], counterparts);
        }
        catch (Exception exception) when (exception is InvalidDataException or DecoderFallbackException)
        {
            throw new UnusableExportException("What was sent is not a zip that can be read.");
        }
    }

    private static UploadedExport Read(ZipArchive zip, string root, Counterparts counterparts)
    {
        if (!CosignedCheckpoint.TryRead(Utf8.GetString(Bytes(zip, root + CheckpointFile, CosignedCheckpoint.MaximumSize)), out var read))
            throw new UnusableExportException("Its checkpoint is malformed.");
        var origin = CheckpointNote.ReadUnverified(read.Note)!.Origin;
        var of = counterparts.All.FirstOrDefault(counterpart => counterpart.Card.Log.Origin == origin)
            ?? throw new UnusableExportException(
                $"It is an export of the ledger {origin}. No counterpart whose card we have keeps that ledger."
            );
        var checkpoint = CheckpointNote.Verify(read.Note, of.LogKeys, NoteSignatures.Verify)
            ?? throw new UnusableExportException(
                $"Its checkpoint is not signed by both ledger keys of the card that we have of {of.Name}."
            );
        var (entries, hashes, faults, bytes) = (new List<LedgerLeaf>(), new List<MerkleHash>(), new List<string>(), 0L);
        var size = checkpoint.Checkpoint.Size;
        if (size > ExportComparison.MostEntries)
            throw new ExportTooLargeException();
        for (var bundle = 0L; bundle * TileId.Width < size; bundle++)
        {
            var width = TilePath.WidthAt(bundle, size);
            var path = TilePath.Entries(bundle, width).ToString();
            var file = Bytes(zip, root + path, EntryBundle.MaximumSize);
            if ((bytes += file.Length) > LargestEntries)
                throw new ExportTooLargeException();
            if (!EntryBundle.TryRead(file, width, out var leaves))
                throw new UnusableExportException(FormattableString.Invariant($"{path} has not exactly {width} entries."));
            var found = CheckedEntries.Of(bundle * TileId.Width, leaves, of.Name);
            faults.AddRange(found.Faults);
            hashes.AddRange(found.Hashes);
            entries.AddRange(leaves.Select(leaf => LedgerLeaf.Read(leaf).Value).OfType<LedgerLeaf>());
        }

        faults.AddRange(FaultsOf(hashes, [checkpoint.Checkpoint]));
        return new()
        {
            Of = of,
            Checkpoint = checkpoint,
            Entries = entries,
            Hashes = hashes,
            Faults = faults,
        };
    }

    /// <summary>Where entries do not lead to signed checkpoints, which are given by ascending size.</summary>
    public static IReadOnlyList<string> FaultsOf(IReadOnlyList<MerkleHash> hashes, IReadOnlyList<Checkpoint> checkpoints)
    {
        var tree = new LogVerification(LogTail.Empty, checkpoints);
        tree.Add(new(0, hashes, [], []));
        return tree.Conclude().Faults;
    }

    private static byte[] Bytes(ZipArchive zip, string path, int maximum)
    {
        using var file = (zip.GetEntry(path) ?? throw new UnusableExportException($"{path} is missing.")).Open();
        var bytes = new byte[maximum + 1];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read <= maximum
            ? bytes[..read]
            : throw new UnusableExportException(FormattableString.Invariant($"{path} is larger than {maximum} bytes."));
    }
}

/// <summary>What was sent cannot be compared; the message says why.</summary>
internal sealed class UnusableExportException(string message) : Exception(message);

/// <summary>It is too large to be compared in memory.</summary>
internal sealed class ExportTooLargeException : Exception;
