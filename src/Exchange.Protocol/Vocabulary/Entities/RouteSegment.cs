using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>One segment of a route.</summary>
public sealed record RouteSegment : Entity
{
    private static readonly Type[] Carriers = [typeof(Vessel), typeof(Vehicle), typeof(Flight), typeof(Person), typeof(Organisation)];

    /// <summary>From 1, in the order of travel; unique within a message.</summary>
    public required int Order { get; init; }

    public required TravelMode Mode { get; init; }

    /// <summary>With its role.</summary>
    public required Place From { get; init; }

    /// <summary>With its role.</summary>
    public required Place To { get; init; }

    /// <summary>Earliest departure.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Latest arrival.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>A vessel, vehicle, flight, person or organisation.</summary>
    public Mention? Carrier { get; init; }

    public string? Ticket { get; init; }
    public required Basis Basis { get; init; }
    public required SourceGrade SourceGrade { get; init; }
    public required InformationGrade InformationGrade { get; init; }

    internal override IEnumerable<Reference> References => [Reference.To("carrier", Carrier, Carriers)];

    internal override (object Value, string Member, string Text)? Once => (Order, "order", "Another segment of the route has this order.");

    internal static RouteSegment Read(ObjectReader reader)
    {
        var segment = new RouteSegment
        {
            Order = reader.Position("order"),
            Mode = reader.Code<TravelMode>("mode"),
            From = reader.Object("from", Place.ReadEnd),
            To = reader.Object("to", Place.ReadEnd),
            NotBefore = reader.OptionalTime("notBefore"),
            NotAfter = reader.OptionalTime("notAfter"),
            Carrier = reader.OptionalObject("carrier", Mention.Read),
            Ticket = reader.OptionalLine("ticket", 100),
            Basis = reader.Code<Basis>("basis"),
            SourceGrade = reader.Code<SourceGrade>("sourceGrade"),
            InformationGrade = reader.Code<InformationGrade>("informationGrade"),
        };
        EntityReader.CheckWindow(reader, segment.NotBefore, segment.NotAfter);
        if (segment.Basis == Basis.Observed && segment.NotBefore > reader.Findings.IssuedAt)
        {
            reader.Refuse(
                "notBefore",
                ReceiptCode.AgainstTheVocabulary,
                "A departure after the message was issued cannot have been observed."
            );
        }

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
