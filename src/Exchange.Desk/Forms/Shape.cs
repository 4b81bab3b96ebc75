using System.Globalization;
using System.Text.Json.Nodes;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Desk.Forms;

/// <summary>How a value is asked for.</summary>
internal enum ShapeKind
{
    Object,

    /// <summary>An object that its member <c>type</c> tells.</summary>
    Alternatives,
    List,
    Code,
    Line,
    Lines,
    Boolean,
    Integer,
    Number,

    /// <summary>One text that nobody chooses.</summary>
    Constant,
}

/// <summary>What the schema of a kind says of one value, as far as a form needs it: the gateway alone decides what is valid.</summary>
internal sealed class Shape
{
    private readonly JsonObject _root;
    private readonly JsonObject _own;
    private readonly JsonObject _definition;
    private readonly Lazy<IReadOnlyList<ShapeMember>> _members;
    private readonly Lazy<IReadOnlyList<Shape>> _alternatives;
    private readonly Lazy<Shape> _items;

    private Shape(JsonObject root, JsonObject schema)
    {
        _root = root;
        _own = schema;
        Name = schema["$ref"]?.GetValue<string>()["#/$defs/".Length..] ?? "";
        _definition = Name.Length > 0 ? root["$defs"]![Name]!.AsObject() : schema;
        Kind = KindOf(_definition);
        Codes = [.. (_definition["enum"] as JsonArray ?? []).Select(code => code!.GetValue<string>())];
        Meanings = (_definition[SchemaNotes.Meanings] as JsonObject ?? []).ToDictionary(
            meaning => meaning.Key,
            meaning => meaning.Value!.GetValue<string>()
        );
        // Later, as a type may contain itself.
        _members = new(() => [.. (_definition["properties"] as JsonObject ?? []).Select(ToMember)]);
        _alternatives = new(() =>
            [.. (_definition["oneOf"] as JsonArray ?? []).Select(alternative => new Shape(_root, alternative!.AsObject()))]
        );
        _items = new(() => new(_root, _definition["items"]!.AsObject()));
    }

    /// <summary>Of its definition; empty for what is defined in place.</summary>
    public string Name { get; }
    public ShapeKind Kind { get; }

    /// <summary>In the order of the schema.</summary>
    public IReadOnlyList<ShapeMember> Members => _members.Value;
    public IReadOnlyList<Shape> Alternatives => _alternatives.Value;

    /// <summary>Of a list.</summary>
    public Shape Items => _items.Value;

    /// <summary>All texts that it may be; empty for a free text.</summary>
    public IReadOnlyList<string> Codes { get; }
    public IReadOnlyDictionary<string, string> Meanings { get; }

    /// <summary>What it is for, and how a time or a day is written, of which a description of its own says nothing.</summary>
    public IReadOnlyList<string> Hints =>
        _own["description"]?.GetValue<string>() is not { } own ? FormHint is { } form ? [form] : []
        : IsTime || IsDay ? [own, FormHint!]
        : [own];

    private string? FormHint =>
        Kind switch
        {
            // Of a free text the definition says what no writer needs to know.
            _ when IsTime => "Day and time in UTC, such as 2026-11-23 16:00.",
            _ when IsCountry => "The name of the country or its code, such as Bangladesh or BGD.",
            ShapeKind.Line
            or ShapeKind.Code when Name is not ("line" or "") && _definition["description"]?.GetValue<string>() is { Length: > 0 } form =>
                $"{char.ToUpperInvariant(form[0])}{form[1..]}.",
            _ => null,
        };

    /// <summary>A country, or another issuer of documents: people know its name, messages have its code.</summary>
    public bool IsCountry => Name is "countryCode" or "issuerCode";

    /// <summary>A language, by its code.</summary>
    public bool IsLanguage => Name == "language";

    /// <summary>True for the code of a country, a language, a script, a currency, an offence and the like that has a name.</summary>
    public bool HasNameOf(string code) =>
        IsLanguage ? LanguageNames.Find(code) is not null : NameOf(code) is not null || CodeWords.IsNamed(Name, code);

