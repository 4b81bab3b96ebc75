using Exchange.Ledger.Export;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Tiles;

namespace Exchange.Cli.Ledger;

/// <summary>Whether all that lies in an export belongs to it. What is not named is not vouched for, so nothing may lie there beside it.</summary>
internal sealed class AlienCheck(LogFolder folder, HeadBook heads)
{
    /// <summary>Sentences about what does not belong there.</summary>
    public IEnumerable<string> Faults() => folder.Files.All().Where(path => !Belongs(path)).Order(StringComparer.Ordinal)
        .Select(path => $"{path} is no part of an export of {folder.Size} entries. (One that was interrupted is completed by running it again.)");

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
        if (path == LogFolder.CheckpointFile || (CheckpointCheck.SizeOf(path) is { } size && size <= folder.Size))
            return true;
        if (TilePath.TryParse(path, out var tile))
            return Belongs(tile.Value, folder.Size);
        if (HeadPath.TryParse(path, out var head))
            return heads.IsUsed(head);
        return CardPath.TryParse(path, out var card) && folder.Cards.All.Any(known => known.Party == card.Party && known.Card.Serial == card.Serial);
    }
}
