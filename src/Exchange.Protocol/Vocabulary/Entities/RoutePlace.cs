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
            reader.Text("name", 200),
            reader.Code<PlaceRole>("role"),
            reader.OptionalText("locode", 5),
            reader.Has("latitude") ? reader.Number("latitude", -90, 90) : null,
            reader.Has("longitude") ? reader.Number("longitude", -180, 180) : null);
        if (place.Locode is { } code && !(code.Length == 5 && code[..2].All(char.IsAsciiLetterUpper) && code[2..].All(IsLocodeCharacter)))
            reader.Refuse("locode", ReceiptCode.AgainstTheVocabulary, "Not a UN/LOCODE: two letters of the country and three of the place.");
        if (place.Latitude is null != place.Longitude is null)
            reader.Refuse("longitude", ReceiptCode.AgainstTheVocabulary, "Latitude and longitude are given together.");
        return place;
    }

    private static bool IsLocodeCharacter(char character) => char.IsAsciiLetterUpper(character) || character is >= '2' and <= '9';
}
