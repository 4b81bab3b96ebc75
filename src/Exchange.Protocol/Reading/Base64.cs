namespace Exchange.Protocol.Reading;

/// <summary>Padded base64 (RFC 4648 section 4): no line breaks, no other alphabet, and unused bits are zero.</summary>
public static class Base64
{
    public static bool TryParse(string text, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var buffer = new byte[text.Length / 4 * 3];
        if (text.Length % 4 == 0 && Convert.TryFromBase64String(text, buffer, out var written))
        {
            bytes = buffer[..written];
            return Convert.ToBase64String(bytes) == text;
        }

        bytes = [];
        return false;
    }
}
