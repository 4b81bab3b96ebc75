using System.Text.RegularExpressions;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A flight of one day.</summary>
public sealed partial record Flight : Entity
{
    /// <summary>The airline as written.</summary>
    public string? Carrier { get; init; }

    /// <summary>As written, such as <c>BG086</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Day of departure, at its place.</summary>
    public required DateOnly Date { get; init; }

    public Place? From { get; init; }
    public Place? To { get; init; }

    /// <summary>Reference of the booking.</summary>
    public string? Booking { get; init; }

    internal static Flight Read(ObjectReader reader)
    {
        var flight = new Flight
        {
            Carrier = reader.OptionalLine("carrier", 200),
            Number = reader.Line("number", 16),
            Date = reader.Date("date"),
            From = reader.OptionalObject("from", Place.Read),
            To = reader.OptionalObject("to", Place.Read),
            Booking = reader.OptionalLine("booking", 32),
        };
        if (flight.Number.Length > 0 && !Numbers().IsMatch(flight.Number))
            reader.Warn("number", "A flight number has the two or three characters of its airline and up to four digits.");
        return flight;
    }

    // IATA designators have two characters with at least one letter, ICAO designators three letters.
    [GeneratedRegex(@"\A([A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3}) ?[0-9]{1,4}[A-Z]?\z")]
    private static partial Regex Numbers();
}
