using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Exchange.Desk.Forms;

/// <summary>
/// What a form has posted, as JSON. The name of a field is the JSON pointer of its value. A list of objects has its own pointer once
/// for each item, with the item's index; a value that no field fits is in a field of its pointer with the prefix <c>json:</c>.
/// </summary>
internal sealed class FormReader
{
    /// <summary>Before the pointer of a value that is edited as JSON.</summary>
    public const string Strange = "json:";

    /// <summary>More than any schema needs; a type may contain itself.</summary>
    public const int Deepest = 12;

    private readonly IFormCollection _form;
    private readonly ILookup<string, string> _strange;

    private FormReader(IFormCollection form)
    {
        _form = form;
        _strange = form
            .Keys.Where(key => key.StartsWith(Strange + '/', StringComparison.Ordinal))
            .Select(key => key[Strange.Length..])
            .ToLookup(pointer => pointer[..pointer.LastIndexOf('/')], pointer => pointer[(pointer.LastIndexOf('/') + 1)..]);
    }

    /// <summary>Empty fields are absent members, and an optional object of empty fields is absent.</summary>
    public static JsonObject Read(Shape message, IFormCollection form) =>
        (JsonObject)new FormReader(form).Object(message, "", isRequired: true, 0)!;

    private JsonNode? Value(Shape shape, string pointer, bool isRequired, int depth)
    {
        if (_form.TryGetValue(Strange + pointer, out var json))
            return Json(json);
        return shape.Kind switch
        {
            _ when depth > Deepest => null,
            ShapeKind.Object => Object(shape, pointer, isRequired, depth),
            ShapeKind.Alternatives => shape.Alternative(Text($"{pointer}/type") ?? "") is { } alternative
                ? Object(alternative, pointer, isRequired, depth)
                : null,
            ShapeKind.List => List(shape, pointer, depth) is var list && (list.Count > 0 || isRequired) ? list : null,
            _ => FormText.Read(Text(pointer), shape),
        };
    }

    private JsonObject? Object(Shape shape, string pointer, bool isRequired, int depth)
    {
        var members = new JsonObject();
        foreach (var member in shape.Members)
        {
            if (Value(member.Shape, $"{pointer}/{FormText.Escape(member.Name)}", member.IsRequired, depth + 1) is { } value)
                members[member.Name] = value;
        }

        foreach (var name in _strange[pointer].Where(name => !members.ContainsKey(FormText.Unescape(name))))
            members[FormText.Unescape(name)] = Json(_form[$"{Strange}{pointer}/{name}"]);
        return isRequired || members.Any(member => member.Value is not JsonObject { Count: 0 } and not JsonArray { Count: 0 })
            ? members
            : null;
    }

    private JsonArray List(Shape shape, string pointer, int depth) =>
        shape switch
        {
            { IsOfLines: true } =>
            [
                .. (Text(pointer) ?? "").Split('\n').Select(line => FormText.Read(line, shape.Items)).OfType<JsonNode>(),
            ],
            { IsOfCodes: true } => [.. _form[pointer].Where(code => !string.IsNullOrEmpty(code)).Select(code => (JsonNode)code!)],
            _ => [.. _form[pointer].Select(index => Value(shape.Items, $"{pointer}/{index}", isRequired: true, depth + 1))],
        };

    private string? Text(string pointer) => _form.TryGetValue(pointer, out var values) ? values[0] : null;

    // What is not JSON is kept as a text.
    private static JsonNode? Json(StringValues typed)
    {
        try
        {
            return JsonNode.Parse(typed[0] ?? "", documentOptions: new() { MaxDepth = 32 });
        }
        catch (JsonException)
        {
            return typed[0];
        }
    }
}
