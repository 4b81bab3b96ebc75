namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Machine-readable zones of ICAO 9303: TD3 (passport, 2 × 44), TD2 and MRV-B (2 × 36), TD1 (card, 3 × 30).</summary>
internal static class MachineReadableZone
{
    /// <summary>What is wrong with the lines, or null.</summary>
    public static string? Fault(IReadOnlyList<string> lines)
    {
        if (lines.Any(line => !line.All(character => character == '<' || char.IsAsciiDigit(character) || char.IsAsciiLetterUpper(character))))
            return "A machine-readable zone has capital letters, digits and < only.";
        return lines.Select(line => line.Length).ToArray() switch
        {
            [44, 44] => Td3(lines[0], lines[1]),
            [36, 36] => Td2(lines[0], lines[1]),
            [30, 30, 30] => Td1(lines[0], lines[1]),
            _ => "A machine-readable zone has 2 lines of 44 or 36 characters, or 3 of 30.",
        };
    }

    private static string? Td3(string first, string second)
    {
        if (!Number(second.AsSpan(0, 9), second[9]) || !Dates(second.AsSpan(13, 15)))
            return Wrong;
        // A visa (MRV-A) has no composite digit.
        if (first[0] == 'V')
            return null;
        var optional = second.AsSpan(28, 14);
        return (optional.Trim('<').IsEmpty || CheckDigits.IsIcao(optional, second[42]))
            && CheckDigits.IsIcao(string.Concat(second.AsSpan(0, 10), second.AsSpan(13, 7), second.AsSpan(21, 22)), second[43]) ? null : Wrong;
    }

    private static string? Td2(string first, string second)
    {
        if (!Number(second.AsSpan(0, 9), second[9]) || !Dates(second.AsSpan(13, 15)))
            return Wrong;
        return first[0] == 'V' || CheckDigits.IsIcao(string.Concat(second.AsSpan(0, 10), second.AsSpan(13, 7), second.AsSpan(21, 14)), second[35]) ? null : Wrong;
    }

    private static string? Td1(string first, string second) =>
        Number(first.AsSpan(5, 9), first[14]) && Dates(second.AsSpan(0, 15))
        && CheckDigits.IsIcao(string.Concat(first.AsSpan(5, 25), second.AsSpan(0, 7), second.AsSpan(8, 7), second.AsSpan(18, 11)), second[29]) ? null : Wrong;

    private static string Wrong => "A check digit of the machine-readable zone is wrong.";

    // A number longer than nine characters goes on in the optional data, and its check digit with it; the composite digit covers it.
    private static bool Number(ReadOnlySpan<char> number, char check) => check == '<' || CheckDigits.IsIcao(number, check);

    // Birth (6), check, sex, expiry (6), check.
    private static bool Dates(ReadOnlySpan<char> dates) => CheckDigits.IsIcao(dates[..6], dates[6]) && CheckDigits.IsIcao(dates[8..14], dates[14]);
}
