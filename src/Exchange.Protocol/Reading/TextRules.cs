using System.Buffers;
using System.Globalization;
using System.Text;

namespace Exchange.Protocol.Reading;

/// <summary>Which texts are valid. Lengths count code points; a valid text is kept as it was written.</summary>
internal static class TextRules
{
    public const string ForbiddenCharacter = "The text has a control character or a direction override.";
    private const int LongestShownName = 64;

    // The same characters as below in regular expressions, as far as these can name them.
    private const string ForbiddenClass = @"\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069";
    private const string LineEndClass = @"\u0009\u000A\u2028\u2029";
    private const string WhiteSpaceClass = @"\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000";
    private const string InvisibleClass = @"\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u2060-\u2064\u2800\u3164\uFEFF\uFFA0";

    /// <summary>The rules of a text as a pattern of ECMA-262, except that a text of combining marks alone fits it.</summary>
    public const string TextPattern =
        $"^[^{ForbiddenClass}]*[^{ForbiddenClass}{WhiteSpaceClass}{InvisibleClass}][^{ForbiddenClass}]*{Form.End}";

    /// <summary>The same for a text on one line.</summary>
    public const string LinePattern =
        $"^(?![{WhiteSpaceClass}])(?=[^{ForbiddenClass}{LineEndClass}]*[^{ForbiddenClass}{WhiteSpaceClass}{InvisibleClass}])"
        + $"[^{ForbiddenClass}{LineEndClass}]*[^{ForbiddenClass}{WhiteSpaceClass}]{Form.End}";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create([
        .. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(IsForbidden),
    ]);
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\t\u2028\u2029");

    /// <summary>What is wrong with a text of at most <paramref name="maximum"/> code points, or null.</summary>
    public static string? FaultOf(string text, int maximum, bool isLine)
    {
        if (!text.EnumerateRunes().Any(IsVisible) || (text.Length > maximum && text.EnumerateRunes().Count() > maximum))
            return $"The text must have 1 to {maximum} characters, at least one of them visible.";
        if (HasForbidden(text))
            return ForbiddenCharacter;
        return isLine && (text.AsSpan().ContainsAny(LineEnds) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            ? "The text must be one line, without leading or trailing white space."
            : null;
    }

    public static bool HasForbidden(string text) => text.AsSpan().ContainsAny(Forbidden);

    // Direction overrides and isolates can make a text look different from what is stored (Unicode Technical Report 36).
    public static bool IsForbidden(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\t'))
        || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>The name of an unknown member, made safe for terminals and service logs: it can be any text.</summary>
    public static string Shown(string name) =>
        string.Concat(
            name.Take(LongestShownName).Select(character => IsForbidden(character) || char.IsControl(character) ? '\uFFFD' : character)
        );

    // Unicode counts Hangul fillers and the empty braille pattern as letters and symbols, but they are invisible.
    private static bool IsVisible(Rune rune) =>
        rune.Value is not (0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0)
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
            );
}

/// <summary>Reads the one valid text form of a value; false for any other text.</summary>
public delegate bool TextParser<T>(string text, out T value);

/// <summary>Padded base64 (RFC 4648 section 4): no line breaks, no other alphabet, and unused bits are zero.</summary>
public static class Base64
{
    public static bool TryParse(string text, out byte[] bytes)
    {
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
