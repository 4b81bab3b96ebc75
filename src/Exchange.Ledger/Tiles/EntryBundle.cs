using System.Buffers.Binary;

namespace Exchange.Ledger.Tiles;

/// <summary>Up to 256 entries in one file (C2SP tlog-tiles): each as its length, two bytes big-endian, and its bytes.</summary>
public static class EntryBundle
{
    /// <summary>Largest bundle in bytes.</summary>
    public const int MaximumSize = TileId.Width * (sizeof(ushort) + LedgerLeaf.MaximumSize);

    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>> leaves)
    {
        var bundle = new byte[leaves.Sum(leaf => sizeof(ushort) + leaf.Length)];
        var rest = bundle.AsSpan();
        foreach (var leaf in leaves)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, checked((ushort)leaf.Length));
            leaf.Span.CopyTo(rest[sizeof(ushort)..]);
            rest = rest[(sizeof(ushort) + leaf.Length)..];
        }

        return bundle;
    }

    /// <summary>The entries, as slices of the bundle; false unless it has exactly <paramref name="count"/> entries.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bundle, int count, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? leaves)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, TileId.Width);
        leaves = null;
        var read = new ReadOnlyMemory<byte>[count];
        for (var index = 0; index < count; index++)
        {
            var length = bundle.Length >= sizeof(ushort) ? BinaryPrimitives.ReadUInt16BigEndian(bundle.Span) : int.MaxValue;
            if (length > bundle.Length - sizeof(ushort))
                return false;
            read[index] = bundle.Slice(sizeof(ushort), length);
            bundle = bundle[(sizeof(ushort) + length)..];
        }

        if (bundle.IsEmpty)
            leaves = read;
        return leaves is not null;
    }
}
