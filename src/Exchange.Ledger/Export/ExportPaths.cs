using System.Security.Cryptography;

namespace Exchange.Ledger.Export;

/// <summary>Path of a party card in an export: <c>cards/MYS.1.party.json</c>.</summary>
public sealed record CardPath(PartyName Party, int Serial)
{
    private const string Folder = "cards/";
    private const string Ending = ".party.json";

    public static bool TryParse(string text, [NotNullWhen(true)] out CardPath? path)
    {
        path =
            text.StartsWith(Folder, StringComparison.Ordinal)
            && text.EndsWith(Ending, StringComparison.Ordinal)
            && text[Folder.Length..].Split('.') is [var party, var serial, "party", "json"]
            && PartyName.TryParse(party, out var name)
            && int.TryParse(serial, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new(name, number)
                : null;
        return (path = path?.ToString() == text ? path : null) is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Folder}{Party}.{Serial}{Ending}");
}

/// <summary>
/// Path of a checkpoint of a counterpart's ledger in an export: <c>heads/MYS/LOG/42</c>. LOG is the SHA-256 of the ledger's origin
/// in hex: a party that renewed its ledger can have two checkpoints of one size, and it chooses both origins.
/// </summary>
public sealed record HeadPath(PartyName Party, string Log, long Size)
{
    private const string Folder = "heads";

    public static HeadPath Of(PartyName party, string origin, long size) => new(party, LogOf(origin), size);

    /// <summary>SHA-256 of an origin, in hex.</summary>
    public static string LogOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    public static bool TryParse(string text, [NotNullWhen(true)] out HeadPath? path)
    {
        path =
            text.Split('/') is [Folder, var party, { Length: 2 * SHA256.HashSizeInBytes } log, var size]
            && PartyName.TryParse(party, out var name)
            && log.All(char.IsAsciiHexDigitLower)
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var entries)
                ? new(name, log, entries)
                : null;
        return (path = path?.ToString() == text ? path : null) is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{Party}/{Log}/{Size}");
}

/// <summary>Files that desktops create when a folder is viewed or packed. They are reported as foreign, and never read.</summary>
public static class OsLitter
{
    /// <param name="path">Path of a file, with / as separator.</param>
    public static bool Is(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name is ".DS_Store" or "Thumbs.db" or "desktop.ini"
            || name.StartsWith("._", StringComparison.Ordinal)
            || path.StartsWith("__MACOSX/", StringComparison.Ordinal);
    }
}
