using System.Text.RegularExpressions;

namespace Exchange.Ledger.Tiles;

/// <summary>
/// Path of a file with up to 256 elements (C2SP tlog-tiles): <c>tile/0/x001/x234/067</c>, and <c>….p/12</c> for the
/// first 12 of an unfinished one. Each value has exactly one text form.
/// </summary>
/// <param name="Folder"><c>tile/</c> and the level, <c>tile/entries</c>, or <c>receipts</c>.</param>
/// <param name="Index">From 0, left to right.</param>
/// <param name="Width">Number of elements: 256 if it is full, otherwise 1 to 255.</param>
public readonly partial record struct TilePath(string Folder, long Index, int Width)
{
    private const string EntriesFolder = "tile/entries";
    private const string ReceiptsFolder = "receipts";
    private const string LevelFolder = "tile/";
    private const string Partial = ".p/";
    private const int Thousand = 1000;

    public bool IsFull => Width == TileId.Width;

    public bool IsEntries => Folder == EntriesFolder;

    public bool IsReceipts => Folder == ReceiptsFolder;

    /// <summary>The tile's position in the tree; null if it is not a tile of hashes.</summary>
    public TileId? Tile =>
        !IsEntries && !IsReceipts ? new(int.Parse(Folder.AsSpan(LevelFolder.Length), CultureInfo.InvariantCulture), Index) : null;

    public static TilePath Of(TileId tile, int width = TileId.Width) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{LevelFolder}{tile.Level}"), tile.Index, width);

    public static TilePath Entries(long index, int width = TileId.Width) => new(EntriesFolder, index, width);

    public static TilePath Receipts(long index, int width = TileId.Width) => new(ReceiptsFolder, index, width);

    /// <summary>
    /// Number of elements of the tile at <paramref name="index"/> if there are <paramref name="count"/> elements in total; 0 if the tile
    /// does not exist.
    /// </summary>
    public static int WidthAt(long index, long count) => (int)Math.Clamp(count - (index * TileId.Width), 0, TileId.Width);

    public static bool TryParse(string text, [NotNullWhen(true)] out TilePath? path)
    {
        path =
            Form().Match(text) is { Success: true } match
            && long.TryParse(
                match.Groups["index"].Value.Replace("x", "", StringComparison.Ordinal).Replace("/", "", StringComparison.Ordinal),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var index
            )
            && index <= long.MaxValue / TileId.Width
                ? new(
                    match.Groups["folder"].Value,
                    index,
                    match.Groups["width"] is { Success: true } width
                        ? int.Parse(width.ValueSpan, CultureInfo.InvariantCulture)
                        : TileId.Width
                )
                : null;
        // Leading zeros, and an x before the last group, would not be written again.
        return (path = path?.ToString() == text ? path : null) is not null;
    }

    public override string ToString()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Index % Thousand:000}");
        for (var rest = Index / Thousand; rest > 0; rest /= Thousand)
            name = string.Create(CultureInfo.InvariantCulture, $"x{rest % Thousand:000}/{name}");
        return IsFull ? $"{Folder}/{name}" : string.Create(CultureInfo.InvariantCulture, $"{Folder}/{name}{Partial}{Width}");
    }

    // Levels 0 to 63; widths 1 to 255.
    [GeneratedRegex(
        @"\A(?<folder>tile/entries|receipts|tile/(?:[0-9]|[1-5][0-9]|6[0-3]))/(?<index>[x0-9/]+)(?:\.p/(?<width>[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?\z"
    )]
    private static partial Regex Form();
}
