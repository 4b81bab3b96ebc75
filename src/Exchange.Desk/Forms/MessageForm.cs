using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Desk.Api;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Desk.Forms;

/// <summary>The form of a message: what was typed, what is wrong with it, and what of it others can refer to.</summary>
internal sealed class MessageForm
{
    /// <summary>A message of 1 MiB has fewer.</summary>
    public const int MostFields = 50_000;

    private readonly ILookup<string, GatewayFault> _faults;
    private readonly ILookup<string, GatewayFault> _warnings;
    private readonly string? _changed;

    /// <param name="shape">Of the kind.</param>
    /// <param name="message">What was typed.</param>
    /// <param name="faults">By the gateway.</param>
    /// <param name="warnings">By the gateway.</param>
    /// <param name="changed">Pointer to what was changed last.</param>
    public MessageForm(
        Shape shape,
        JsonObject message,
        IReadOnlyList<GatewayFault>? faults = null,
        IReadOnlyList<GatewayFault>? warnings = null,
        string? changed = null
    )
    {
        Message = new(this, shape, "", "", message, true);
        Faults = InOrder((faults ?? []).Select(InWords));
        _faults = Faults.ToLookup(fault => PlaceOf(fault.Pointer).Field.Pointer, StringComparer.Ordinal);
        _warnings = (warnings ?? []).ToLookup(warning => PlaceOf(warning.Pointer).Field.Pointer, StringComparer.Ordinal);
        _changed = changed;
        Warnings = InOrder(warnings ?? []);
        Names = FormNames.Of(Message);
    }

    public FormField Message { get; }

    /// <summary>A part of the message, such as <c>body</c>; null if it is absent.</summary>
    public FormField? Part(string name) => Message.Members.FirstOrDefault(part => part.Name == name && part.Value is not null);

    /// <summary>All handling codes that count in it, its items' too.</summary>
    public IReadOnlyList<string> HandlingCodes => HandledParts.CodesOf(JsonSerializer.SerializeToElement(Message.Value));

    /// <summary>Where the form is; empty on its own page.</summary>
    public string Address { get; init; } = "";

    /// <summary>The questions that it names by their numbers, in words; none where they are not known.</summary>
    public IReadOnlyList<AskedView> Asked { get; init; } = [];

    public IReadOnlyList<GatewayFault> Faults { get; }
    public IReadOnlyList<GatewayFault> Warnings { get; }

    /// <summary>
    /// The parts that have a heading: what is said, each part of it that has parts of its own, and the rest of the message.
    /// </summary>
    public IEnumerable<FormSection> Sections
    {
        get
        {
            var parts = Message.Members.ToList();
            var content = parts.Find(part => part.Name == "body")!;
            var others = parts.FindAll(part => part.Shape.Kind == ShapeKind.Object && part != content);
            if (!content.IsStrange)
            {
                var sections = content.Members.ToLookup(IsSection);
                yield return new("Content", content, [.. sections[false], .. content.StrangeMembers]);
                foreach (var section in sections[true])
                    yield return SectionOf(section);
            }

            foreach (var other in others)
                yield return SectionOf(other);
            var rest = parts.Where(part => part == content ? part.IsStrange : !others.Contains(part));
            yield return new("More", Message, [.. rest, .. Message.StrangeMembers]);
        }
    }

    /// <summary>The entities that others can be linked to, each by its id.</summary>
    public IReadOnlyList<(string Id, FormField Entity)> Names { get; }

    /// <summary>Lists of codes that are too long to be shown at each field, by the name of their definition.</summary>
    public IDictionary<string, Shape> LongLists { get; } = new SortedDictionary<string, Shape>(StringComparer.Ordinal);

    /// <summary>The id of a list of codes that fields share.</summary>
    public string LongList(Shape shape)
    {
        LongLists[shape.Name] = shape;
        return $"list-{shape.Name}";
    }

    public IReadOnlyList<GatewayFault> FaultsAt(string pointer) => [.. _faults[pointer]];

    public IReadOnlyList<GatewayFault> WarningsAt(string pointer) => [.. _warnings[pointer]];

    public bool IsMarkedWithin(string pointer) =>
        _faults
            .Concat(_warnings)
            .Select(places => places.Key)
            .Append(_changed)
            .OfType<string>()
            .Any(place => place == pointer || place.StartsWith(pointer + '/', StringComparison.Ordinal));

    /// <summary>The innermost field that shows what a pointer means, with the names on the way to it.</summary>
    public (FormField Field, IReadOnlyList<string> Path) PlaceOf(string pointer)
    {
        var field = Message;
        List<string> path = [];
        foreach (var part in pointer.Split('/').Skip(1))
        {
            if (Within(field).FirstOrDefault(inner => inner.Pointer == $"{field.Pointer}/{part}") is not { } found)
                break;
            field = found;
            path.Add(field.Name);
        }

        return (field, path);
    }

    private GatewayFault InWords(GatewayFault fault) =>
        PlaceOf(fault.Pointer).Field is var field && field.Pointer == fault.Pointer
            ? fault with
            {
                Text = FaultWords.Of(field, fault.Text),
            }
            : fault;

    // As their fields follow each other on the page; what is about no field comes first.
    private List<GatewayFault> InOrder(IEnumerable<GatewayFault> faults)
    {
        var given = faults.ToList();
        if (given.Count < 2)
            return given;
        var places = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = -1 };
        foreach (var section in Sections)
        {
            foreach (var field in section.Members is { } members ? members.Prepend(section.Part) : [section.Part])
                Add(field, section.Members is null || field != section.Part);
        }

        return [.. given.OrderBy(fault => places.GetValueOrDefault(PlaceOf(fault.Pointer).Field.Pointer, int.MaxValue))];

        void Add(FormField field, bool withMembers)
        {
            places.TryAdd(field.Pointer, places.Count);
            foreach (var inner in withMembers ? Within(field) : [])
                Add(inner, true);
        }
    }

    private static bool IsSection(FormField part) =>
        !part.IsStrange && part.Shape is { Kind: ShapeKind.Object }
            ? part.IsRequired
            : part.Shape is { Kind: ShapeKind.List, IsOfLines: false, IsOfCodes: false };

    private static FormSection SectionOf(FormField part) =>
        part is { IsStrange: false, Shape.Kind: ShapeKind.Object }
            ? new(part.Name, part, [.. part.Members, .. part.StrangeMembers])
            : new(part.Name, part, null);

    private static IEnumerable<FormField> Within(FormField field) =>
        field switch
        {
            { IsStrange: true } => [],
            { Shape.Kind: ShapeKind.Object or ShapeKind.Alternatives } => field
                .Members.Where(member => member.Shape.Kind != ShapeKind.Constant)
                .Concat(field.StrangeMembers),
            { Shape: { Kind: ShapeKind.List, IsOfLines: false, IsOfCodes: false } } => field.Items,
            _ => [],
        };
}

/// <summary>A part of a form with a heading.</summary>
/// <param name="Name">A name that becomes words.</param>
/// <param name="Part">What it shows.</param>
/// <param name="Members">What is asked in it; null for a list.</param>
internal sealed record FormSection(string Name, FormField Part, IReadOnlyList<FormField>? Members);
