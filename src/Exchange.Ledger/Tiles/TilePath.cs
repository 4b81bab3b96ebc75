using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Exchange.Ledger.Merkle;

namespace Exchange.Ledger.Tiles;

/// <summary>
/// Path of a file with up to 256 elements (C2SP tlog-tiles): <c>tile/0/x001/x234/067</c>, and <c>….p/12</c> for the
/// first 12 of an unfinished one. Each value has exactly one text form.
/// </summary>
/// <param name="Folder"><c>tile/</c> and the level, <c>tile/entries</c>, or <c>receipts</c>.</param>
/// <param name="Index">From 0, left to right.</param>
/// <param name="Width">Number of elements: 256 if it is full, otherwise 1 to 255.</param>
public readonly record struct TilePath(string Folder, long Index, int Width)
{
    private const string EntriesFolder = "tile/entries";
    private const string ReceiptsFolder = "receipts";
    private const string LevelFolder = "tile/";
    private const string Partial = ".p/";
    private const int HighestLevel = 63;
    private const int Thousand = 1000;

    public bool IsFull => Width == TileId.Width;

    /// <summary>True for a bundle of entries.</summary>
    public bool IsEntries => Folder == EntriesFolder;

    /// <summary>True for the receipts of a bundle's entries.</summary>
    public bool IsReceipts => Folder == ReceiptsFolder;

    /// <summary>The tile's position in the tree; null if it is not a tile of hashes.</summary>
    public TileId? Tile => !IsEntries && !IsReceipts ? new(int.Parse(Folder.AsSpan(LevelFolder.Length), CultureInfo.InvariantCulture), Index) : null;

    /// <summary>A tile of hashes.</summary>
    public static TilePath Of(TileId tile, int width = TileId.Width) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{LevelFolder}{tile.Level}"), tile.Index, width);

    /// <summary>A bundle of entries.</summary>
    public static TilePath Entries(long index, int width = TileId.Width) => new(EntriesFolder, index, width);

    /// <summary>The receipts of a bundle's entries.</summary>
    public static TilePath Receipts(long index, int width = TileId.Width) => new(ReceiptsFolder, index, width);

    /// <summary>Number of elements of the tile at <paramref name="index"/> if there are <paramref name="count"/> elements in total; 0 if the tile does not exist.</summary>
    public static int WidthAt(long index, long count) => (int)Math.Clamp(count - (index * TileId.Width), 0, TileId.Width);

    public static bool TryParse(string text, [NotNullWhen(true)] out TilePath? path)
    {
        var folder = FolderOf(text);
        path = folder is null ? null : Parse(folder, text[Math.Min(text.Length, folder.Length + 1)..]);
        if (path?.ToString() != text)
            path = null;
        return path is not null;
    }

    public override string ToString()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Index % Thousand:000}");
        for (var rest = Index / Thousand; rest > 0; rest /= Thousand)
            name = string.Create(CultureInfo.InvariantCulture, $"x{rest % Thousand:000}/{name}");
        return IsFull ? $"{Folder}/{name}" : string.Create(CultureInfo.InvariantCulture, $"{Folder}/{name}{Partial}{Width}");
    }

    private static string? FolderOf(string text)
    {
        var folder = ((string[])[EntriesFolder, ReceiptsFolder]).FirstOrDefault(name => text.StartsWith(name + "/", StringComparison.Ordinal));
        if (folder is not null || !text.StartsWith(LevelFolder, StringComparison.Ordinal))
            return folder;
        var end = text.IndexOf('/', LevelFolder.Length);
        return end > 0 && int.TryParse(text.AsSpan(LevelFolder.Length, end - LevelFolder.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level <= HighestLevel
            ? string.Create(CultureInfo.InvariantCulture, $"{LevelFolder}{level}")
            : null;
    }

    // Lenient: the caller checks that the result is written in the same form.
    private static TilePath? Parse(string folder, string rest)
    {
        var width = TileId.Width;
        var cut = rest.IndexOf(Partial, StringComparison.Ordinal);
        if (cut >= 0 && !(int.TryParse(rest.AsSpan(cut + Partial.Length), NumberStyles.None, CultureInfo.InvariantCulture, out width) && width is >= 1 and < TileId.Width))
            return null;
        var digits = (cut >= 0 ? rest[..cut] : rest).Replace("x", "", StringComparison.Ordinal).Replace("/", "", StringComparison.Ordinal);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= long.MaxValue / TileId.Width
            ? new(folder, index, width)
            : null;
    }
}
