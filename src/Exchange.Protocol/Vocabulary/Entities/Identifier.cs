using System.Text.RegularExpressions;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A number by which somebody is known.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Issuer">Country (ISO 3166-1 alpha-3 or ICAO 9303-3) that gave it.</param>
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

/// <summary>What an identifier is.</summary>
public enum IdentifierType
{
    NationalId,
    TaxNumber,
    SocialSecurity,
    ResidencePermit,
    PoliceReference,
    Other,
}
