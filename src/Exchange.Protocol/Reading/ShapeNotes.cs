using System.Text.Json;
using System.Text.Json.Nodes;

namespace Exchange.Protocol.Reading;

/// <summary>
/// The JSON Schema (2020-12) of one object, noted while its <c>Read</c> function runs without a document. Every member that the
/// function reads is a property, required unless the function asked for it with <see cref="ObjectReader.Has"/>. So a function
/// must read its members on every way through it; what it refuses afterwards is a rule of code alone.
/// </summary>
internal sealed class ShapeNotes(SchemaDefinitions definitions)
{
    private readonly JsonObject _properties = [];
    private readonly HashSet<string> _optional = new(StringComparer.Ordinal);
    private JsonArray? _alternatives;

    /// <summary>The document of a reader that only notes.</summary>
    public static JsonElement NoMembers { get; } = JsonElement.Parse("{}");

    /// <summary>The shape of what <paramref name="read"/> reads.</summary>
    public static JsonObject Of(SchemaDefinitions definitions, Action<ObjectReader> read, (string Member, string Code)? type = null)
    {
        var notes = new ShapeNotes(definitions);
        if (type is { } constant)
            notes.Constant(constant.Member, constant.Code);
        read(new ObjectReader(notes));
        return notes.Schema();
    }

    /// <summary>Always true, as a member that may be absent is noted when it is present.</summary>
    public bool NoteOptional(string member)
    {
        _optional.Add(member);
        return true;
    }

    public void Constant(string member, string code) => _properties[member] = new JsonObject { ["const"] = code };

    /// <summary>Adds what a form needs to know of a member that is noted, and no validator.</summary>
    public void Annotate(string member, string keyword, JsonNode value) => _properties[member]!.AsObject()[keyword] = value;

    public void Text(string member, int maximum, bool isLine) => _properties[member] = definitions.Text(maximum, isLine);

    public void Lines(string member, int minimum, int maximum, int longest) =>
        _properties[member] = List(minimum, maximum, definitions.Text(longest, isLine: true));

    public void Form(string member, Form form) => _properties[member] = definitions.Form(form);

    public void Forms(string member, int minimum, int maximum, Form form) =>
        _properties[member] = List(minimum, maximum, definitions.Form(form));

    public void Boolean(string member) => _properties[member] = new JsonObject { ["type"] = "boolean" };

    public void Number<T>(string member, string type, T minimum, T maximum) =>
        _properties[member] = new JsonObject
        {
            ["type"] = type,
            ["minimum"] = JsonValue.Create(minimum),
            ["maximum"] = JsonValue.Create(maximum),
        };

    public void Integers(string member, int minimum, int maximum, int least, int most) =>
        _properties[member] = List(
            minimum,
            maximum,
            new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = least,
                ["maximum"] = most,
            }
        );

    public void Code<T>(string member)
        where T : struct, Enum => _properties[member] = definitions.Codes<T>();

    public void Codes<T>(string member, int minimum, int maximum)
        where T : struct, Enum => _properties[member] = List(minimum, maximum, definitions.Codes<T>());

    public void Object<T>(string member, Func<ObjectReader, T> read)
        where T : class => _properties[member] = definitions.Object(read);

    public void Objects<T>(string member, int minimum, int maximum, Func<ObjectReader, T> read)
        where T : class => _properties[member] = List(minimum, maximum, definitions.Object(read));

    public void ByCode<T>(string member, IReadOnlyDictionary<string, Func<ObjectReader, T>> readers)
        where T : class => _alternatives = [.. readers.Select(reader => definitions.Alternative(member, reader.Key, reader.Value))];

    private JsonObject Schema() =>
        _alternatives is not null
            ? new() { ["oneOf"] = _alternatives }
            : new()
            {
                ["type"] = "object",
                ["properties"] = _properties,
                ["required"] = new JsonArray([
                    .. _properties.Select(property => property.Key).Where(name => !_optional.Contains(name)).Select(name => (JsonNode)name),
                ]),
                ["additionalProperties"] = false,
            };

    private static JsonObject List(int minimum, int maximum, JsonObject items) =>
        new()
        {
            ["type"] = "array",
            ["minItems"] = minimum,
            ["maxItems"] = maximum,
            ["items"] = items,
        };
}
