using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Exchange.Desk.Forms;

/// <summary>
/// Single values as texts of a form and back. What does not fit its type is kept as it was typed, as a text: the gateway then says
/// what is wrong with it.
/// </summary>
internal static partial class FormText
{
    /// <summary>The text of a single value; null for an object, a list or null.</summary>
    public static string? Of(JsonNode? value) =>
        value switch
        {
            JsonValue single when single.GetValueKind() == JsonValueKind.String => single.GetValue<string>(),
            JsonValue single => single.ToJsonString(),
            _ => null,
        };

    /// <summary>A time as people write it: <c>2026-11-23 16:00</c>, where nothing is lost by it.</summary>
    public static string? Of(JsonNode? value, Shape shape) =>
        Of(value) is { } text && shape.IsTime && ExactMinute().Match(text) is { Success: true } minute
            ? $"{minute.Groups[1].Value} {minute.Groups[2].Value}"
            : Of(value);

    /// <summary>The value of what was typed; null if it is empty.</summary>
    public static JsonNode? Read(string? typed, Shape shape)
    {
        if (string.IsNullOrEmpty(typed))
            return null;
        // A browser sends each line end as CR LF.
        var text = typed.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (shape.Kind == ShapeKind.Lines)
            return string.IsNullOrWhiteSpace(text) ? null : text;
        text = text.Trim();
        return shape.Kind switch
        {
            _ when text.Length == 0 => null,
            ShapeKind.Boolean when text is "true" or "false" => text == "true",
            ShapeKind.Integer or ShapeKind.Number when JsonNumber().IsMatch(text) => JsonNode.Parse(text),
            _ when shape.IsTime && Minute().Match(text) is { Success: true } minute =>
                $"{minute.Groups[1].Value}T{minute.Groups[2].Value}:00.000Z",
            _ when shape.IsCountry => Countries.CodeOf(text, shape.Codes),
            _ => text,
        };
    }

    /// <summary>A name as a part of a JSON pointer (RFC 6901).</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string part) =>
        part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    public static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);

    // Of RFC 8259, short enough for every number that a schema has.
    [GeneratedRegex(@"\A-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?\z")]
    private static partial Regex JsonNumber();

    [GeneratedRegex(@"\A([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}):00\.000Z\z")]
    private static partial Regex ExactMinute();

    [GeneratedRegex(@"\A([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]+([0-9]{2}:[0-9]{2})(?: ?(?:UTC|Z))?\z")]
    private static partial Regex Minute();
}
