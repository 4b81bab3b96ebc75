using System.Text.RegularExpressions;

namespace Exchange.Desk;

/// <summary>Codes and names of members as words.</summary>
internal static partial class Wording
{
    /// <summary><c>birthDate</c> and <c>birth-date</c> as <c>Birth date</c>.</summary>
    public static string Of(string code)
    {
        var words = Boundary().Replace(code, " ").Replace('-', ' ').ToLowerInvariant();
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <inheritdoc cref="Of(string)"/>
    public static string Of<TCode>(TCode code) where TCode : struct, Enum => Of(CodeNames<TCode>.Write(code));

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Boundary();
}
