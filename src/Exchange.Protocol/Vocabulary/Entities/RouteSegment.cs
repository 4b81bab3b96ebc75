using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>One leg of a journey; the legs of a route are ordered.</summary>
public sealed record RouteSegment : Entity
{
    public const string Type = "route-segment";

    /// <summary>From 1, in the order of travel; no two segments of a message have the same.</summary>
    public required int Order { get; init; }

    public required TravelMode Mode { get; init; }

    public required RoutePlace From { get; init; }

    public required RoutePlace To { get; init; }

    /// <summary>Earliest departure.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Latest arrival.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Who carries: company, driver, or the id of a vessel in this message.</summary>
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
            reader.Refuse("notBefore", ReceiptCode.AgainstTheVocabulary, "What departs after the message was issued has not been observed.");
        return segment;
    }
}

/// <summary>How a segment of a route is travelled.</summary>
public enum TravelMode
{
    Land,
    Sea,
    Air,
    InlandWater,
    Foot,
}

/// <summary>Whether something was seen or concluded.</summary>
public enum Basis
{
    Observed,
    Inferred,
}
