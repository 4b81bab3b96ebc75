using System.Security.Cryptography;

namespace Exchange.Protocol.Parties;

/// <summary>What two officers read to each other to confirm a card or a grant: the SHA-256 of the file's bytes, in eight groups.</summary>
public static class Fingerprint
{
    public static string Of(ReadOnlySpan<byte> file) =>
        string.Join(' ', Convert.ToHexString(SHA256.HashData(file)).Chunk(8).Select(group => new string(group)));

    /// <summary>Compares what was read aloud; spaces, hyphens and case do not matter.</summary>
    public static bool Matches(ReadOnlySpan<byte> file, string spoken)
    {
        ArgumentNullException.ThrowIfNull(spoken);
        var digits = string.Concat(spoken.Where(character => character is not (' ' or '-')));
        return string.Equals(digits, Convert.ToHexString(SHA256.HashData(file)), StringComparison.OrdinalIgnoreCase);
    }
}
