namespace Exchange.Ledger.Merkle;

/// <summary>
/// The right edge of a Merkle tree: the tile of each level that is not full yet. With the full tiles it gives every root and
/// proof (RFC 6962); alone it is enough to append. Immutable: appending returns a new value.
/// </summary>
public sealed class LogTail
{
    private readonly Tile[] _levels;

    private LogTail(long size, Tile[] levels) => (Size, _levels) = (size, levels);

    /// <summary>A log without entries.</summary>
    public static LogTail Empty { get; } = new(0, []);

    /// <summary>Number of entries.</summary>
    public long Size { get; }

    /// <summary>Loads the right edge of a stored log.</summary>
    /// <param name="size">Number of entries.</param>
    /// <param name="unfinished">Leaf hashes of the entries after the last full tile of level 0: size mod 256 of them.</param>
    /// <param name="readTile">Reads the full tiles.</param>
    /// <exception cref="ArgumentException">Another number of hashes.</exception>
    public static LogTail Load(long size, IReadOnlyCollection<MerkleHash> unfinished, ReadTile readTile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (unfinished.Count != size % TileId.Width)
            throw new ArgumentException($"A log of {size} entries has {size % TileId.Width} after its last full tile.", nameof(unfinished));
        var levels = new List<Tile>();
        if (size > 0)
            levels.Add(new([.. unfinished]));
        for (int level = 1; size >> (TileId.Height * level) > 0; level++)
            levels.Add(LoadLevel(level, size, readTile));
        return new(size, [.. levels]);
    }

    /// <summary>The root of all entries.</summary>
    public MerkleHash Root() => Size == 0 ? MerkleHash.OfEmpty : new TreeNodes(this, NoTile).Range(0, Size);

    /// <summary>The unfinished tile of each level that has one, level 0 first.</summary>
    public IEnumerable<(TileId Id, Tile Tile)> Unfinished() =>
        _levels
            .Select((tile, level) => (Id: new TileId(level, Size >> (TileId.Height * (level + 1))), Tile: tile))
            .Where(open => open.Tile.Count > 0);

    /// <summary>Appends entries by their leaf hashes.</summary>
    public AppendResult Append(IReadOnlyList<MerkleHash> leaves)
    {
        var full = new List<FullTile>();
        var levels = _levels.ToList();
        Append(levels, 0, leaves, full);
        return new(new(Size + leaves.Count, [.. levels]), full);
    }

    internal Tile Level(int level) => _levels[level];

    private void Append(List<Tile> levels, int level, IReadOnlyList<MerkleHash> hashes, List<FullTile> full)
    {
        if (hashes.Count == 0)
            return;
        if (levels.Count == level)
            levels.Add(Tile.Empty);
        List<MerkleHash> open = [.. levels[level].Hashes, .. hashes];
        var next = Size >> (TileId.Height * (level + 1));
        var roots = new List<MerkleHash>();
        var taken = 0;
        for (; open.Count - taken >= TileId.Width; taken += TileId.Width)
        {
            var tile = new Tile([.. open.GetRange(taken, TileId.Width)]);
            full.Add(new(new(level, next + roots.Count), tile));
            roots.Add(tile.Node(TileId.Height, 0));
        }

        levels[level] = new([.. open.GetRange(taken, open.Count - taken)]);
        Append(levels, level + 1, roots, full);
    }

    // The unfinished tile of a level has the roots of the full tiles of the level below that come after its own last full tile.
    private static Tile LoadLevel(int level, long size, ReadTile readTile)
    {
        var below = size >> (TileId.Height * level);
        var first = below - (below % TileId.Width);
        var roots = new MerkleHash[below - first];
        for (var index = 0; index < roots.Length; index++)
            roots[index] = readTile(new(level - 1, first + index)).Node(TileId.Height, 0);
        return new(roots);
    }

    // The root needs no full tile: the complete subtrees to the left are nodes of the levels above.
    private static Tile NoTile(TileId id) => throw new InvalidOperationException($"Tile {id} is not part of the right edge.");
}

/// <summary>The result of an append: the new right edge, and the tiles that became full.</summary>
public sealed record AppendResult(LogTail Tail, IReadOnlyList<FullTile> FullTiles);

/// <summary>A tile that became full: the caller stores it, and it never changes again.</summary>
public sealed record FullTile(TileId Id, Tile Tile);
