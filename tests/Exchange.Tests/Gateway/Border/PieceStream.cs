using Exchange.Gateway.Border;

namespace Exchange.Tests.Gateway.Border;

/// <summary>A wire on which one piece comes after the other, and then the end.</summary>
internal sealed class PieceStream(IEnumerable<byte[]> pieces) : MemoryStream
{
    private readonly Queue<byte[]> _pieces = new(pieces.Where(piece => piece.Length > 0));
    private int _at;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_pieces.TryPeek(out var piece))
            return new(0);
        var count = Math.Min(buffer.Length, piece.Length - _at);
        piece.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        if (_at == piece.Length)
            (_, _at) = (_pieces.Dequeue(), 0);
        return new(count);
    }
}

internal static class GuardReading
{
    /// <summary>So many bytes, however they come.</summary>
    public static async Task<byte[]> ReadExactlyAsync(this FrameGuard guard, int count)
    {
        var (bytes, read) = (new byte[count], 0);
        while (read < count)
            read += await guard.ReadAsync(bytes.AsMemory(read), CancellationToken.None);
        return bytes;
    }
}
