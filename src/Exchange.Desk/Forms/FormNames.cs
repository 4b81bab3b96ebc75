using Microsoft.Extensions.Localization;

namespace Exchange.Desk.Forms;

/// <summary>What the entities of a message are called, so that others can be linked to them.</summary>
internal static class FormNames
{
    public static IReadOnlyList<(string Id, FormField Entity)> Of(FormField message) => [.. Named(message)];

    /// <summary>The type of an object and its first free text: <c>Person: Karim Uddin</c>.</summary>
    public static string WordsOf(FormField field, IStringLocalizer words)
    {
        var type = field.Shape.AlternativeOf(field.Value)?.Code is { } code ? words[Wording.Of(code)].Value : null;
        var text = FirstText(field);
        return type is null ? text ?? ""
            : text is null ? type
            : $"{type}: {text}";
    }

    private static IEnumerable<(string Id, FormField Entity)> Named(FormField field)
    {
        if (field.IsStrange || field.Value is null)
            return [];
        return field.Shape.Kind switch
        {
            ShapeKind.Object or ShapeKind.Alternatives => field
                .Members.Where(member => member.Shape.Names && member.Text.Length > 0)
                .Select(member => (member.Text, field))
                .Concat(field.Members.SelectMany(Named)),
            ShapeKind.List => field.Items.SelectMany(Named),
            _ => [],
        };
    }

    private static string? FirstText(FormField field) =>
        field switch
        {
            _ when field.IsStrange || field.Value is null || field.Shape.Names || field.Shape.RefersTo => null,
            { Shape.Kind: ShapeKind.Line or ShapeKind.Lines, Shape.HasForm: false } => Short(field.Text),
            { Shape.Kind: ShapeKind.Object or ShapeKind.Alternatives } => field
                .Members.Select(FirstText)
                .FirstOrDefault(text => text is not null),
            { Shape: { Kind: ShapeKind.List, IsOfLines: false, IsOfCodes: false } } => field
                .Items.Select(FirstText)
                .FirstOrDefault(text => text is not null),
            _ => null,
        };

    private static string? Short(string text)
    {
        const int Longest = 60;
        var words = new System.Globalization.StringInfo(text.ReplaceLineEndings(" "));
        return words.LengthInTextElements == 0 ? null
            : words.LengthInTextElements <= Longest ? words.String
            : words.SubstringByTextElements(0, Longest) + "…";
    }
}
