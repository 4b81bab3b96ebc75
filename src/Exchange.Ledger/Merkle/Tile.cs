using System.Runtime.InteropServices;

namespace Exchange.Ledger.Merkle;

/// <summary>
/// Up to 256 consecutive hashes of one level. Inner nodes are computed once, on first use. Immutable; may be read by
/// several threads.
/// </summary>
public sealed class Tile
{
    /// <summary>Length of a full tile in bytes.</summary>
    public const int FullSize = TileId.Width * MerkleHash.Size;

    // Nodes by their height within the tile; height 0 is the tile itself.
    private readonly MerkleHash[]?[] _nodes = new MerkleHash[TileId.Height + 1][];

    internal Tile(MerkleHash[] hashes) => _nodes[0] = hashes;

    internal static Tile Empty { get; } = new([]);

    /// <summary>Number of hashes: 256 in a full tile.</summary>
    public int Count => _nodes[0]!.Length;

    internal ReadOnlySpan<MerkleHash> Hashes => _nodes[0];

    /// <summary>Reads the bytes of a full tile: 256 hashes.</summary>
    /// <exception cref="ArgumentException">Not 8,192 bytes.</exception>
    public static Tile FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != FullSize)
            throw new ArgumentException($"A full tile has {FullSize} bytes.", nameof(bytes));
        return new(MemoryMarshal.Cast<byte, MerkleHash>(bytes).ToArray());
    }

    /// <summary>The root of a full tile: its hash in the level above.</summary>
    public MerkleHash Root() => Node(TileId.Height, 0);

    public byte[] ToBytes() => MemoryMarshal.AsBytes(Hashes).ToArray();

    /// <summary>
    /// The node of <paramref name="height"/> (0 to 8) at <paramref name="index"/> within this tile; all its leaves are here.
    /// </summary>
    internal MerkleHash Node(int height, int index) => Level(height)[index];

    private MerkleHash[] Level(int height)
    {
        if (_nodes[height] is { } known)
            return known;
        var below = Level(height - 1);
        var level = new MerkleHash[below.Length / 2];
        for (var index = 0; index < level.Length; index++)
            level[index] = MerkleHash.OfChildren(below[2 * index], below[(2 * index) + 1]);
        return _nodes[height] = level;
    }
}

/// <summary>Position of a tile (C2SP tlog-tiles): level 0 has leaf hashes, level L the roots of full tiles of level L − 1.</summary>
public readonly record struct TileId(int Level, long Index)
{
    /// <summary>Binary logarithm of <see cref="Width"/>: the number of tree levels in one tile.</summary>
    public const int Height = 8;

    /// <summary>Hashes in a full tile.</summary>
    public const int Width = 1 << Height;
}

/// <summary>Reads a full tile.</summary>
/// <exception cref="InvalidDataException">It is missing.</exception>
public delegate Tile ReadTile(TileId id);
