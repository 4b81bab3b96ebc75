using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk;

/// <summary>Settings of the gateway by names in the reader's language: each part of <c>Border:FirstResend</c> in words.</summary>
internal static class SettingNames
{
    // What would not be words, or says too little.
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["Url"] = "Address",
        ["Log"] = "Service log",
        ["MinimumFreeMiB"] = "Least free space (MiB)",
        ["OpenIdConnect"] = "OpenID Connect",
        ["PostgreSql"] = "PostgreSQL",
        ["TlsName"] = "Name in its certificate",
        ["DeskUrl"] = "Address of the desk",
        ["LocodeFile"] = "File of UN/LOCODEs",
    };

    private static readonly (string One, string Many)[] Units =
    [
        ("{0} day", "{0} days"),
        ("{0} hour", "{0} hours"),
        ("{0} minute", "{0} minutes"),
        ("{0} second", "{0} seconds"),
        ("{0} millisecond", "{0} milliseconds"),
    ];

    /// <summary>What durations are said with, in English.</summary>
    public static IEnumerable<string> Durations => Units.SelectMany(unit => new[] { unit.One, unit.Many });

    /// <summary>All of it, with counterparts by their countries.</summary>
    public static string Of(string setting, IStringLocalizer words) =>
        string.Join(
            " › ",
            setting.Split(':').Select(part => Countries.Party(part) is var party && party != part ? party : words[OfPart(part)].Value)
        );

    /// <summary>
    /// What a setting is, in words: a duration, a number of bytes, days, yes or no, codes; null for any other text, which says what it is
    /// itself.
    /// </summary>
    public static string? ValueOf(SettingView setting, IStringLocalizer words)
    {
        var name = setting.Name.Split(':')[^1];
        return setting.Value switch
        {
            "" => null,
            "true" or "false" => words[setting.Value == "true" ? "Yes" : "No"].Value,
            var text when TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && text.Contains(':', StringComparison.Ordinal) =>
                DurationOf(time, words),
            var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => name switch
            {
                _ when name.Contains("Bytes", StringComparison.Ordinal) => BytesOf(number),
                _ when name.EndsWith("MiB", StringComparison.Ordinal) => BytesOf(number * 1024 * 1024),
                _ when name.EndsWith("Days", StringComparison.Ordinal) => DurationOf(TimeSpan.FromDays(number), words),
                _ => null,
            },
            var text when name.EndsWith("Classification", StringComparison.Ordinal) => words[Wording.Of(text)].Value,
            // A host may begin so too, as an address does: [::1].
            ['[', '"' or ']', ..] list => string.Join(
                ", ",
                JsonSerializer
                    .Deserialize<string[]>(list)!
                    .Select(item => CaseKinds.Find(item) is null ? item : words[Wording.Of(item)].Value)
                    .DefaultIfEmpty(words["none"].Value)
            ),
            _ => null,
        };
    }

    // In the largest units that say it exactly.
    private static string DurationOf(TimeSpan time, IStringLocalizer words)
    {
        int[] counts = [time.Days, time.Hours, time.Minutes, time.Seconds, time.Milliseconds];
        var said = counts.Zip(Units).Where(part => part.First > 0).Select(part => words[part.First == 1 ? part.Second.One : part.Second.Many, part.First]);
        return string.Join(' ', said.Select(part => part.Value).DefaultIfEmpty(words["{0} seconds", 0].Value));
    }

    // What is no whole number of KiB stays as it is.
    private static string BytesOf(long bytes) =>
        bytes switch
        {
            > 0 when bytes % (1L << 30) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB"),
            > 0 when bytes % (1L << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB"),
            > 0 when bytes % (1L << 10) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        };

    /// <summary>In English.</summary>
    public static string OfPart(string part) => Named.GetValueOrDefault(part) ?? Wording.Of(part);
}
