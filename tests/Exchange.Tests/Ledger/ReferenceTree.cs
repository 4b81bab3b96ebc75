using System.Security.Cryptography;

namespace Exchange.Tests.Ledger;

/// <summary>
/// RFC 6962, section 2.1, word for word over the first entries of a list: slow, and written apart from the code that it judges.
/// A root that was computed is remembered, for every proof asks for the same ones.
/// </summary>
internal sealed class ReferenceTree(IReadOnlyList<byte[]> entries)
{
    private readonly Dictionary<(int From, int To), byte[]> _roots = [];

    public byte[] Root(int size) => Root(0, size);

    public List<byte[]> Path(int index, int size) => Path(index, 0, size);

    public List<byte[]> Proof(int from, int size) => SubProof(from, 0, size, isWhole: true);

    private byte[] Root(int from, int to)
    {
        if (!_roots.TryGetValue((from, to), out var root))
            _roots.Add((from, to), root = Hash(from, to));
        return root;
    }

    private byte[] Hash(int from, int to)
    {
        var split = from + Split(to - from);
        return (to - from) switch
        {
            0 => SHA256.HashData([]),
            1 => SHA256.HashData([0, .. entries[from]]),
            _ => SHA256.HashData([1, .. Root(from, split), .. Root(split, to)]),
        };
    }

    // The index counts from the beginning of the range.
    private List<byte[]> Path(int index, int from, int to)
    {
        if (to - from == 1)
            return [];
        var split = Split(to - from);
        return index < split
            ? [.. Path(index, from, from + split), Root(from + split, to)]
            : [.. Path(index - split, from + split, to), Root(from, from + split)];
    }

    private List<byte[]> SubProof(int old, int from, int to, bool isWhole)
    {
        if (old == to - from)
            return isWhole ? [] : [Root(from, to)];
        var split = Split(to - from);
        return old <= split
            ? [.. SubProof(old, from, from + split, isWhole), Root(from + split, to)]
            : [.. SubProof(old - split, from + split, to, false), Root(from, from + split)];
    }

    private static int Split(int count)
    {
        var split = 1;
        while (2 * split < count)
            split *= 2;
        return split;
    }
}
