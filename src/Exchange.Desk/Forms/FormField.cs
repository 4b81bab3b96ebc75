using System.Text.Json.Nodes;
using Exchange.Desk.Api;

namespace Exchange.Desk.Forms;

/// <summary>A value with its place in a form.</summary>
/// <param name="Form">The form that it is in.</param>
/// <param name="Shape">What it is.</param>
/// <param name="Name">The member, or the number of the item.</param>
/// <param name="Pointer">Its JSON pointer: name and id of its field.</param>
/// <param name="Value">As typed; null if it is absent.</param>
/// <param name="IsRequired">Whether the schema requires it.</param>
internal sealed record FormField(MessageForm Form, Shape Shape, string Name, string Pointer, JsonNode? Value, bool IsRequired)
{
    /// <summary>Levels below the message.</summary>
    private int Depth { get; init; }

    /// <summary>A member that the schema does not have, or a null where an item is expected.</summary>
    private bool IsUnknown { get; init; }

    /// <summary>From 0, of an item.</summary>
    public int Index { get; private init; }

    /// <summary>True for a part that has a heading of its own.</summary>
    public bool IsSection { get; init; }

    public IReadOnlyList<string> Hints =>
        Shape.Hints is [] && (Shape.IsOfLines || Shape.IsOfCodes) ? Shape.Items.Hints : Shape.Hints;
    public string GroupClass => Faults.Count > 0 ? "govuk-form-group--error" : "";

    /// <summary>The ids of what describes it; null for none.</summary>
    public string? DescribedBy
    {
        get
        {
            var ids = string.Join(
                ' ',
                new[]
                {
                    (Hints.Count > 0 || Shape.IsOfLines, "hint"),
                    (NamedCodes.Any(), "name"),
                    (AskedTexts.Count > 0, "asked"),
                    (Warnings.Count > 0, "warning"),
                    (Faults.Count > 0, "error"),
                }
                    .Where(part => part.Item1)
                    .Select(part => $"{Pointer}-{part.Item2}")
            );
            return ids.Length > 0 ? ids : null;
        }
    }

    public IReadOnlyList<GatewayFault> Faults => Form.FaultsAt(Pointer);
    public IReadOnlyList<GatewayFault> Warnings => Form.WarningsAt(Pointer);

    /// <summary>True if it, or what is in it, has a fault or a warning, or was changed last.</summary>
    public bool IsOpen => Form.IsMarkedWithin(Pointer);

    /// <summary>True for an optional object or list of which nothing is stated.</summary>
    public bool IsEmpty => !IsRequired && Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    /// <summary>True for a value that no field of its shape can show: it is shown as JSON.</summary>
    public bool IsStrange =>
        IsUnknown
        || (
            Value is not null
            && Shape.Kind switch
            {
                ShapeKind.Object => Value is not JsonObject,
                ShapeKind.Alternatives => Shape.AlternativeOf(Value) is null,
                ShapeKind.List => Value is not JsonArray list
                    || ((Shape.IsOfLines || Shape.IsOfCodes) && list.Any(item => item is not JsonValue)),
                _ => Value is not JsonValue,
            }
        );

    public string Text => FormText.Of(Value, Shape) ?? "";

    /// <summary>The codes that were typed in it, such as those of a country or an offence, as far as they have names.</summary>
    public IEnumerable<string> NamedCodes =>
        Shape is { IsOfLines: true } ? Texts.Where(Shape.Items.HasNameOf)
        : !Shape.IsChosen && Shape.HasNameOf(Text) ? [Text]
        : [];

    /// <summary>What is asked by the question that it names by its number; null if it names none, or that is not known.</summary>
    public string? AskedText =>
        Shape.Kind == ShapeKind.Integer && (Name is "question" or "about" || Pointer[..Pointer.LastIndexOf('/')] == "/body/questions")
            ? Form.Asked.FirstOrDefault(question => FormText.Index(question.Number) == Text)?.Text
            : null;

    /// <summary>The same of each question that it names: a list of several has their numbers before them.</summary>
    public IReadOnlyList<string> AskedTexts =>
        AskedText is { } asked ? [asked]
        : Shape.IsOfLines && !IsStrange
            ? [.. Items.Where(item => item.AskedText is not null).Select(item => $"{item.Text}: {item.AskedText}")]
        : [];

    public string Json => Value?.ToJsonString(ProtocolJson.Indented) ?? "null";

    /// <summary>The texts of a list of texts.</summary>
    public IReadOnlyList<string> Texts => [.. (Value as JsonArray ?? []).Select(item => FormText.Of(item, Shape.Items) ?? "")];

    /// <summary>
    /// The choices, with those that were chosen: in the order of the schema unless they were chosen in another, which is kept.
    /// </summary>
    public IReadOnlyList<(string Code, bool IsChosen)> Choices
    {
        get
        {
            var codes = Shape.IsOfCodes ? Shape.Items.Codes : Shape.Codes;
            var chosen =
                Shape.IsOfCodes ? Texts
                : Text.Length > 0 ? [Text]
                : [];
            return codes.Where(chosen.Contains).SequenceEqual(chosen)
                ? [.. codes.Select(code => (code, chosen.Contains(code)))]
                : [.. chosen.Select(code => (code, true)), .. codes.Except(chosen).Select(code => (code, false))];
        }
    }

    /// <summary>The members of an object, each with its field.</summary>
    public IEnumerable<FormField> Members =>
        Depth >= FormReader.Deepest ? [] : Of(Shape.Kind == ShapeKind.Alternatives ? Shape.AlternativeOf(Value)! : Shape);

    /// <summary>Members of which the schema knows nothing: they are shown as JSON, and the gateway refuses them.</summary>
    public IEnumerable<FormField> StrangeMembers =>
        (Value as JsonObject ?? [])
            .Where(member => Members.All(known => known.Name != member.Key))
            .Select(member => new FormField(Form, Shape, member.Key, $"{Pointer}/{FormText.Escape(member.Key)}", member.Value, false)
            {
                IsUnknown = true,
            });

    /// <summary>The items of a list of objects.</summary>
    public IEnumerable<FormField> Items =>
        (Value as JsonArray ?? []).Select(
            (item, index) =>
                new FormField(Form, Shape.Items, FormText.Index(index + 1), $"{Pointer}/{FormText.Index(index)}", item, true)
                {
                    Index = index,
                    Depth = Depth + 1,
                    IsUnknown = item is null,
                }
        );

    private IEnumerable<FormField> Of(Shape shape) =>
        shape.Members.Select(member => new FormField(
            Form,
            member.Shape,
            member.Name,
            $"{Pointer}/{FormText.Escape(member.Name)}",
            (Value as JsonObject)?[member.Name],
            member.IsRequired
        )
        {
            Depth = Depth + 1,
        });
}
