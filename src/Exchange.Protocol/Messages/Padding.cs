namespace Exchange.Protocol.Messages;

/// <summary>The fewest spaces after the JSON that make the length a multiple of 4,096 bytes, so that length tells little.</summary>
internal static class Padding
{
    public const int Block = 4096;

    private const byte Space = 0x20;

    private static ReadOnlySpan<byte> OtherWhiteSpace => "\t\n\r"u8;

    public static byte[] Add(ReadOnlySpan<byte> json)
    {
        var padded = new byte[(json.Length + Block - 1) / Block * Block];
        json.CopyTo(padded);
        padded.AsSpan(json.Length).Fill(Space);
        return padded;
    }

    /// <summary>Takes the spaces off; false if there are more or fewer than there must be, or other white space among them.</summary>
    public static bool TryRemove(ReadOnlyMemory<byte> padded, out ReadOnlyMemory<byte> json)
    {
        var length = padded.Span.LastIndexOfAnyExcept(Space) + 1;
        json = padded[..length];
        return length > 0 && padded.Length % Block == 0 && padded.Length - length < Block && !OtherWhiteSpace.Contains(padded.Span[length - 1]);
    }
}
