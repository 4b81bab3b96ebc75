using Exchange.Ledger.Merkle;

namespace Exchange.Tests.Ledger;

/// <summary>A log in memory: the tail, and the full tiles in a dictionary, as a journal would keep them.</summary>
internal sealed class TestLog
{
    private readonly Dictionary<TileId, byte[]> _tiles = [];
    private readonly Dictionary<int, MerkleHash> _roots = [];

    public LogTail Tail { get; private set; } = LogTail.Empty;

    public int TileCount => _tiles.Count;

    public static byte[] Entry(int index) => BitConverter.GetBytes(index);

    public static TestLog Of(int size, int batch = int.MaxValue)
    {
        var log = new TestLog();
        while (log.Tail.Size < size)
            log.Append((int)Math.Min(batch, size - log.Tail.Size));
        return log;
    }

    /// <summary>The root of the first entries; computed once, for every proof asks for the same ones.</summary>
    public MerkleHash Root(int size)
    {
        if (!_roots.TryGetValue(size, out var root))
            _roots.Add(size, root = TreeRoot.At(size, Tail, ReadTile));
        return root;
    }

    public Tile ReadTile(TileId id) => Tile.FromBytes(_tiles[id]);

    public LogTail Reload() =>
        LogTail.Load(
            Tail.Size,
            [
                .. Enumerable
                    .Range((int)(Tail.Size - (Tail.Size % TileId.Width)), (int)(Tail.Size % TileId.Width))
                    .Select(index => MerkleHash.OfLeaf(Entry(index))),
            ],
            ReadTile
        );

    private void Append(int count)
    {
        var appended = Tail.Append([.. Enumerable.Range((int)Tail.Size, count).Select(index => MerkleHash.OfLeaf(Entry(index)))]);
        foreach (var full in appended.FullTiles)
            _tiles.Add(full.Id, full.Tile.ToBytes());
        Tail = appended.Tail;
    }
}
