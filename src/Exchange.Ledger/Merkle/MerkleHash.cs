using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Exchange.Ledger.Merkle;

/// <summary>A node of the tree: 32 bytes of SHA-256, with different prefixes for leaves and inner nodes (RFC 6962, section 2.1).</summary>
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage("Style", "IDE0044", Justification = "The fields are written through the span over them.")]
public readonly record struct MerkleHash
{
    /// <summary>Length in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private const int LargestOnStack = 1024;
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private MerkleHash(ReadOnlySpan<byte> hash)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(hash);
        (_first, _second, _third, _fourth) = (words[0], words[1], words[2], words[3]);
    }

    /// <summary>The root of an empty tree: the hash of the empty string.</summary>
    public static MerkleHash OfEmpty { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of an entry: SHA-256(0x00 ‖ leaf).</summary>
    public static MerkleHash OfLeaf(ReadOnlySpan<byte> leaf)
    {
        Span<byte> hash = stackalloc byte[Size];
        Span<byte> prefixed = leaf.Length < LargestOnStack ? stackalloc byte[LargestOnStack] : new byte[1 + leaf.Length];
        prefixed[0] = LeafPrefix;
        leaf.CopyTo(prefixed[1..]);
        SHA256.HashData(prefixed[..(1 + leaf.Length)], hash);
        return new(hash);
    }

    /// <summary>The hash of an inner node: SHA-256(0x01 ‖ left ‖ right).</summary>
    public static MerkleHash OfChildren(MerkleHash left, MerkleHash right)
    {
        Span<byte> node = stackalloc byte[1 + (2 * Size)];
        node[0] = NodePrefix;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Size)..]);
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(node, hash);
        return new(hash);
    }

    /// <summary>Wraps a hash that was computed elsewhere.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static MerkleHash FromBytes(ReadOnlySpan<byte> hash) =>
        hash.Length == Size ? new(hash) : throw new ArgumentException($"A node has {Size} bytes.", nameof(hash));

    /// <summary>Reads base64 (RFC 4648 section 4, padded) in its one valid form.</summary>
    public static bool TryParse(string text, out MerkleHash hash)
    {
        var isHash = Protocol.Reading.Base64.TryParse(text, out var bytes) && bytes.Length == Size;
        hash = isHash ? new(bytes) : default;
        return isHash;
    }

    /// <summary>Writes the 32 bytes to the beginning of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(destination[..Size]);
        (words[0], words[1], words[2], words[3]) = (_first, _second, _third, _fourth);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    public override string ToString() => Convert.ToBase64String(ToBytes());
}
