using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>One end of a route segment.</summary>
/// <param name="Name">In words.</param>
/// <param name="Role">What the place is for.</param>
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
            reader.Refuse("longitude", ReceiptCode.AgainstTheVocabulary, "Latitude and longitude are given together.");
        if (place is { Latitude: 0, Longitude: 0 })
            reader.Warn("latitude", "0/0 is a point in the Gulf of Guinea, and often stands for a position that is not known.");
        return place;
    }

    // XZ: installations in international waters.
    private static bool IsLocodeCountry(string code) => code == "XZ" || Parties.CountryCodes.IsAlpha2(code);

    private static bool IsLocodeCharacter(char character) => char.IsAsciiLetterUpper(character) || character is >= '2' and <= '9';
}

/// <summary>What a place is for on a route.</summary>
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