    /// <summary>The name of a country, a script or a currency, in the reader's language; null for any other code.</summary>
    public string? NameOf(string code) =>
        this switch
        {
            { IsCountry: true } => Countries.NameOf(code),
            { Name: "currency" } => PublishedNames.OfCurrency(code, CultureInfo.CurrentUICulture.Name),
            { Name: "script" } => PublishedNames.OfScript(code, CultureInfo.CurrentUICulture.Name),
            _ => null,
        };

    /// <summary>A text with a form of its own, such as a date.</summary>
    public bool HasForm => Kind == ShapeKind.Line && Name is not ("line" or "");
    public bool IsTime => _definition["format"]?.GetValue<string>() == "date-time";
    private bool IsDay => _definition["format"]?.GetValue<string>() == "date";
    public int? MaximumLength => _own["maxLength"]?.GetValue<int>();
    public bool Names => _own.ContainsKey(SchemaNotes.Names);
    public bool RefersTo => _own.ContainsKey(SchemaNotes.RefersTo);
    public bool IsPosition => _own.ContainsKey(SchemaNotes.Position);

    /// <summary>Of a constant.</summary>
    public string Constant => _definition["const"]!.GetValue<string>();

    /// <summary>A list whose items are one text each, which a form asks for line by line.</summary>
    public bool IsOfLines =>
        Kind == ShapeKind.List && (Items.Kind is ShapeKind.Line or ShapeKind.Integer || Items is { Kind: ShapeKind.Code, IsLong: true });

    /// <summary>A list from which one chooses.</summary>
    public bool IsOfCodes => Kind == ShapeKind.List && Items is { Kind: ShapeKind.Code, IsLong: false };

    /// <summary>One does not type it, but chooses it.</summary>
    public bool IsChosen => IsOfCodes || RefersTo || Kind == ShapeKind.Boolean || this is { Kind: ShapeKind.Code, IsLong: false };

    /// <summary>Too many codes to show each: people know the code, such as that of a country.</summary>
    public bool IsLong => Codes.Count > 80;

    /// <param name="schema">As the gateway serves it.</param>
    public static Shape Of(JsonObject schema) => new(schema, schema);

    /// <summary>The alternative whose <c>type</c> the value has; null if it has none of them.</summary>
    public Shape? AlternativeOf(JsonNode? value) =>
        value is JsonObject members && FormText.Of(members["type"]) is { } code ? Alternative(code) : null;

    public Shape? Alternative(string code) => Alternatives.FirstOrDefault(alternative => alternative.Code == code);

    /// <summary>Of an alternative: the code of its type.</summary>
    public string? Code =>
        Members.FirstOrDefault(member => member.Name == "type")?.Shape is { Kind: ShapeKind.Constant } type ? type.Constant : null;

    private ShapeMember ToMember(KeyValuePair<string, JsonNode?> property) =>
        new(
            property.Key,
            new(_root, property.Value!.AsObject()),
            _definition["required"] is JsonArray required && required.Any(name => name!.GetValue<string>() == property.Key)
        );

    private static ShapeKind KindOf(JsonObject definition) =>
        definition["type"]?.GetValue<string>() switch
        {
            "object" => ShapeKind.Object,
            "array" => ShapeKind.List,
            "boolean" => ShapeKind.Boolean,
            "integer" => ShapeKind.Integer,
            "number" => ShapeKind.Number,
            "string" when definition.ContainsKey("enum") => ShapeKind.Code,
            "string" when definition.ContainsKey(SchemaNotes.Lines) => ShapeKind.Lines,
            "string" => ShapeKind.Line,
            _ when definition.ContainsKey("oneOf") => ShapeKind.Alternatives,
            _ when definition.ContainsKey("const") => ShapeKind.Constant,
            _ => throw new NotSupportedException("The schema has a type of value that no form can ask for."),
        };
}

/// <summary>A member of an object.</summary>
internal sealed record ShapeMember(string Name, Shape Shape, bool IsRequired);
