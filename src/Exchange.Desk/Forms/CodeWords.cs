using System.Collections.Frozen;
using Exchange.Protocol.Parties;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Forms;

/// <summary>
/// Codes that are no words, each with what it means in the reader's language: <c>B – The source was reliable in most cases</c>. Grades and
/// handling codes have the meanings of their schema; offences, industries and documents the names of their standard.
/// </summary>
internal static class CodeWords
{
    private const string Offences = "iccs";
    private const string Industries = "isic";
    private const string Documents = "documentType";

    // Of a list of names: the resources have each apart from the same word of another list.
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Named = new Dictionary<
        string,
        FrozenDictionary<string, string>
    >
    {
        [Offences] = Read(
            """
            01 Acts leading to death or intending to cause death
            0101 Intentional homicide
            02 Acts causing harm or intending to cause harm to the person
            0201 Assaults and threats
            0202 Acts against liberty
            02021 Abduction of a minor
            02022 Deprivation of liberty
            0203 Slavery and exploitation
            02031 Slavery
            02032 Forced labour
            0204 Trafficking in persons
            02041 Trafficking in persons for sexual exploitation
            02042 Trafficking in persons for forced labour or services
            02043 Trafficking in persons for organ removal
            02049 Trafficking in persons for other purposes
            0205 Coercion
            03 Injurious acts of a sexual nature
            0301 Sexual violence
            0302 Sexual exploitation
            04 Acts against property involving violence or threat against a person
            05 Acts against property only
            06 Acts involving controlled drugs or other psychoactive substances
            07 Acts involving fraud, deception or corruption
            0701 Fraud
            0702 Forgery or counterfeiting
            07023 Forgery or counterfeiting of documents
            0703 Corruption
            0704 Acts involving the proceeds of crime
            08 Acts against public order, authority and provisions of the State
            0805 Acts related to migration
            08051 Smuggling of migrants
            09 Acts against public safety and state security
            0901 Acts involving weapons, explosives and other destructive materials
            0905 Acts related to an organized criminal group
            0906 Terrorism
            10 Acts against the natural environment
            11 Other criminal acts
            """
        ),
        [Industries] = Read(
            """
            A Agriculture, forestry and fishing
            B Mining and quarrying
            C Manufacturing
            D Electricity and gas supply
            E Water supply and waste management
            F Construction
            G Trade
            H Transportation and storage
            I Accommodation and food service
            J Publishing and broadcasting
            K Telecommunications and information services
            L Financial and insurance activities
            M Real estate
            N Professional, scientific and technical activities
            O Administrative and support service activities
            P Public administration and defence
            Q Education
            R Health and social work
            S Arts, sports and recreation
            T Other service activities
            U Households as employers
            V International organisations
            """
        ),
        [Documents] = Read(
            """
            P Passport
            V Visa
            I Identity or travel card
            A Identity or travel card
            C Identity or travel card
            AC Crew member certificate
            """
        ),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The first division of each section of ISIC, revision 5, from A on; those of revision 4 are in the same industries.
    private static readonly int[] Divisions = [1, 5, 10, 35, 36, 41, 45, 49, 55, 58, 61, 64, 68, 69, 77, 84, 85, 86, 90, 94, 97, 99];

    /// <summary>The texts of the lists, as the resources have them.</summary>
    public static IEnumerable<string> All => Named.SelectMany(list => list.Value.Values.Select(name => $"{list.Key}: {name}"));

    /// <summary>What a code means; null for a code that is a word, and for any other value.</summary>
    /// <param name="list">The list or the form that has the code, as the schemas name it.</param>
    /// <param name="code">The code.</param>
    /// <param name="words">Of the reader's language.</param>
    public static string? MeaningOf(string list, string code, IStringLocalizer words) =>
        list switch
        {
            _ when CountryOf(list, code) is { } country => Countries.NameOf(country),
            _ when Named.ContainsKey(list) => NameOf(list, code) is not { } name ? null
                : words[$"{list}: {name}"] is { ResourceNotFound: false } own ? own.Value
                : name,
            _ => IsWord(code) || SchemaNotes.MeaningOf(list, code) is not { } meaning ? null : words[meaning].Value.TrimEnd('.', '।'),
        };

    /// <summary>A code with what it means: <c>0204 – Trafficking in persons</c>; null where that is not known.</summary>
    /// <inheritdoc cref="MeaningOf"/>
    public static string? With(string list, string code, IStringLocalizer words) =>
        MeaningOf(list, code, words) is { } meaning ? $"{code} – {meaning}" : null;

    /// <summary>Handling codes, each with what it means.</summary>
    public static string OfHandling(IEnumerable<string> codes, IStringLocalizer words) =>
        string.Join("; ", codes.Select(code => With("handlingCode", code, words) ?? code));

    /// <summary>True for a category, a place or a document that has a name beside its code.</summary>
    public static bool IsNamed(string list, string code) =>
        Named.ContainsKey(list) ? NameOf(list, code) is not null : CountryOf(list, code) is not null;

    /// <summary>True for a code that reads as a word, such as <c>no-hit</c>.</summary>
    public static bool IsWord(string code) => code.Any(char.IsAsciiLetterLower);

    // Of a place or a region.
    private static string? CountryOf(string list, string code) =>
        list is "locode" or "region" && code.Length > 2 ? CountryCodes.Alpha3(code[..2]) : null;

    // A category without a name of its own has the name of the next wider one.
    private static string? NameOf(string list, string code)
    {
        var names = Named[list];
        if (list == Industries && int.TryParse(code.AsSpan(0, Math.Min(2, code.Length)), out var division) && division > 0)
            code = $"{(char)('A' + Array.FindLastIndex(Divisions, first => first <= division))}";
        for (var length = code.Length; length > 0; length--)
        {
            if (names.TryGetValue(code[..length], out var name))
                return name;
        }

        return null;
    }

    private static FrozenDictionary<string, string> Read(string lines) =>
        lines.Split('\n').Select(line => line.Split(' ', 2)).ToFrozenDictionary(line => line[0], line => line[1], StringComparer.Ordinal);
}
