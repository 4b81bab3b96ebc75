using System.Text.RegularExpressions;

namespace Exchange.Gateway.People;

/// <summary>What people and keys may do, as their rows have it: codes with spaces between.</summary>
internal static partial class CallerText
{
    /// <summary>Letters of a name that someone signs in with.</summary>
    public const string NameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-";

    public static string Write<T>(IEnumerable<T>? codes) where T : struct, Enum => string.Join(' ', (codes ?? []).Order().Distinct().Select(CodeNames<T>.Write));

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static IReadOnlyList<T> Read<T>(string text) where T : struct, Enum => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(code => CodeNames<T>.TryParse(code, out var value) ? value : throw new InvalidDataException($"There is no {typeof(T).Name} '{code}'."))];

    /// <summary>What is wrong with what a person or a key is to be; null if nothing is.</summary>
    public static string? FaultOf(string name, IReadOnlyList<Role> roles, string? unit) =>
        !Name().IsMatch(name) ? "'name' must be 2 to 32 characters of a-z, 0-9, '.' and '-', beginning with a letter."
        : roles.Count == 0 ? $"'roles' must have at least one of: {CodeNames<Role>.All}."
        : unit is not null && !Unit().IsMatch(unit) ? "'unit' must be 1 to 32 letters, digits, '.' and '-'."
        : null;

    [GeneratedRegex(@"^[a-z][a-z0-9.-]{1,31}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]{0,31}\z")]
    private static partial Regex Unit();
}
