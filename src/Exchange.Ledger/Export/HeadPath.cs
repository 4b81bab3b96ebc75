using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Export;

/// <summary>
/// Where a head of a counterpart's log lies in an export: <c>heads/MYS/LOG/42</c>. Between party and size stands the SHA-256 of
/// the log's origin in hex, for a party that has begun a new log has two heads of one size, and chooses the names of both.
/// </summary>
/// <param name="Party">Whose log.</param>
/// <param name="Log">Stands for its origin.</param>
/// <param name="Size">Entries.</param>
public sealed record HeadPath(PartyName Party, string Log, long Size)
{
    private const string Folder = "heads";

    public static HeadPath Of(PartyName party, string origin, long size) => new(party, LogOf(origin), size);

    /// <summary>What stands for an origin.</summary>
    public static string LogOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    public static bool TryParse(string text, [NotNullWhen(true)] out HeadPath? path)
    {
        ArgumentNullException.ThrowIfNull(text);
        path = text.Split('/') is [Folder, var party, { Length: 2 * SHA256.HashSizeInBytes } log, var size]
            && PartyName.TryParse(party, out var name)
            && log.All(char.IsAsciiHexDigitLower)
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var entries)
            ? new(name, log, entries)
            : null;
        if (path?.ToString() != text)
            path = null;
        return path is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{Party}/{Log}/{Size}");
}
