using System.Text;
using System.Text.RegularExpressions;

namespace Exchange.Cli;

/// <summary>
/// A line as it is shown to a person. Names of files and words of others may be in it: what would end the line, move the cursor
/// or turn the direction of writing is shown as its number, so that nobody writes a line of ours. Joiners and marks, without
/// which Bangla and Persian names are misspelt, stay as they are.
/// </summary>
internal static partial class PlainLine
{
    public static string Of(string line)
    {
        if (!line.EnumerateRunes().Any(IsHidden))
            return line;
        var shown = new StringBuilder();
        foreach (var rune in line.EnumerateRunes())
            shown.Append(IsHidden(rune) ? string.Concat(rune.ToString().Select(unit => $"\\u{(int)unit:x4}")) : rune.ToString());
        return shown.ToString();
    }

    /// <summary>
    /// The lines of a JSON text, of the same value: what it has escaped without need (other scripts beyond the basic plane) is written out,
    /// what is hidden is escaped.
    /// </summary>
    public static IEnumerable<string> OfJson(string json) =>
        json.Split('\n')
            .Select(line => Of(Escape().Replace(line, match => match.Groups[1].Success ? Of(Regex.Unescape(match.Value)) : match.Value)));

    // Format characters that are a letter's own form: the joiners, and the signs that enclose the number after them.
    private static bool IsHidden(Rune rune) =>
        rune.Value != '\t'
        && Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
            UnicodeCategory.Format => rune.Value
                is not (
                    0x200C
                    or 0x200D
                    or (>= 0x0600 and <= 0x0605)
                    or 0x06DD
                    or 0x070F
                    or 0x0890
                    or 0x0891
                    or 0x08E2
                    or 0x110BD
                    or 0x110CD
                ),
            _ => false,
        };

    [GeneratedRegex(@"(\\u[0-9A-Fa-f]{4})+|\\.")]
    private static partial Regex Escape();
}
