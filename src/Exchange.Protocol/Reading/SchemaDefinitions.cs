using System.Text.Json;
using System.Text.Json.Nodes;

namespace Exchange.Protocol.Reading;

/// <summary>The <c>$defs</c> of a schema: each type of object, enumeration and form by its name, once.</summary>
internal sealed class SchemaDefinitions
{
    private readonly SortedDictionary<string, JsonObject?> _all = new(StringComparer.Ordinal);

    public JsonObject All => new(_all.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));

    public void Add(string name, JsonObject schema) => _all.Add(name, schema);

    public JsonObject Text(int maximum, bool isLine)
    {
        var text = isLine
            ? Reference("line", () =>
                Described(TextRules.LinePattern, "one line, without control characters, and without leading or trailing white space")
            )
            : Reference("text", () =>
                Described(TextRules.TextPattern, "without control characters other than line feed and tab", (SchemaNotes.Lines, true))
            );
        text["maxLength"] = maximum;
        return text;
    }

    public JsonObject Form(Form form) => Reference(form.Name, () =>
        {
            var schema = new JsonObject { ["type"] = "string", ["description"] = form.Meaning };
            if (form.Format is not null)
                schema["format"] = form.Format;
            if (form.Pattern is not null)
                schema["pattern"] = form.Pattern;
            if (form.Codes is { } codes)
                schema["enum"] = new JsonArray([.. codes.Select(code => (JsonNode)code)]);
            if (form is { Codes: { } named, NameOf: { } nameOf })
                schema[SchemaNotes.CodeNames] = new JsonObject(named.Select(code => KeyValuePair.Create(code, (JsonNode?)nameOf(code))));
            return schema;
        });

    public JsonObject Codes<T>()
        where T : struct, Enum =>
        Reference(NameOf(typeof(T)), () =>
            new()
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. Enum.GetValues<T>().Select(code => (JsonNode)CodeNames<T>.Write(code))]),
            }
        );

    /// <summary>An object is named by the type that its function returns, and by what the function's name adds to <c>Read</c>.</summary>
    public JsonObject Object<T>(Func<ObjectReader, T> read)
        where T : class =>
        Reference(
            NameOf(read.Method.ReturnType)
                + (read.Method.Name.StartsWith("Read", StringComparison.Ordinal) ? read.Method.Name["Read".Length..] : ""),
            () => ShapeNotes.Of(this, reader => read(reader))
        );

    /// <summary>An object that is told by the code of a member, and is named by that code.</summary>
    public JsonObject Alternative<T>(string member, string code, Func<ObjectReader, T> read)
        where T : class => Reference(NameOf(code), () => ShapeNotes.Of(this, reader => read(reader), (member, code)));

    private static JsonObject Described(string pattern, string description, params IEnumerable<(string Keyword, JsonNode Value)> notes) =>
        [
            new("type", "string"),
            new("description", description),
            new("minLength", 1),
            new("pattern", pattern),
            .. notes.Select(note => KeyValuePair.Create(note.Keyword, (JsonNode?)note.Value)),
        ];

    // Two shapes of one name would hide each other. A type that contains itself is still being made when it is referred to.
    private JsonObject Reference(string name, Func<JsonObject> make)
    {
        if (_all.TryAdd(name, null))
            _all[name] = SchemaNotes.Describe(name, make());
        else if (_all[name] is { } made && !JsonNode.DeepEquals(made, SchemaNotes.Describe(name, make())))
            throw new InvalidOperationException($"There are two shapes of the name {name}.");
        return new() { ["$ref"] = $"#/$defs/{name}" };
    }

    private static string NameOf(Type type) => JsonNamingPolicy.CamelCase.ConvertName(type.Name);

    private static string NameOf(string code) =>
        JsonNamingPolicy.CamelCase.ConvertName(string.Concat(code.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
}
