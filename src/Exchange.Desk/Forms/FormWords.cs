using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Forms;

/// <summary>What a single field has, for who reads it: codes in words, countries with their names, times in UTC.</summary>
internal static class FormWords
{
    public static string Of(FormField field, IStringLocalizer words) =>
        field.Shape switch
        {
            _ when field.IsStrange => OfStrange(field, words),
            { Kind: ShapeKind.Boolean } when field.Text is "true" or "false" => words[field.Text == "true" ? "Yes" : "No"].Value,
            { Kind: ShapeKind.Constant } => words[Wording.Of(field.Text)].Value,
            { Kind: ShapeKind.Code, IsLong: false } shape when shape.Codes.Contains(field.Text) => words.Code(shape.Name, field.Text),
            { IsCountry: true } => Countries.WithCode(field.Text),
            { Name: "partyName" } => Countries.PartyWithCode(field.Text),
            { IsTime: true } when field.Text != FormText.Of(field.Value) => $"{field.Text} UTC",
            { RefersTo: true } when EntityOf(field) is { } entity => $"{FormNames.WordsOf(entity, words)} ({field.Text})",
            _ => field.Text,
        };

    // What the gateway gives every message, and no form asks for; and what no schema knows.
    private static string OfStrange(FormField field, IStringLocalizer words) =>
        (field.Pointer, FormText.Of(field.Value)) switch
        {
            ("/sender" or "/recipient", { } party) => Countries.PartyWithCode(party),
            ("/kind", { } kind) => words[Wording.Of(kind)].Value,
            (_, var text) => text ?? field.Json,
        };

    private static FormField? EntityOf(FormField field) => field.Form.Names.FirstOrDefault(name => name.Id == field.Text).Entity;
}
