using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Parties;

namespace Exchange.Protocol.Reading;

/// <summary>
/// Reads the members of one JSON object and collects every fault instead of stopping at the first. A member that is missing, of
/// the wrong type or unknown is a fault of code 401; one that breaks a rule of the vocabulary, 403.
/// After a fault the returned value is a placeholder, and the whole document is refused.
/// With <see cref="ShapeNotes"/> there is no document: each member is noted, and read as if it were missing.
/// </summary>
public sealed partial class ObjectReader
{
    /// <summary>What is wrong where a member is required and absent.</summary>
    public const string Missing = "This member is missing.";

    /// <summary>How it begins where a list has too few or too many items.</summary>
    public const string Count = "The list must have";

    private const int LongestCode = 64;

    /// <summary>In code points.</summary>
    private const int LongestEntityId = 32;

    private readonly JsonElement _element;
    private readonly string _pointer;
    private readonly ShapeNotes? _notes;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private bool _ignoresTheRest;

    internal ObjectReader(JsonElement element, string pointer, Findings findings) =>
        (_element, _pointer, Findings) = (element, pointer, findings);

    /// <summary>Notes what is read instead of reading.</summary>
    internal ObjectReader(ShapeNotes notes)
        : this(ShapeNotes.NoMembers, "", new()) => _notes = notes;

    internal Findings Findings { get; }

    /// <summary>True if the member is present (a JSON null is present, and is refused when it is read).</summary>
    public bool Has(string member) => _notes?.NoteOptional(member) ?? _element.TryGetProperty(member, out _);

    /// <summary>True if the member is at fault, so that its value must not be used.</summary>
    internal bool IsAtFault(string member) => Findings.AreAt(PointerOf(member));

    public void Refuse(string member, ReceiptCode code, string text) => Findings.Add(new(code, PointerOf(member), text));

    /// <summary>Refuses a member at any depth that does not fit other members.</summary>
    /// <param name="pointer">JSON pointer from this object.</param>
    /// <param name="text">The reason.</param>
    internal void RefuseAt(string pointer, string text) => Findings.Add(new(ReceiptCode.AgainstTheVocabulary, _pointer + pointer, text));

    /// <summary>Warns the writer of a value that is often a mistake; refuses nothing.</summary>
    internal void Warn(string member, string text) => Findings.Add(new(ReceiptCode.Accepted, PointerOf(member), text));

    /// <summary>The same of a member at any depth.</summary>
    internal void WarnAt(string pointer, string text) => Findings.Add(new(ReceiptCode.Accepted, _pointer + pointer, text));

    /// <summary>
    /// A text of 1 to <paramref name="maximum"/> code points, without control characters other than line breaks and tabs.
    /// </summary>
    public string Text(string member, int maximum)
    {
        _notes?.Text(member, maximum, isLine: false);
        return TryTake(member, out var value) ? AsText(member, null, value, maximum, isLine: false) : "";
    }

    public string? OptionalText(string member, int maximum) => Has(member) ? Text(member, maximum) : null;

    /// <summary>The same on one line, without leading or trailing white space.</summary>
    public string Line(string member, int maximum)
    {
        _notes?.Text(member, maximum, isLine: true);
        return TryTake(member, out var value) ? AsText(member, null, value, maximum, isLine: true) : "";
    }

    public string? OptionalLine(string member, int maximum) => Has(member) ? Line(member, maximum) : null;

    /// <summary>The id of an entity, by which other members of its message refer to it.</summary>
    internal string EntityId(string member)
    {
        var id = Line(member, LongestEntityId);
        _notes?.Annotate(member, SchemaNotes.Names, "entity");
        return id;
    }

    /// <summary>The id of an entity of this message.</summary>
    internal string Reference(string member)
    {
        var id = Line(member, LongestEntityId);
        _notes?.Annotate(member, SchemaNotes.RefersTo, "entity");
        return id;
    }

