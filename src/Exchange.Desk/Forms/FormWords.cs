using System.Globalization;
using Exchange.Protocol.Parties;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Forms;

/// <summary>What a single field has, for who reads it: codes in words, countries with their names, times in UTC.</summary>
internal static class FormWords
{
    public static string Of(FormField field, IStringLocalizer words) =>
        field.Shape switch
        {
            _ when field.IsStrange => FormText.Of(field.Value) ?? field.Json,
            { Kind: ShapeKind.Boolean } when field.Text is "true" or "false" => words[field.Text == "true" ? "Yes" : "No"].Value,
            { Kind: ShapeKind.Constant } => words[Wording.Of(field.Text)].Value,
            { Kind: ShapeKind.Code, IsLong: false } shape when shape.Codes.Contains(field.Text) => words.Code(shape.Name, field.Text),
            { Name: "countryCode" or "issuerCode" } when NameOf(field.Text) is { } name => $"{field.Text} ({name})",
            { IsTime: true } when field.Text != FormText.Of(field.Value) => $"{field.Text} UTC",
            { RefersTo: true } when EntityOf(field) is { } entity => $"{FormNames.WordsOf(entity, words)} ({field.Text})",
            _ => field.Text,
        };

    private static FormField? EntityOf(FormField field) => field.Form.Names.FirstOrDefault(name => name.Id == field.Text).Entity;

    // Of a country of ISO 3166-1, or another issuer of ICAO 9303-3.
    private static string? NameOf(string code) => CountryNames.Find(code, CultureInfo.CurrentUICulture.Name);
}
