namespace Exchange.Sealing.Primitives;

/// <summary>Key material of one layer, wiped on disposal. Never prints.</summary>
internal readonly ref struct Secret(byte[] bytes)
{
    public ReadOnlySpan<byte> Bytes => bytes;

    public static Secret Random(int length) => new(RandomNumberGenerator.GetBytes(length));

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);
}
