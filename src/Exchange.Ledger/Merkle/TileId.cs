namespace Exchange.Ledger.Merkle;

/// <summary>Place of a tile (C2SP tlog-tiles): level 0 holds leaf hashes, level L the roots of full tiles of level L − 1.</summary>
/// <param name="Level">From 0.</param>
/// <param name="Index">From 0, left to right.</param>
public readonly record struct TileId(int Level, long Index)
{
    /// <summary>Binary logarithm of <see cref="Width"/>: how many levels of the tree one tile spans.</summary>
    public const int Height = 8;

    /// <summary>Hashes in a full tile.</summary>
    public const int Width = 1 << Height;
}
