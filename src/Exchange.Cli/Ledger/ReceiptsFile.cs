using Exchange.Ledger.Export;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Tiles;

namespace Exchange.Cli.Ledger;

/// <summary>A file of <c>receipts/</c>: one line for each entry of a bundle that settles a message.</summary>
internal static class ReceiptsFile
{
    public const int MaximumSize = TileId.Width * (ReceiptLine.MaximumSize + 1);

    /// <summary>The lines, none if there is no file.</summary>
    /// <exception cref="LogFileException">A line is malformed, out of order, or of another bundle.</exception>
    public static IReadOnlyList<ReceiptLine> Read(LogFiles files, TilePath path) =>
        files.ReadOrNone(path.ToString(), MaximumSize) is { } bytes ? Read(bytes, path) : [];

    /// <inheritdoc cref="Read(LogFiles, TilePath)"/>
    public static IReadOnlyList<ReceiptLine> Read(ReadOnlyMemory<byte> bytes, TilePath path)
    {
        var lines = new List<ReceiptLine>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            if (end < 0)
                throw new LogFileException(path.ToString(), "ends in the middle of a line.");
            lines.Add(ReadLine(bytes[..end], path, lines));
            bytes = bytes[(end + 1)..];
        }

        return lines.Count > 0 ? lines : throw new LogFileException(path.ToString(), "is empty.");
    }

    private static ReceiptLine ReadLine(ReadOnlyMemory<byte> bytes, TilePath path, List<ReceiptLine> before)
    {
        var read = ReceiptLine.Read(bytes);
        if (read.Value is not { } line)
            throw new LogFileException(path.ToString(), $"has a malformed line {before.Count + 1}: {read.Faults[0].Pointer} {read.Faults[0].Text}");
        var first = path.Index * TileId.Width;
        var isInPlace = line.Entry >= first && line.Entry < first + path.Width && (before.Count == 0 || before[^1].Entry < line.Entry);
        return isInPlace ? line : throw new LogFileException(path.ToString(), $"has a line {before.Count + 1} of entry {line.Entry}, which does not belong there.");
    }
}
