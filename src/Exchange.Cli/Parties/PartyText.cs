namespace Exchange.Cli.Parties;

/// <summary>Parties as people read them; in documents there are names of parties alone.</summary>
internal static class PartyText
{
    /// <summary>A party with the name of its country: <c>MYS (Malaysia)</c>, <c>BGD-CID (Bangladesh)</c>.</summary>
    public static string Of(string party) => CountryNames.Find(party.Split('-')[0]) is { } country ? $"{party} ({country})" : party;

    /// <inheritdoc cref="Of(string)"/>
    public static string Of(PartyName party) => Of(party.Value);
}
