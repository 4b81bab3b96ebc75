using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Forms;

/// <summary>What a single field has, for who reads it: codes in words, countries with their names, times in UTC.</summary>
internal static class FormWords
{
    /// <summary>What the gateway gives a message that leaves, and no form asks for.</summary>
    public static IReadOnlyList<string> Given { get; } =
        ["protocol", "messageId", "kind", "sender", "recipient", "exchangeId", "inReplyTo", "reference"];

    public static string Of(FormField field, IStringLocalizer words) =>
        field.Shape switch
        {
            _ when field.IsStrange => OfStrange(field, words),
            _ when field.AskedText is { } asked => $"{field.Text}: {asked}",
            { Kind: ShapeKind.Boolean } when field.Text is "true" or "false" => words[field.Text == "true" ? "Yes" : "No"].Value,
            { Kind: ShapeKind.Constant } => words[Wording.Of(field.Text)].Value,
            var shape when CodeWords.With(shape.Name, field.Text, words) is { } said => said,
            { Kind: ShapeKind.Code, IsLong: false } shape when shape.Codes.Contains(field.Text) => words.Code(shape.Name, field.Text),
            var shape when shape.NameOf(field.Text) is { } name => $"{name} ({field.Text})",
            { IsLanguage: true } => Languages.WithCode(field.Text, words),
            { Name: "partyName" } => Countries.PartyWithCode(field.Text),
            { IsTime: true } when field.Text != FormText.Of(field.Value) => $"{field.Text} UTC",
            { IsTime: true } when ProtocolTime.TryParse(field.Text, out var at) => string.Create(
                CultureInfo.InvariantCulture,
                $"{at:yyyy-MM-dd HH:mm:ss} UTC"
            ),
            { RefersTo: true } when EntityOf(field) is { } entity => $"{FormNames.WordsOf(entity, words)} ({field.Text})",
            _ => field.Text,
        };

    /// <summary>A list of texts or codes; what has commas of its own is set apart by semicolons.</summary>
    public static string OfList(FormField field, IStringLocalizer words)
    {
        var said = field.Items.Select(item => Of(item, words)).ToList();
        return string.Join(said.Exists(item => item.Contains(" – ", StringComparison.Ordinal)) ? "; " : ", ", said);
    }

    /// <summary>What the codes mean that a field has: the names of countries, languages, scripts, currencies, offences.</summary>
    public static string NamesOf(FormField field, IStringLocalizer words)
    {
        var shape = field.Shape.IsOfLines ? field.Shape.Items : field.Shape;
        return string.Join(", ", field.NamedCodes.Select(code => shape.NameOf(code) ?? CodeWords.MeaningOf(shape.Name, code, words) ?? Languages.NameOf(code, words)));
    }

    // What the gateway gives every message, and no form asks for; and what no schema knows.
    private static string OfStrange(FormField field, IStringLocalizer words) =>
        (field.Pointer, FormText.Of(field.Value)) switch
        {
            ("/sender" or "/recipient", { } party) => Countries.PartyWithCode(party),
            ("/kind", { } kind) => words[Wording.Of(kind)].Value,
            // An id with what it is signed by.
            ("/inReplyTo", null) when field.Value is JsonObject named => string.Join(
                ' ',
                named.Select(member => FormText.Of(member.Value) ?? "")
            ),
            (_, var text) => text ?? field.Json,
        };

    private static FormField? EntityOf(FormField field) => field.Form.Names.FirstOrDefault(name => name.Id == field.Text).Entity;
}
