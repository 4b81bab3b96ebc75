using System.Text.RegularExpressions;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A road vehicle; it has a plate, a number or a description.</summary>
public sealed partial record Vehicle : Entity
{
    public VehicleType? VehicleType { get; init; }

    /// <summary>As written, in any script.</summary>
    public string? Plate { get; init; }

    /// <summary>State that issued the plate (ISO 3166-1 alpha-3).</summary>
    public string? PlateState { get; init; }

    /// <summary>Vehicle identification number (ISO 3779).</summary>
    public string? Vin { get; init; }

    public string? Make { get; init; }
    public string? Colour { get; init; }
    public string? Description { get; init; }

    internal static Vehicle Read(ObjectReader reader)
    {
        var vehicle = new Vehicle
        {
            VehicleType = reader.OptionalCode<VehicleType>("vehicleType"),
            Plate = reader.OptionalLine("plate", 32),
            PlateState = reader.OptionalLine("plateState", CountryCodes.Country),
            Vin = reader.OptionalLine("vin", 32),
            Make = reader.OptionalLine("make", 100),
            Colour = reader.OptionalLine("colour", 50),
            Description = reader.OptionalText("description", 2000),
        };
        if ((vehicle.Plate ?? vehicle.Vin ?? vehicle.Description) is null)
            reader.Refuse("plate", ReceiptCode.AgainstTheVocabulary, "Give a plate, an identification number or a description.");
        // Vehicles from before 1981 have other numbers.
        if (vehicle.Vin is { } vin && !Vins().IsMatch(vin))
            reader.Warn("vin", "A vehicle identification number has 17 capital letters and digits, without I, O and Q.");
        return vehicle;
    }

    [GeneratedRegex(@"\A[A-HJ-NPR-Z0-9]{17}\z")]
    private static partial Regex Vins();
}

/// <summary>Type of vehicle.</summary>
public enum VehicleType
{
    Car,
    Van,
    Lorry,
    Bus,
    Motorcycle,
    Rickshaw,
    Other,
}
