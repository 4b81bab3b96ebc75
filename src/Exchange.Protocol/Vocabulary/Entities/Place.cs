using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A place as it is known: its name always, the rest where there is more.</summary>
public sealed record Place : Content
{
    /// <summary>As written or told.</summary>
    public required string Name { get; init; }

    /// <summary>What happens there; always for an end of a route segment.</summary>
    public PlaceRole? Role { get; init; }

    public string? Address { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public string? Country { get; init; }

    /// <summary>Region, state or division (ISO 3166-2), such as <c>BD-B</c>.</summary>
    public string? Region { get; init; }

    /// <summary>UN/LOCODE, such as <c>BDCGP</c>.</summary>
    public string? Locode { get; init; }

    /// <summary>Degrees north (WGS 84).</summary>
    public decimal? Latitude { get; init; }

    /// <summary>Degrees east (WGS 84).</summary>
    public decimal? Longitude { get; init; }

    internal static Place Read(ObjectReader reader)
    {
        var place = ReadPlace(reader) with { Role = reader.OptionalCode<PlaceRole>("role") };
        place.Check(reader);
        return place;
    }

    /// <summary>An end of a route segment, whose role must be stated.</summary>
    internal static Place ReadEnd(ObjectReader reader)
    {
        var place = ReadPlace(reader) with { Role = reader.Code<PlaceRole>("role") };
        place.Check(reader);
        return place;
    }

    private static Place ReadPlace(ObjectReader reader) =>
        new()
        {
            Name = reader.Line("name", 200),
            Address = reader.OptionalText("address", 500),
            Country = reader.OptionalLine("country", CountryCodes.Country),
            Region = reader.OptionalLine("region", CountryCodes.Region),
            Locode = reader.OptionalLine("locode", CountryCodes.Locode),
            Latitude = reader.Has("latitude") ? reader.Number("latitude", -90, 90) : null,
            Longitude = reader.Has("longitude") ? reader.Number("longitude", -180, 180) : null,
        };

    private void Check(ObjectReader reader)
    {
        if (Latitude is null != Longitude is null)
            reader.Refuse("longitude", ReceiptCode.AgainstTheVocabulary, "Latitude and longitude must be given together.");
        if (Latitude == 0 && Longitude == 0)
            reader.Warn("latitude", "0/0 is a point in the Gulf of Guinea, and is often entered when the position is unknown.");
        if (Locode is { Length: > 0 } && reader.Findings.Locodes?.Contains(Locode) is false)
            reader.Warn("locode", "The gateway's list of UN/LOCODE does not have this code.");
        var country = Country is { Length: 3 } ? CountryCodes.Alpha2(Country) : null;
        foreach (var (member, code) in new[] { ("region", Region), ("locode", Locode) })
        {
            if (
                country is not null
                && code is { Length: > 2 }
                && !code.StartsWith(country, StringComparison.Ordinal)
                && !code.StartsWith(CountryCodes.International, StringComparison.Ordinal)
            )
            {
                reader.Warn(member, "The code is of another country than the place.");
            }
        }
    }
}

/// <summary>What happens at a place.</summary>
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
