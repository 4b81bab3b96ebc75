using System.Security.Cryptography;

namespace Exchange.Tests.Ledger;

/// <summary>RFC 6962, section 2.1, word for word over a list of entries: slow, and written apart from the code that it judges.</summary>
internal static class ReferenceTree
{
    public static byte[] Root(IReadOnlyList<byte[]> entries) => entries.Count switch
    {
        0 => SHA256.HashData([]),
        1 => SHA256.HashData([0, .. entries[0]]),
        _ => SHA256.HashData([1, .. Root([.. entries.Take(Split(entries.Count))]), .. Root([.. entries.Skip(Split(entries.Count))])]),
    };

    public static List<byte[]> Path(int index, IReadOnlyList<byte[]> entries)
    {
        if (entries.Count == 1)
            return [];
        var split = Split(entries.Count);
        return index < split
            ? [.. Path(index, [.. entries.Take(split)]), Root([.. entries.Skip(split)])]
            : [.. Path(index - split, [.. entries.Skip(split)]), Root([.. entries.Take(split)])];
    }

    public static List<byte[]> Proof(int from, IReadOnlyList<byte[]> entries) => SubProof(from, entries, isWhole: true);

    private static List<byte[]> SubProof(int from, IReadOnlyList<byte[]> entries, bool isWhole)
    {
        if (from == entries.Count)
            return isWhole ? [] : [Root(entries)];
        var split = Split(entries.Count);
        return from <= split
            ? [.. SubProof(from, [.. entries.Take(split)], isWhole), Root([.. entries.Skip(split)])]
            : [.. SubProof(from - split, [.. entries.Skip(split)], false), Root([.. entries.Take(split)])];
    }

    private static int Split(int count)
    {
        var split = 1;
        while (2 * split < count)
            split *= 2;
        return split;
    }
}
