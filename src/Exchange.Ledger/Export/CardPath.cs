using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Export;

/// <summary>Where a party card lies in an export: <c>cards/MYS.1.party.json</c>.</summary>
/// <param name="Party">Whose card.</param>
/// <param name="Serial">Its serial.</param>
public sealed record CardPath(PartyName Party, int Serial)
{
    private const string Folder = "cards/";
    private const string Ending = ".party.json";

    public static bool TryParse(string text, [NotNullWhen(true)] out CardPath? path)
    {
        ArgumentNullException.ThrowIfNull(text);
        path = text.StartsWith(Folder, StringComparison.Ordinal) && text.EndsWith(Ending, StringComparison.Ordinal)
            && text[Folder.Length..].Split('.') is [var party, var serial, "party", "json"]
            && PartyName.TryParse(party, out var name)
            && int.TryParse(serial, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(name, number)
            : null;
        if (path?.ToString() != text)
            path = null;
        return path is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Folder}{Party}.{Serial}{Ending}");
}
