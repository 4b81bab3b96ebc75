using BenchmarkDotNet.Attributes;
using Exchange.Ledger.Merkle;

namespace Exchange.Benchmarks;

/// <summary>Append of a batch, and a proof, in logs of a thousand and of a million entries.</summary>
public class LedgerBenchmarks
{
    private const int Batch = 64;

    private readonly Dictionary<TileId, Tile> _tiles = [];
    private LogTail _tail = LogTail.Empty;
    private MerkleHash[] _batch = [];

    [Params(1_000, 1_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _batch = [.. Enumerable.Range(0, Batch).Select(Leaf)];
        var appended = LogTail.Empty.Append([.. Enumerable.Range(0, Entries).Select(Leaf)]);
        foreach (var full in appended.FullTiles)
            _tiles.Add(full.Id, full.Tile);
        _tail = appended.Tail;
    }

    [Benchmark]
    public MerkleHash AppendBatch() => _tail.Append(_batch).Tail.Root();

    [Benchmark]
    public object ProveInclusion() => InclusionProof.Prove(Entries / 3, Entries, _tail, id => _tiles[id]);

    [Benchmark]
    public object ProveConsistency() => ConsistencyProof.Prove(Entries / 3, Entries, _tail, id => _tiles[id]);

    private static MerkleHash Leaf(int index) => MerkleHash.OfLeaf(BitConverter.GetBytes(index));
}
