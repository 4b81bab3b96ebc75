using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>One segment of a route.</summary>
public sealed record RouteSegment : Entity
{
    public const string Type = "route-segment";

    /// <summary>From 1, in the order of travel; unique within a message.</summary>
    public required int Order { get; init; }

    public required TravelMode Mode { get; init; }
    public required RoutePlace From { get; init; }
    public required RoutePlace To { get; init; }

    /// <summary>Earliest departure.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Latest arrival.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The carrier: a company or driver in words, or the id of a vessel or person in this message.</summary>
    public string? Carrier { get; init; }

    public string? Ticket { get; init; }
    public required Basis Basis { get; init; }
    public required SourceGrade SourceGrade { get; init; }
    public required InformationGrade InformationGrade { get; init; }

    internal static RouteSegment Read(ObjectReader reader)
    {
        var segment = new RouteSegment
        {
            Id = EntityReader.ReadId(reader),
            Order = (int)reader.Integer("order", 1, 999),
            Mode = reader.Code<TravelMode>("mode"),
            From = reader.Object("from", RoutePlace.Read),
            To = reader.Object("to", RoutePlace.Read),
            NotBefore = reader.OptionalTime("notBefore"),
            NotAfter = reader.OptionalTime("notAfter"),
            Carrier = reader.OptionalLine("carrier", 200),
            Ticket = reader.OptionalLine("ticket", 100),
            Basis = reader.Code<Basis>("basis"),
            SourceGrade = reader.Code<SourceGrade>("sourceGrade"),
            InformationGrade = reader.Code<InformationGrade>("informationGrade"),
        };
        if (segment.NotAfter < segment.NotBefore)
            reader.Refuse("notAfter", ReceiptCode.AgainstTheVocabulary, "The latest arrival is before the earliest departure.");
        if (segment.Basis == Basis.Observed && segment.NotBefore > reader.Findings.IssuedAt)
            reader.Refuse("notBefore", ReceiptCode.AgainstTheVocabulary, "A departure after the message was issued cannot have been observed.");
        return segment;
    }
}

/// <summary>Means of travel.</summary>
public enum TravelMode
{
    Land,
    Sea,
    Air,
    InlandWater,
    Foot,
}

/// <summary>Whether something was observed or inferred.</summary>
public enum Basis
{
    Observed,
    Inferred,
}

/// <summary>One end of a route segment.</summary>
/// <param name="Name">Name of the place.</param>
/// <param name="Role">Role of the place.</param>
/// <param name="Locode">UN/LOCODE, such as <c>BDCGP</c>.</param>
/// <param name="Latitude">Degrees north (WGS 84).</param>
/// <param name="Longitude">Degrees east (WGS 84).</param>
public sealed record RoutePlace(string Name, PlaceRole Role, string? Locode, decimal? Latitude, decimal? Longitude) : Content
{
    internal static RoutePlace Read(ObjectReader reader)
    {
        var place = new RoutePlace(
            reader.Line("name", 200),
            reader.Code<PlaceRole>("role"),
            reader.OptionalLine("locode", 5),
            reader.Has("latitude") ? reader.Number("latitude", -90, 90) : null,
            reader.Has("longitude") ? reader.Number("longitude", -180, 180) : null);
        if (place.Locode is { } code && !(code.Length == 5 && IsLocodeCountry(code[..2]) && code[2..].All(IsLocodeCharacter)))
            reader.Refuse("locode", ReceiptCode.AgainstTheVocabulary, "Not a UN/LOCODE: the country's ISO 3166-1 alpha-2 code and three characters of the place.");
        if (place.Latitude is null != place.Longitude is null)
            reader.Refuse("longitude", ReceiptCode.AgainstTheVocabulary, "Latitude and longitude must be given together.");
        if (place is { Latitude: 0, Longitude: 0 })
            reader.Warn("latitude", "0/0 is a point in the Gulf of Guinea, and is often entered when the position is unknown.");
        return place;
    }

    // XZ: installations in international waters.
    private static bool IsLocodeCountry(string code) => code == "XZ" || Parties.CountryCodes.IsAlpha2(code);

    private static bool IsLocodeCharacter(char character) => char.IsAsciiLetterUpper(character) || character is >= '2' and <= '9';
}

/// <summary>The role of a place on a route.</summary>
public enum PlaceRole
{
    Recruitment,
    Transit,
    Hub,
    Embarkation,
    Disembarkation,
    Destination,
    Exploitation,
}
