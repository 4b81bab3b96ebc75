using System.Globalization;
using System.Text.RegularExpressions;

namespace Exchange.Protocol.Vocabulary;

/// <summary>
/// Finds in a text what identifies a person: e-mail addresses, telephone numbers, numbers of documents and accounts. Names cannot
/// be found so. Years, dates, amounts with commas and short numbers are none.
/// </summary>
internal static partial class Identifiers
{
    // The shortest telephone numbers with an area code, and most document numbers, have 7 digits.
    private const int FewestDigits = 7;
    private const int FewestDigitsBesideLetters = 5;

    /// <summary>What the text has, in words; null if nothing was found.</summary>
    public static string? FirstIn(string text)
    {
        if (Emails().IsMatch(text))
            return "an e-mail address";
        var plain = Dates().Replace(text, " ");
        if (Numbers().Matches(plain).Any(number => Digits(number.Value) >= FewestDigits))
            return "a telephone, document or account number (write amounts with commas, as 1,500,000)";
        return plain.Contains("<<", StringComparison.Ordinal) || Tokens().Matches(plain).Any(IsDocumentNumber)
            ? "a document or account number"
            : null;
    }

    private static bool IsDocumentNumber(Match token) => Digits(token.Value) >= FewestDigitsBesideLetters && token.Value.Any(char.IsLetter);

    private static int Digits(string text) =>
        text.Count(character => char.GetUnicodeCategory(character) == UnicodeCategory.DecimalDigitNumber);

    [GeneratedRegex(@"(?<![^\s@<>])[^\s@<>]+@[^\s@<>]+\.\p{L}{2,}")]
    private static partial Regex Emails();

    // Days in the order of ISO 8601 or of most countries, months, years and ranges of years.
    [GeneratedRegex(
        """
            (?<!\d)(
              (19|20)\d\d ([-/.](0?[1-9]|1[0-2]))? ([-/.](0?[1-9]|[12]\d|3[01]))?
            | (0?[1-9]|[12]\d|3[01])[-/.](0?[1-9]|1[0-2])[-/.](19|20)\d\d
            | (19|20)\d\d\s?[-\u2013/]\s?(19|20)\d\d
            )(?!\d)
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Dates();

    // Digits with what people put between those of one number.
    [GeneratedRegex(@"\d(?:[ \u00A0./()\u2010-\u2014-]{0,2}\d)*")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"[\p{L}\d]+(?:[-/][\p{L}\d]+)*")]
    private static partial Regex Tokens();
}
