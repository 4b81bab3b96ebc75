using System.Buffers;
using System.Globalization;
using System.Text;

namespace Exchange.Protocol.Reading;

/// <summary>What a text may hold. Lengths count code points; what is between the limits is kept as it was written.</summary>
internal static class TextRules
{
    public const string ForbiddenCharacter = "The text holds a control or direction-override character.";

    private const int LongestShownName = 64;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(IsForbidden)]);
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\t\u2028\u2029");

    /// <summary>What is wrong with a text of at most <paramref name="maximum"/> code points, or null.</summary>
    public static string? FaultOf(string text, int maximum, bool isLine)
    {
        if (!text.EnumerateRunes().Any(IsVisible) || (text.Length > maximum && text.EnumerateRunes().Count() > maximum))
            return $"The text must have 1 to {maximum} characters, and at least one that can be seen.";
        if (HasForbidden(text))
            return ForbiddenCharacter;
        return isLine && (text.AsSpan().ContainsAny(LineEnds) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            ? "The text must be one line, without blanks before or after it."
            : null;
    }

    public static bool HasForbidden(string text) => text.AsSpan().ContainsAny(Forbidden);

    // Directional overrides and isolates can make a text read otherwise than it is stored (Unicode Technical Report 36).
    public static bool IsForbidden(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\t')) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>The name of a member that is not known: it can be anything, and faults are shown on terminals and in logs.</summary>
    public static string Shown(string name) =>
        string.Concat(name.Take(LongestShownName).Select(character => IsForbidden(character) || char.IsControl(character) ? '\uFFFD' : character));

    // Fillers of Hangul and the empty braille pattern are letters and symbols to Unicode, and nothing to the eye.
    private static bool IsVisible(Rune rune) => rune.Value is not (0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
