namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Check digits of IMO and ICAO.</summary>
internal static class CheckDigits
{
    /// <summary>IMO ship number, of seven digits: the last is that of the sum of the first six, weighted 7 down to 2 (IMO A.1117(30)).</summary>
    public static bool IsImo(string text) =>
        text[..6].Select((digit, index) => (digit - '0') * (7 - index)).Sum() % 10 == text[6] - '0';

    /// <summary>ICAO 9303, part 3, section 4.9: weights 7, 3, 1; digits as they are, A to Z as 10 to 35, filler as 0.</summary>
    public static bool IsIcao(ReadOnlySpan<char> field, char check)
    {
        ReadOnlySpan<int> weights = [7, 3, 1];
        var sum = 0;
        for (var index = 0; index < field.Length; index++)
            sum += ValueOf(field[index]) * weights[index % 3];
        return sum % 10 == ValueOf(check);
    }

    private static int ValueOf(char character) => character switch
    {
        '<' => 0,
        _ when char.IsAsciiDigit(character) => character - '0',
        _ => character - 'A' + 10,
    };
}
