using Exchange.Ledger.Export;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Tiles;

namespace Exchange.Cli.Ledger;

/// <summary>
/// Files in an export that do not belong to it. Among its parts a file that could be mistaken for one is a fault; anything
/// else beside them is named, proves nothing, and is no fault of the ledger.
/// </summary>
internal sealed class AlienCheck
{
    private static readonly string[] Parts = [LogFolder.CheckpointFile, CheckpointCheck.Folder, "tile", "receipts", "heads", "cards"];

    private readonly LogFolder _folder;
    private readonly CheckpointBook _heads;
    private readonly ILookup<bool, string> _aliens;

    public AlienCheck(LogFolder folder, CheckpointBook heads)
    {
        (_folder, _heads) = (folder, heads);
        _aliens = folder.Files.All().Where(path => !Belongs(path)).Order(StringComparer.Ordinal).ToLookup(path => IsNameOfPart(path.Split('/')[0]) && !OsLitter.Is(path));
    }

    /// <summary>Sentences about files that could be mistaken for a part.</summary>
    public IEnumerable<string> Faults() => _aliens[true]
        .Select(path => $"{path} is no part of an export of {_folder.Size} entries. (To complete an interrupted export, run it again.)");

    /// <summary>Sentences about files beside the parts.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var path in _aliens[false].Take(FaultList.Most))
            yield return $"{path} is no part of the export: it was not read, and proves nothing.";
        if (_aliens[false].Count() - FaultList.Most is > 0 and var more)
            yield return FormattableString.Invariant($"{more} more files are no part of the export: they are not listed here.");
    }

    /// <summary>True for a name that a part of an export has at the top of its folder.</summary>
    public static bool IsNameOfPart(string name) => Parts.Contains(name);

    /// <summary>True for a tile or a bundle of a ledger of this size, with its width at this size.</summary>
    public static bool Belongs(TilePath path, long size)
    {
        var level = path.Tile?.Level ?? 0;
        // Beyond 64 bits the shift would begin again.
        var count = level * TileId.Height < 64 ? size >> (TileId.Height * level) : 0;
        return path.Width == TilePath.WidthAt(path.Index, count);
    }

    private bool Belongs(string path)
    {
        if (path == LogFolder.CheckpointFile || (CheckpointCheck.SizeOf(path) is { } size && size <= _folder.Size))
            return true;
        if (TilePath.TryParse(path, out var tile))
            return Belongs(tile.Value, _folder.Size);
        if (HeadPath.TryParse(path, out var head))
            return _heads.IsUsed(head);
        return CardPath.TryParse(path, out var card) && _folder.Cards.All.Any(known => known.Party == card.Party && known.Card.Serial == card.Serial);
    }
}