    internal string? OptionalReference(string member) => Has(member) ? Reference(member) : null;

    /// <summary>The place of this object among its like, from 1.</summary>
    internal int Position(string member)
    {
        var number = (int)Integer(member, 1, 999);
        _notes?.Annotate(member, SchemaNotes.Position, true);
        return number;
    }

    /// <summary>A text of a closed form. Another text is a fault of code 403, and then the value is empty.</summary>
    public string Line(string member, Form form)
    {
        _notes?.Form(member, form);
        return TryTake(member, out var value) ? AsForm(member, null, value, form) : "";
    }

    public string? OptionalLine(string member, Form form) => Has(member) ? Line(member, form) : null;

    /// <summary>
    /// An array of <paramref name="minimum"/> to <paramref name="maximum"/> lines of at most <paramref name="longest"/> code points each.
    /// </summary>
    public IReadOnlyList<string> Lines(string member, int minimum, int maximum, int longest)
    {
        _notes?.Lines(member, minimum, maximum, longest);
        return Items(member, minimum, maximum, (item, pointer) => AsText(member, pointer, item, longest, isLine: true));
    }

    public IReadOnlyList<string>? OptionalLines(string member, int maximum, int longest) =>
        Has(member) ? Lines(member, 1, maximum, longest) : null;

    /// <summary>An array of texts of a closed form, none of them twice; one that is not of the form is empty.</summary>
    public IReadOnlyList<string> Lines(string member, int minimum, int maximum, Form form)
    {
        _notes?.Forms(member, minimum, maximum, form);
        var texts = Items(member, minimum, maximum, (item, pointer) => AsForm(member, pointer, item, form));
        var read = texts.Where(text => text.Length > 0).ToList();
        if (read.Distinct(StringComparer.Ordinal).Count() < read.Count)
            Refuse(member, ReceiptCode.AgainstTheVocabulary, "The list has a code twice.");
        return texts;
    }

    public IReadOnlyList<string>? OptionalLines(string member, int maximum, Form form) =>
        Has(member) ? Lines(member, 1, maximum, form) : null;

