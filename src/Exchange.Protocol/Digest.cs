using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Exchange.Protocol;

/// <summary>A SHA-256 digest (32 bytes), written <c>sha256:</c> and 64 lower-case hex digits.</summary>
public readonly record struct Digest
{
    /// <summary>Length of the digest in bytes.</summary>
    public const int Size = 32;

    private const string Prefix = "sha256:";

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private readonly string? _hex;

    private Digest(string hex) => _hex = hex;

    private string Hex => _hex ?? throw new InvalidOperationException("The digest has no value.");

    public static Digest Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Wraps a hash that was computed elsewhere.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Digest FromBytes(ReadOnlySpan<byte> hash) =>
        hash.Length == Size
            ? new(Convert.ToHexStringLower(hash))
            : throw new ArgumentException($"A SHA-256 digest has {Size} bytes.", nameof(hash));

    /// <summary>Reads the one valid text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is null || text.Length != Prefix.Length + (2 * Size) || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var hex = text[Prefix.Length..];
        if (hex.AsSpan().ContainsAnyExcept(LowerHex))
            return false;
        digest = new(hex);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">Not the one valid text form.</exception>
    public static Digest Parse(string text) => TryParse(text, out var digest) ? digest : throw new FormatException("Not a sha256: digest.");

    public byte[] ToBytes() => Convert.FromHexString(Hex);

    public override string ToString() => Prefix + Hex;
}
