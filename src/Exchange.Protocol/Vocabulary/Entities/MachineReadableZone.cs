using System.Globalization;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Machine-readable zones of ICAO 9303: TD3 (passport, 2 × 44), TD2 and MRV-B (2 × 36), TD1 (card, 3 × 30).</summary>
internal static class MachineReadableZone
{
    /// <summary>What is wrong with the lines, or null.</summary>
    public static string? Fault(IReadOnlyList<string> lines)
    {
        if (
            lines.Any(line =>
                !line.All(character => character == '<' || char.IsAsciiDigit(character) || char.IsAsciiLetterUpper(character))
            )
        )
        {
            return "A machine-readable zone must have only capital letters, digits and <.";
        }

        return lines.Select(line => line.Length).ToArray() switch
        {
            [44, 44] => Td3(lines[0], lines[1]),
            [36, 36] => Td2(lines[0], lines[1]),
            [30, 30, 30] => Td1(lines[0], lines[1]),
            _ => "A machine-readable zone must have 2 lines of 44 or 36 characters, or 3 of 30.",
        };
    }

    /// <summary>The members of a document that a valid zone contradicts.</summary>
    public static IEnumerable<string> Differences(IReadOnlyList<string> lines, TravelDocument document)
    {
        var (first, second) = (lines[0], lines[1]);
        if (document.DocumentType is { Length: > 0 } type && first[0] != type[0])
            yield return "type";
        // Germany's code is D only in a zone.
        if (first[2..5].TrimEnd('<') is var state && (state == "D" ? "DEU" : state) != document.IssuingState)
            yield return "issuing state";
        if (
            Plain(
                lines.Count == 3 ? Whole(first[5..14], first[14], first[15..]).Number : Whole(second[..9], second[9], second[28..35]).Number
            ) != Plain(document.Number)
        )
        {
            yield return "number";
        }

        if (
            document.ExpiresOn is { } day
            && day.ToString("yyMMdd", CultureInfo.InvariantCulture) != (lines.Count == 3 ? second[8..14] : second[21..27])
        )
        {
            yield return "date of expiry";
        }
    }

    // A zone leaves out the separators that a document number may have.
    private static string Plain(string number) => string.Concat(number.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));

    private static string? Td3(string first, string second)
    {
        if (!Number(second[..9], second[9], "") || !Dates(second.AsSpan(13, 15)))
            return Wrong;
        // A visa (MRV-A) has no composite digit.
        if (first[0] == 'V')
            return null;
        // Without optional data the check digit is 0 or <, which both count 0.
        return
            IsChecked(second.AsSpan(28, 14), second[42])
            && IsChecked(string.Concat(second.AsSpan(0, 10), second.AsSpan(13, 7), second.AsSpan(21, 22)), second[43])
            ? null
            : Wrong;
    }

    private static string? Td2(string first, string second)
    {
        var isVisa = first[0] == 'V';
        if (!Number(second[..9], second[9], isVisa ? "" : second[28..35]) || !Dates(second.AsSpan(13, 15)))
            return Wrong;
        return isVisa || IsChecked(string.Concat(second.AsSpan(0, 10), second.AsSpan(13, 7), second.AsSpan(21, 14)), second[35])
            ? null
            : Wrong;
    }

    private static string? Td1(string first, string second) =>
        Number(first[5..14], first[14], first[15..])
        && Dates(second.AsSpan(0, 15))
        && IsChecked(string.Concat(first.AsSpan(5, 25), second.AsSpan(0, 7), second.AsSpan(8, 7), second.AsSpan(18, 11)), second[29])
            ? null
            : Wrong;

    private static string Wrong => "A check digit of the machine-readable zone is wrong.";

    private static bool Number(string number, char check, string optional) =>
        Whole(number, check, optional) is var whole
        && (whole.Check != '<' || number.All(character => character == '<'))
        && IsChecked(whole.Number, whole.Check);

    // A number longer than nine characters has < for its check digit and continues in the optional data, up to the first <. Its last
    // character is the check digit.
    private static (string Number, char Check) Whole(string number, char check, string optional) =>
        check == '<' && optional.Split('<')[0] is { Length: > 1 } rest ? (number + rest[..^1], rest[^1]) : (number, check);

    // ICAO 9303, part 3, section 4.9: weights 7, 3, 1; digits as they are, A to Z as 10 to 35, filler as 0.
    private static bool IsChecked(ReadOnlySpan<char> field, char check)
    {
        ReadOnlySpan<int> weights = [7, 3, 1];
        var sum = 0;
        for (var index = 0; index < field.Length; index++)
            sum += ValueOf(field[index]) * weights[index % 3];
        return sum % 10 == ValueOf(check);
    }

    private static int ValueOf(char character) =>
        character switch
        {
            '<' => 0,
            _ when char.IsAsciiDigit(character) => character - '0',
            _ => character - 'A' + 10,
        };

    // Birth (6), check, sex, expiry (6), check.
    private static bool Dates(ReadOnlySpan<char> dates) => IsChecked(dates[..6], dates[6]) && IsChecked(dates[8..14], dates[14]);
}
