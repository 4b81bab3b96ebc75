using System.Text.RegularExpressions;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A person, identified or only partly identified.</summary>
public sealed record Person : Entity
{
    public const string Type = "person";
    public required IReadOnlyList<PersonName> Names { get; init; }
    public required PersonRole Role { get; init; }
    public Sex? Sex { get; init; }
    public BirthDate? BirthDate { get; init; }
    public string? BirthPlace { get; init; }

    /// <summary>ISO 3166-1 alpha-3 or ICAO 9303-3: <c>XXA</c> is stateless.</summary>
    public IReadOnlyList<string>? Citizenships { get; init; }

    public IReadOnlyList<Identifier>? Identifiers { get; init; }

    /// <summary>Relationship to other persons in the message, in words.</summary>
    public string? Relationship { get; init; }

    internal static Person Read(ObjectReader reader) => new()
    {
        Id = EntityReader.ReadId(reader),
        Names = reader.Objects("names", 1, 20, PersonName.Read),
        Role = reader.Code<PersonRole>("role"),
        Sex = reader.OptionalCode<Sex>("sex"),
        BirthDate = reader.OptionalObject("birthDate", Entities.BirthDate.Read),
        BirthPlace = reader.OptionalLine("birthPlace", 200),
        Citizenships = reader.Has("citizenships")
            ? reader.Texts("citizenships", 1, 10, EntityReader.IssuerForm, (string text, out string code) => Parties.CountryCodes.IsIssuer(code = text), ReceiptCode.AgainstTheVocabulary)
            : null,
        Identifiers = reader.OptionalObjects("identifiers", 20, Identifier.Read),
        Relationship = reader.OptionalText("relationship", 1000),
    };
}

/// <summary>The role of a person in the case.</summary>
public enum PersonRole
{
    Victim,
    SuspectedVictim,
    Suspect,
    Recruiter,
    Transporter,
    Agent,
    SubAgent,
    Employer,
    DocumentForger,
    Financier,
    Witness,
    Contact,
}

/// <summary>As in the travel document.</summary>
public enum Sex
{
    Female,
    Male,
    Other,
    Unknown,
}

/// <summary>One name of a person, in parts or in full.</summary>
/// <param name="Form">Source or script of the name.</param>
/// <param name="Family">Family name.</param>
/// <param name="Given">Given names.</param>
/// <param name="Full">The full name, if it has no such parts.</param>
/// <param name="Script">ISO 15924 code of a native script, such as <c>Beng</c>.</param>
public sealed record PersonName(NameForm Form, string? Family, string? Given, string? Full, string? Script) : Content
{
    internal static PersonName Read(ObjectReader reader)
    {
        var name = new PersonName(
            reader.Code<NameForm>("form"),
            reader.OptionalLine("family", 200),
            reader.OptionalLine("given", 200),
            reader.OptionalLine("full", 400),
            reader.OptionalLine("script", 4));
        if (name.Family is null && name.Given is null && name.Full is null)
            reader.Refuse("full", ReceiptCode.AgainstTheVocabulary, "A name must have a family name, given names, or a full name.");
        if (name.Form == NameForm.NativeScript && name.Script is null)
            reader.Refuse("script", ReceiptCode.AgainstTheVocabulary, "A name in native script must state the script.");
        if (name.Script is { } script && !IsScript(script))
            reader.Refuse("script", ReceiptCode.AgainstTheVocabulary, "Not an ISO 15924 code, such as Beng.");
        return name;
    }

    // Only the form of the code is checked, because new scripts are added to the standard.
    private static bool IsScript(string script) =>
        script.Length == 4 && char.IsAsciiLetterUpper(script[0]) && script[1..].All(char.IsAsciiLetterLower);
}

/// <summary>Source or script of a name.</summary>
public enum NameForm
{
    Document,
    NativeScript,
    Transliteration,
    Alias,
}

/// <summary>A date of birth as far as it is known; unknown parts are set to the first day or month.</summary>
public sealed record BirthDate(DateOnly Date, DatePrecision Precision) : Content
{
    internal static BirthDate Read(ObjectReader reader)
    {
        var birth = new BirthDate(reader.Date("date"), reader.Code<DatePrecision>("precision"));
        if (birth is { Precision: DatePrecision.Month, Date.Day: not 1 } or { Precision: DatePrecision.Year, Date: not { Month: 1, Day: 1 } })
            reader.Refuse("date", ReceiptCode.AgainstTheVocabulary, "Set the unknown parts of a date to the first day or month.");
        if (reader.Findings.IsAhead(birth.Date))
            reader.Refuse("date", ReceiptCode.AgainstTheVocabulary, "The date is after the message was issued. Use years of the Gregorian calendar.");
        if (birth is { Precision: DatePrecision.Day, Date: { Month: 1, Day: 1 } })
            reader.Warn("date", "1 January is often entered when only the year is known. If so, use the precision 'year'.");
        return birth;
    }
}

/// <summary>Which parts of a date are known.</summary>
public enum DatePrecision
{
    Day,
    Month,
    Year,
    Estimated,
}

/// <summary>A number that identifies a person.</summary>
/// <param name="Type">Type of number.</param>
/// <param name="Value">The number.</param>
/// <param name="Issuer">Country or organisation that issued it (ISO 3166-1 alpha-3 or ICAO 9303-3).</param>
public sealed partial record Identifier(IdentifierType Type, string Value, string? Issuer) : Content
{
    internal static Identifier Read(ObjectReader reader)
    {
        var identifier = new Identifier(
            reader.Code<IdentifierType>("type"), reader.Line("value", 64), reader.Has("issuer") ? EntityReader.Issuer(reader, "issuer") : null);
        if (identifier.ShapeFault is { } fault)
            reader.Warn("value", fault);
        return identifier;
    }

    private string? ShapeFault => (Type, Issuer) switch
    {
        (IdentifierType.NationalId, "BGD") when !Nid().IsMatch(Value) => "A national identity number of Bangladesh has 10, 13 or 17 digits.",
        (IdentifierType.NationalId, "MYS") when !MyKad().IsMatch(Value) => "A MyKad number has 12 digits, of which the first six are a date of birth.",
        _ => null,
    };

    [GeneratedRegex(@"\A([0-9]{10}|[0-9]{13}|[0-9]{17})\z")]
    private static partial Regex Nid();

    [GeneratedRegex(@"\A[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])-?[0-9]{2}-?[0-9]{4}\z")]
    private static partial Regex MyKad();
}

/// <summary>Type of identifier.</summary>
public enum IdentifierType
{
    NationalId,
    TaxNumber,
    SocialSecurity,
    ResidencePermit,
    PoliceReference,
    Other,
}
