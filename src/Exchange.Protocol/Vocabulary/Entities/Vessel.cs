using System.Text.RegularExpressions;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A ship or boat; it has a name, a number or a description.</summary>
public sealed partial record Vessel : Entity
{
    private static readonly Form ImoForm = new("imo", Imos(), "an IMO ship number: seven digits, not all of them 0");
    private static readonly Form MmsiForm = new(
        "mmsi",
        Mmsis(),
        "an MMSI: nine digits that begin with the code of a type and a country (ITU-R M.585)"
    );

    public string? Name { get; init; }
    public IReadOnlyList<string>? FormerNames { get; init; }

    /// <summary>IMO ship number: seven digits, of which the last is a check digit.</summary>
    public string? Imo { get; init; }

    /// <summary>Maritime Mobile Service Identity: nine digits (ITU-R M.585).</summary>
    public string? Mmsi { get; init; }

    public string? CallSign { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public string? Flag { get; init; }

    public bool? Unseaworthy { get; init; }
    public int? PersonsAboard { get; init; }
    public string? Description { get; init; }

    internal static Vessel Read(ObjectReader reader)
    {
        var vessel = new Vessel
        {
            Name = reader.OptionalLine("name", 200),
            FormerNames = reader.OptionalLines("formerNames", 20, 200),
            Imo = reader.OptionalLine("imo", ImoForm),
            Mmsi = reader.OptionalLine("mmsi", MmsiForm),
            CallSign = reader.OptionalLine("callSign", 16),
            Flag = reader.OptionalLine("flag", CountryCodes.Country),
            Unseaworthy = reader.OptionalBoolean("unseaworthy"),
            PersonsAboard = (int?)reader.OptionalInteger("personsAboard", 0, 100_000),
            Description = reader.OptionalText("description", 2000),
        };
        if ((vessel.Name ?? vessel.Imo ?? vessel.Mmsi ?? vessel.CallSign ?? vessel.Description) is null)
            reader.Refuse("name", ReceiptCode.AgainstTheVocabulary, "Give a name, a number or a description.");
        if (vessel.Imo is { Length: 7 } imo && !HasCheckDigit(imo))
            reader.Warn("imo", "The check digit (the last one) of the IMO ship number is wrong.");
        return vessel;
    }

    // IMO resolution A.1117(30): the last digit is that of the sum of the first six, weighted 7 down to 2.
    private static bool HasCheckDigit(string imo) =>
        imo[..6].Select((digit, index) => (digit - '0') * (7 - index)).Sum() % 10 == imo[6] - '0';

    [GeneratedRegex(@"\A(?!0{7})[0-9]{7}\z")]
    private static partial Regex Imos();

    // A country's three digits are 201 to 775. They may follow 8 (handheld), 0 (group), 00 (coast), 111 (rescue aircraft), 98 (craft of a
    // ship) or 99 (aid to navigation); a ship has no such prefix. 970, 972, 974 and 979 are beacons without a country.
    [GeneratedRegex(
        @"\A(?=[0-9]{9})(?![0-9]{10})((|8|0|00|111|98|99)(20[1-9]|2[1-9][0-9]|[3-6][0-9]{2}|7[0-6][0-9]|77[0-5])|97[0249])[0-9]+\z"
    )]
    private static partial Regex Mmsis();
}
