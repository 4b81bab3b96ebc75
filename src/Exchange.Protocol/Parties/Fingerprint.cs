using System.Globalization;
using System.Security.Cryptography;

namespace Exchange.Protocol.Parties;

/// <summary>What two officers compare to confirm a card or a grant: the SHA-256 of the file's bytes, in eight groups.</summary>
public static class Fingerprint
{
    private const int Digits = 2 * SHA256.HashSizeInBytes;

    public static string Of(ReadOnlySpan<byte> file) =>
        string.Join(' ', Convert.ToHexString(SHA256.HashData(file)).Chunk(8).Select(group => new string(group)));

    /// <summary>False if the text cannot be a fingerprint because it does not have 64 hex digits, so it was mistyped.</summary>
    public static bool IsOne(string spoken) => DigitsOf(spoken) is { Length: Digits } digits && digits.All(char.IsAsciiHexDigit);

    /// <summary>
    /// Compares a fingerprint that was read aloud or pasted; white space of any kind, colons, dashes and case do not matter.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> file, string spoken) =>
        string.Equals(DigitsOf(spoken), Convert.ToHexString(SHA256.HashData(file)), StringComparison.OrdinalIgnoreCase);

    private static string DigitsOf(string spoken) => string.Concat(spoken.Where(character => !Separates(character)));

    // Word processors and messengers insert no-break spaces, zero-width characters and long dashes.
    private static bool Separates(char character) =>
        char.IsWhiteSpace(character)
        || character is ':' or '\u2212'
        || char.GetUnicodeCategory(character) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;
}
