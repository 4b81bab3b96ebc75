using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Exchange.Protocol.Api;

/// <summary>Base32 (RFC 4648, section 6) without padding, for secrets that people type: case, hyphens and spaces do not matter.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsPerCharacter = 5;
    private const int BitsPerByte = 8;

    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * BitsPerByte / BitsPerCharacter) + 1);
        var (bits, count) = (0, 0);
        foreach (var value in bytes)
        {
            (bits, count) = ((bits << BitsPerByte) | value, count + BitsPerByte);
            for (; count >= BitsPerCharacter; count -= BitsPerCharacter)
                text.Append(Alphabet[(bits >> (count - BitsPerCharacter)) & 31]);
            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Alphabet[(bits << (BitsPerCharacter - count)) & 31]).ToString();
    }

    /// <summary>False if there is another character in it. Bits that fill no byte are left out.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var (found, bits, count) = (new List<byte>(text.Length), 0, 0);
        bytes = null;
        foreach (var character in text.Where(character => character is not ('-' or ' ')))
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (value < 0)
                return false;
            (bits, count) = ((bits << BitsPerCharacter) | value, count + BitsPerCharacter);
            if (count < BitsPerByte)
                continue;
            count -= BitsPerByte;
            found.Add((byte)(bits >> count));
            bits &= (1 << count) - 1;
        }

        bytes = [.. found];
        return true;
    }
}
