using System.Text.RegularExpressions;

namespace Exchange.Gateway.People;

/// <summary>What people and keys may do, as their rows have it: codes with spaces between.</summary>
internal static partial class CallerText
{
    /// <summary>Letters of a name that someone signs in with.</summary>
    public const string NameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.-";

    public static string Write<T>(IEnumerable<T>? codes)
        where T : struct, Enum => string.Join(' ', (codes ?? []).Order().Distinct().Select(CodeNames<T>.Write));

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static IReadOnlyList<T> Read<T>(string text)
        where T : struct, Enum =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(code =>
                    CodeNames<T>.TryParse(code, out var value)
                        ? value
                        : throw new InvalidDataException($"There is no {typeof(T).Name} '{code}'.")
                ),
        ];

    /// <summary>Units as a row has them: names have no spaces.</summary>
    public static string WriteUnits(IEnumerable<string>? units) => string.Join(' ', (units ?? []).Order(StringComparer.Ordinal).Distinct());

    public static IReadOnlyList<string> ReadUnits(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What is wrong with what a person or a key is to be; null if nothing is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="roles">What it is to do.</param>
    /// <param name="units">To which units it is to belong.</param>
    /// <param name="ofParty">The units that our party has; if it has none, a unit is only a word about somebody.</param>
    public static string? FaultOf(string name, IReadOnlyList<Role> roles, IReadOnlyList<string>? units, IReadOnlyList<string> ofParty) =>
        !IsName(name) ? "'name' must be 2 to 32 characters of a-z, 0-9, '.' and '-', beginning with a letter."
        : roles.Count == 0 ? $"'roles' must have at least one of: {CodeNames<Role>.All}."
        // Whoever reads JSON sees to its members, and not to the elements of a list.
        : (units ?? []).Any(unit => unit is null || !UnitName.IsValid(unit)) ? $"A unit must be {UnitName.FormText}."
        : ofParty.Count > 0 && (units ?? []).Except(ofParty).Any() ? $"'units' must be of: {string.Join(", ", ofParty)}."
        : null;

    /// <summary>True for what can be a name of a person or a key.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"^[a-z][a-z0-9.-]{1,31}\z")]
    private static partial Regex Name();
}
