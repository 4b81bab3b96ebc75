using System.Text;
using System.Text.RegularExpressions;

namespace Exchange.Gateway.Home;

/// <summary>The list of all UN/LOCODEs: the CSV of UNECE, its parts one after another, or a code a line.</summary>
internal static partial class LocodeList
{
    /// <summary>The codes, such as <c>BDCGP</c>. Lines without one, as of countries and remarks, are left out.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    // The names in it, which are not read, may be in another encoding than UTF-8.
    public static IReadOnlySet<string> Read(string path) =>
        File.ReadLines(path, Encoding.Latin1)
            .Select(line => Line().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["country"].Value + match.Groups["place"].Value)
            .ToHashSet(StringComparer.Ordinal);

    // In the CSV after a column for changes: "BD","CGP", with quotes or without.
    [GeneratedRegex("""\A(?:[^,]*,"?(?<country>[A-Z]{2})"?,"?(?<place>[A-Z2-9]{3})"?,|(?<country>[A-Z]{2})(?<place>[A-Z2-9]{3})\s*\z)""")]
    private static partial Regex Line();
}
