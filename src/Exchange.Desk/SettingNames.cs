using Microsoft.Extensions.Localization;

namespace Exchange.Desk;

/// <summary>Settings of the gateway by names in the reader's language: each part of <c>Border:FirstResend</c> in words.</summary>
internal static class SettingNames
{
    // What would not be words, or says too little.
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["Api"] = "API",
        ["Url"] = "Address",
        ["Log"] = "Service log",
        ["MinimumFreeMiB"] = "Least free space (MiB)",
        ["OpenIdConnect"] = "OpenID Connect",
        ["PostgreSql"] = "PostgreSQL",
        ["TlsName"] = "Name in its certificate",
        ["DeskUrl"] = "Address of the desk",
        ["LocodeFile"] = "File of UN/LOCODEs",
    };

    /// <summary>All of it, with counterparts by their countries.</summary>
    public static string Of(string setting, IStringLocalizer words) =>
        string.Join(
            " › ",
            setting.Split(':').Select(part => Countries.Party(part) is var party && party != part ? party : words[OfPart(part)].Value)
        );

    /// <summary>In English.</summary>
    public static string OfPart(string part) => Named.GetValueOrDefault(part) ?? Wording.Of(part);
}
