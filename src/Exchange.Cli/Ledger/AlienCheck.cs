using Exchange.Ledger.Export;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Tiles;

namespace Exchange.Cli.Ledger;

/// <summary>
/// What lies in an export and does not belong to it. Among its parts nothing may lie that could be taken for one; anything
/// else beside them is named, proves nothing, and is no fault of the log.
/// </summary>
internal sealed class AlienCheck
{
    private static readonly string[] Parts = [LogFolder.CheckpointFile, CheckpointCheck.Folder, "tile", "receipts", "heads", "cards"];

    private readonly LogFolder _folder;
    private readonly HeadBook _heads;
    private readonly ILookup<bool, string> _aliens;

    public AlienCheck(LogFolder folder, HeadBook heads)
    {
        (_folder, _heads) = (folder, heads);
        _aliens = folder.Files.All().Where(path => !Belongs(path)).Order(StringComparer.Ordinal).ToLookup(path => IsNameOfPart(path.Split('/')[0]) && !OsLitter.Is(path));
    }

    /// <summary>Sentences about what could be taken for a part.</summary>
    public IEnumerable<string> Faults() => _aliens[true]
        .Select(path => $"{path} is no part of an export of {_folder.Size} entries. (One that was interrupted is completed by running it again.)");

    /// <summary>Sentences about what lies beside the parts.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var path in _aliens[false].Take(FaultList.Most))
            yield return $"{path} is no part of the export: it was not read, and nothing is proved of it.";
        if (_aliens[false].Count() - FaultList.Most is > 0 and var more)
            yield return FormattableString.Invariant($"{more} more files are no part of the export: they are not listed here.");
    }

    /// <summary>True for a name that a part of an export has at the top of its folder.</summary>
    public static bool IsNameOfPart(string name) => Parts.Contains(name);

    /// <summary>True for a tile or a bundle of a log of so many entries, as wide as it is there.</summary>
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
