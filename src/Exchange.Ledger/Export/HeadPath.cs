using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Export;

/// <summary>
/// Where a head of a counterpart's log lies in an export: <c>heads/MYS/1f3a5b7c/42</c>. Between party and size stand the first
/// eight hex digits of SHA-256 over the log's origin, for a party that has begun a new log has two heads of one size.
/// </summary>
/// <param name="Party">Whose log.</param>
/// <param name="Log">Short for its origin.</param>
/// <param name="Size">Entries.</param>
public sealed record HeadPath(PartyName Party, string Log, long Size)
{
    private const string Folder = "heads";

    public static HeadPath Of(PartyName party, string origin, long size) => new(party, ShortOf(origin), size);

    /// <summary>What stands for an origin.</summary>
    public static string ShortOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)).AsSpan(0, 4));

    public static bool TryParse(string text, [NotNullWhen(true)] out HeadPath? path)
    {
        ArgumentNullException.ThrowIfNull(text);
        path = text.Split('/') is [Folder, var party, { Length: 8 } log, var size]
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
