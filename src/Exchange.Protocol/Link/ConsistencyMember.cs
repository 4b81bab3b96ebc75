using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Link;

/// <summary>RFC 6962 consistency proof from an earlier size of the same log.</summary>
/// <param name="From">That size in entries; 0, with an empty proof, for the first checkpoint only.</param>
/// <param name="Proof">Hashes of 32 bytes in base64.</param>
public sealed record ConsistencyMember(long From, IReadOnlyList<string> Proof)
{
    // A log of 2^63 entries needs 63 hashes for inclusion and at most 64 for consistency.
    private const int MaximumHashes = 64;

    internal static ConsistencyMember Read(ObjectReader reader) => new(reader.Integer("from", 0, long.MaxValue), ReadHashes(reader, "proof"));

    internal static IReadOnlyList<string> ReadHashes(ObjectReader reader, string member) =>
        reader.Texts(member, 0, MaximumHashes, "a hash of 32 bytes in base64", (string text, out string hash) =>
            Base64.TryParse(hash = text, out var bytes) && bytes.Length == Digest.Size);
}