    public bool Boolean(string member)
    {
        _notes?.Boolean(member);
        return TryTake(member, out var value)
            && value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => WrongType(member, "true or false", false),
            };
    }

    public bool? OptionalBoolean(string member) => Has(member) ? Boolean(member) : null;

    /// <summary>
    /// An integer; a fraction or an exponent is a wrong type. <paramref name="code"/> is the fault of a value outside the bounds.
    /// </summary>
    public long Integer(string member, long minimum, long maximum, ReceiptCode code = ReceiptCode.AgainstTheVocabulary)
    {
        _notes?.Number(member, "integer", minimum, maximum);
        if (!TryTake(member, out var value))
            return minimum;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? Bounded(member, number, minimum, maximum, code)
            : WrongType(member, "an integer", minimum);
    }

    /// <summary>Reads an integer without marking the member as read, and without a fault if it is not one.</summary>
    public bool TryInteger(string member, long minimum, long maximum, out long number)
    {
        number = 0;
        return _element.TryGetProperty(member, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out number)
            && number >= minimum
            && number <= maximum;
    }

    public long? OptionalInteger(string member, long minimum, long maximum) => Has(member) ? Integer(member, minimum, maximum) : null;

    /// <summary>An array of 1 to <paramref name="count"/> integers; null if the member is absent.</summary>
    public IReadOnlyList<int>? OptionalIntegers(string member, int count, int minimum, int maximum)
    {
        if (!Has(member))
            return null;
        _notes?.Integers(member, 1, count, minimum, maximum);
        return Items(member, 1, count, (item, pointer) => item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out var number)
                ? RefuseAs(pointer, ReceiptCode.MembersOrTypes, "Not an integer.", minimum)
            : number >= minimum && number <= maximum ? number
            : RefuseAs(pointer, ReceiptCode.AgainstTheVocabulary, $"The number is not from {minimum} to {maximum}.", minimum));
    }

    public decimal Number(string member, decimal minimum, decimal maximum)
    {
        _notes?.Number(member, "number", minimum, maximum);
        if (!TryTake(member, out var value))
            return minimum;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            ? Bounded(member, number, minimum, maximum, ReceiptCode.AgainstTheVocabulary)
            : WrongType(member, "a number", minimum);
    }

    /// <summary>One of the codes of an enumeration (see <see cref="CodeNames{T}"/>).</summary>
    public T Code<T>(string member)
        where T : struct, Enum
    {
        _notes?.Code<T>(member);
        return TryTake(member, out var value) ? AsCode<T>(member, null, value) : default;
    }

    public T? OptionalCode<T>(string member)
        where T : struct, Enum => Has(member) ? Code<T>(member) : null;

    public IReadOnlyList<T> Codes<T>(string member, int minimum, int maximum)
        where T : struct, Enum
    {
        _notes?.Codes<T>(member, minimum, maximum);
        return Items(member, minimum, maximum, (item, pointer) => AsCode<T>(member, pointer, item));
    }

    public DateTimeOffset Time(string member) => Parsed(member, TextForms.Time, default, ParseTime);

    public DateTimeOffset? OptionalTime(string member) => Has(member) ? Time(member) : null;

    public DateOnly Date(string member) => Parsed(member, TextForms.Date, default, ParseDate);

    public DateOnly? OptionalDate(string member) => Has(member) ? Date(member) : null;

    public PartyName Party(string member) => Parsed(member, TextForms.Party, null!, ParseParty);

    /// <summary>A version 7 UUID in its one text form.</summary>
    public Guid Id(string member) => Parsed(member, TextForms.Id, Guid.Empty, ParseId);

    /// <summary>An array of 1 to <paramref name="count"/> such ids, none of them twice; null if the member is absent.</summary>
    public IReadOnlyList<Guid>? OptionalIds(string member, int count)
    {
        if (!Has(member))
            return null;
        _notes?.Forms(member, 1, count, TextForms.Id);
        var ids = Items(member, 1, count, (item, pointer) =>
            item.ValueKind == JsonValueKind.String && MessageId.TryParse(item.GetString()!, out var id)
                ? id
                : RefuseAs(pointer, ReceiptCode.MembersOrTypes, $"Not {TextForms.Id.Meaning}.", Guid.Empty)
        );
        if (ids.Distinct().Count() != ids.Count)
            Refuse(member, ReceiptCode.AgainstTheVocabulary, "An id must not occur twice.");
        return ids;
    }

    public Digest Digest(string member) => Parsed(member, TextForms.Digest, default, ParseDigest);

    /// <summary>Padded base64 (RFC 4648 section 4) in its one valid form, of exactly <paramref name="size"/> bytes.</summary>
    public byte[] Bytes(string member, int size) =>
        Parsed(member, TextForms.Base64(size), [], (string text, out byte[] bytes) =>
            Base64.TryParse(text, out bytes) && bytes.Length == size
        );

    /// <summary>A text with a parser of its own, such as a party's name. Another text is a fault of code 401.</summary>
    public T Parsed<T>(string member, Form form, T placeholder, TextParser<T> parse)
    {
        _notes?.Form(member, form);
        if (!TryTake(member, out var value))
            return placeholder;
        return value.ValueKind == JsonValueKind.String && parse(value.GetString()!, out var parsed)
            ? parsed
            : WrongType(member, form.Meaning, placeholder);
    }

    /// <summary>Reads such a text without marking the member as read, and without a fault if it is malformed.</summary>
    public bool TryParsed<T>(string member, TextParser<T> parse, out T parsed)
    {
        parsed = default!;
        return _element.TryGetProperty(member, out var value)
            && value.ValueKind == JsonValueKind.String
            && parse(value.GetString()!, out parsed);
    }

    public T Object<T>(string member, Func<ObjectReader, T> read)
        where T : class
    {
        _notes?.Object(member, read);
        return TryTake(member, out var value) ? AsObject(value, PointerOf(member), read) : null!;
    }

    public T? OptionalObject<T>(string member, Func<ObjectReader, T> read)
        where T : class => Has(member) ? Object(member, read) : null;

    /// <summary>An array of <paramref name="minimum"/> to <paramref name="maximum"/> objects.</summary>
    public IReadOnlyList<T> Objects<T>(string member, int minimum, int maximum, Func<ObjectReader, T> read)
        where T : class
    {
        _notes?.Objects(member, minimum, maximum, read);
        return Items(member, minimum, maximum, (item, pointer) => AsObject(item, pointer, read));
    }

    public IReadOnlyList<T>? OptionalObjects<T>(string member, int maximum, Func<ObjectReader, T> read)
        where T : class => Has(member) ? Objects(member, 1, maximum, read) : null;

    /// <summary>
    /// Reads this object by one of its members, such as an entity by its <c>type</c>. Null, and all other members unread, if the
    /// member has none of these codes.
    /// </summary>
    public T? ByCode<T>(string member, IReadOnlyDictionary<string, Func<ObjectReader, T>> readers)
        where T : class
    {
        if (_notes is not null)
        {
            _notes.ByCode(member, readers);
            return null;
        }

        var code = Line(member, LongestCode);
        if (readers.TryGetValue(code, out var read))
            return read(this);
        if (code.Length > 0)
            Refuse(member, ReceiptCode.AgainstTheVocabulary, $"Not one of {string.Join(", ", readers.Keys)}.");
        IgnoreTheRest();
        return null;
    }

    /// <summary>
    /// An array of texts, each read by <paramref name="parse"/>; <paramref name="code"/> is the fault of a text that it does not
    /// accept. Control characters are refused as in any text.
    /// </summary>
    public IReadOnlyList<T> Texts<T>(
        string member,
        int minimum,
        int maximum,
        string form,
        TextParser<T> parse,
        ReceiptCode code = ReceiptCode.MembersOrTypes
    )
        where T : notnull
    {
        _notes?.Lines(member, minimum, maximum, int.MaxValue);
        return Items(member, minimum, maximum, (item, pointer) =>
            item.ValueKind == JsonValueKind.String
                ? AsItem(item.GetString()!, pointer, form, parse, code)
                : RefuseAs<T>(pointer, ReceiptCode.MembersOrTypes, "Not a text.", default!)
        );
    }

    /// <summary>Any text, which is compared and not kept; null if it is missing or no text.</summary>
    internal string? AnyText(string member)
    {
        if (!TryTake(member, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : WrongType<string?>(member, "a text", null);
    }

    /// <summary>Notes a member that has one text only, and does not read it.</summary>
    internal void NoteConstant(string member, string text) => _notes?.Constant(member, text);

    /// <summary>An object whose members the caller reads.</summary>
    public JsonObject? OptionalNode(string member)
    {
        if (!_element.TryGetProperty(member, out var value))
            return null;
        _taken.Add(member);
        return value.ValueKind == JsonValueKind.Object
            ? JsonObject.Create(value.Clone())
            : WrongType<JsonObject?>(member, "an object", null);
    }

    /// <summary>Refuses a member with one fault, whatever its value.</summary>
    public void RefuseWhole(string member, ReceiptCode code, string text)
    {
        _taken.Add(member);
        Refuse(member, code, text);
    }

    /// <summary>Accepts all other members unread.</summary>
    public void IgnoreTheRest() => _ignoresTheRest = true;

    internal void RefuseTheRest()
    {
        if (_ignoresTheRest)
            return;
        foreach (var property in _element.EnumerateObject())
        {
            if (!_taken.Contains(property.Name))
                Refuse(TextRules.Shown(property.Name), ReceiptCode.MembersOrTypes, "This member is unknown.");
        }
    }
}
