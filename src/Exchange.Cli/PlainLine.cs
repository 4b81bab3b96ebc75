using System.Globalization;

namespace Exchange.Cli;

/// <summary>
/// A line as it is shown to a person. Names of files and words of others may be in it: what would end the line, move the cursor
/// or turn the direction of writing is shown as its number, so that nobody writes a line of ours.
/// </summary>
internal static class PlainLine
{
    public static string Of(string line) => line.Any(IsHidden)
        ? string.Concat(line.Select(character => IsHidden(character) ? $"\\u{(int)character:x4}" : character.ToString()))
        : line;

    private static bool IsHidden(char character) => character != '\t' && char.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
