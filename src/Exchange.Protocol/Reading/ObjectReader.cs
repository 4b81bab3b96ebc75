using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Protocol.Parties;

namespace Exchange.Protocol.Reading;

/// <summary>
/// Reads the members of one JSON object and collects every fault instead of stopping at the first. A member that is missing, of
/// the wrong type or unknown is a fault of code 401; one that breaks a rule of the vocabulary, 403.
/// After a fault the returned value is a placeholder, and the whole document is refused.
/// </summary>
public sealed class ObjectReader
{
    private const int LongestCode = 64;

    private readonly JsonElement _element;
    private readonly string _pointer;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private bool _ignoresTheRest;

    internal ObjectReader(JsonElement element, string pointer, Findings findings) =>
        (_element, _pointer, Findings) = (element, pointer, findings);

    internal Findings Findings { get; }

    /// <summary>True if the member is present (a JSON null is present, and is refused when it is read).</summary>
    public bool Has(string member) => _element.TryGetProperty(member, out _);

    public void Refuse(string member, ReceiptCode code, string text) => Findings.Add(new(code, PointerOf(member), text));

    /// <summary>Refuses a member at any depth that does not fit other members.</summary>
    /// <param name="pointer">JSON pointer from this object.</param>
    /// <param name="text">The reason.</param>
    internal void RefuseAt(string pointer, string text) => Findings.Add(new(ReceiptCode.AgainstTheVocabulary, _pointer + pointer, text));

    /// <summary>Warns the writer of a value that is often a mistake; refuses nothing.</summary>
    internal void Warn(string member, string text) => Findings.Add(new(ReceiptCode.Accepted, PointerOf(member), text));

    /// <summary>A text of 1 to <paramref name="maximum"/> code points, without control characters other than line breaks and tabs.</summary>
    public string Text(string member, int maximum) => Required(member, "", value => AsText(member, null, value, maximum, isLine: false));

    public string? OptionalText(string member, int maximum) => Has(member) ? Text(member, maximum) : null;

    /// <summary>The same on one line, without leading or trailing white space.</summary>
    public string Line(string member, int maximum) => Required(member, "", value => AsText(member, null, value, maximum, isLine: true));

    public string? OptionalLine(string member, int maximum) => Has(member) ? Line(member, maximum) : null;

    /// <summary>A text of a closed form. Another text is a fault of code 403, and then the value is empty.</summary>
    public string Line(string member, Form form) => Required(member, "", value => AsForm(PointerOf(member), value, form));

    public string? OptionalLine(string member, Form form) => Has(member) ? Line(member, form) : null;

    /// <summary>An array of <paramref name="minimum"/> to <paramref name="maximum"/> lines of at most <paramref name="longest"/> code points each.</summary>
    public IReadOnlyList<string> Lines(string member, int minimum, int maximum, int longest) =>
        Items(member, minimum, maximum, (item, pointer) => AsText(member, pointer, item, longest, isLine: true));

    public IReadOnlyList<string>? OptionalLines(string member, int maximum, int longest) => Has(member) ? Lines(member, 1, maximum, longest) : null;

    /// <summary>An array of texts of a closed form; one that is not is empty.</summary>
    public IReadOnlyList<string> Lines(string member, int minimum, int maximum, Form form) =>
        Items(member, minimum, maximum, (item, pointer) => AsForm(pointer, item, form));

    public IReadOnlyList<string>? OptionalLines(string member, int maximum, Form form) => Has(member) ? Lines(member, 1, maximum, form) : null;

    public bool Boolean(string member) => Required(member, false, value => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => WrongType(member, "true or false", false),
    });

    public bool? OptionalBoolean(string member) => Has(member) ? Boolean(member) : null;

    /// <summary>An integer; a fraction or an exponent is a wrong type. <paramref name="code"/> is the fault of a value outside the bounds.</summary>
    public long Integer(string member, long minimum, long maximum, ReceiptCode code = ReceiptCode.AgainstTheVocabulary) =>
        Bounded(member, minimum, maximum, "an integer", code, value => value.TryGetInt64(out var number) ? number : null);

    /// <summary>Reads an integer without marking the member as read, and without a fault if it is not one.</summary>
    public bool TryInteger(string member, long minimum, long maximum, out long number)
    {
        number = 0;
        return _element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out number) && number >= minimum && number <= maximum;
    }

    public long? OptionalInteger(string member, long minimum, long maximum) => Has(member) ? Integer(member, minimum, maximum) : null;

    public decimal Number(string member, decimal minimum, decimal maximum) =>
        Bounded(member, minimum, maximum, "a number", ReceiptCode.AgainstTheVocabulary, value => value.TryGetDecimal(out var number) ? number : null);

    /// <summary>One of the codes of an enumeration (see <see cref="CodeNames{T}"/>).</summary>
    public T Code<T>(string member) where T : struct, Enum => Required(member, default(T), value => AsCode<T>(member, value));

    public T? OptionalCode<T>(string member) where T : struct, Enum => Has(member) ? Code<T>(member) : null;

    public DateTimeOffset Time(string member) => Parsed(member, "a time such as 2026-11-23T16:00:00.000Z", default,
        (string text, out DateTimeOffset time) => ProtocolTime.TryParse(text, out time));

    public DateTimeOffset? OptionalTime(string member) => Has(member) ? Time(member) : null;

    public DateOnly Date(string member) => Parsed(member, "a date such as 2026-11-23", default,
        (string text, out DateOnly date) => DateOnly.TryParseExact(text, "yyyy-MM-dd", out date));

    public DateOnly? OptionalDate(string member) => Has(member) ? Date(member) : null;

    public PartyName Party(string member) => Parsed(member, "a party's name", null!, (string text, out PartyName name) => PartyName.TryParse(text, out name!));

    /// <summary>A version 7 UUID in its one text form.</summary>
    public Guid Id(string member) => Parsed(member, "a version 7 UUID in lower case", Guid.Empty,
        (string text, out Guid id) => MessageId.TryParse(text, out id));

    public Digest Digest(string member) => Parsed(member, "sha256: and 64 lower-case hex digits", default,
        (string text, out Digest digest) => Protocol.Digest.TryParse(text, out digest));

    /// <summary>Padded base64 (RFC 4648 section 4) in its one valid form, of exactly <paramref name="size"/> bytes.</summary>
    public byte[] Bytes(string member, int size) => Parsed(member, $"{size} bytes in base64", [],
        (string text, out byte[] bytes) => Base64.TryParse(text, out bytes) && bytes.Length == size);

    /// <summary>A text with a parser of its own, such as a party's name.</summary>
    public T Parsed<T>(string member, string form, T placeholder, TextParser<T> parse) => Required(member, placeholder, value =>
        value.ValueKind == JsonValueKind.String && parse(value.GetString()!, out var parsed) ? parsed : WrongType(member, form, placeholder));

    /// <summary>Reads such a text without marking the member as read, and without a fault if it is malformed.</summary>
    public bool TryParsed<T>(string member, TextParser<T> parse, out T parsed)
    {
        parsed = default!;
        return _element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && parse(value.GetString()!, out parsed);
    }

    public T Object<T>(string member, Func<ObjectReader, T> read) where T : class =>
        Required(member, null!, value => AsObject(value, PointerOf(member), read));

    public T? OptionalObject<T>(string member, Func<ObjectReader, T> read) where T : class => Has(member) ? Object(member, read) : null;

    /// <summary>An array of <paramref name="minimum"/> to <paramref name="maximum"/> objects.</summary>
    public IReadOnlyList<T> Objects<T>(string member, int minimum, int maximum, Func<ObjectReader, T> read) where T : class =>
        Items(member, minimum, maximum, (item, pointer) => AsObject(item, pointer, read));

    public IReadOnlyList<T>? OptionalObjects<T>(string member, int maximum, Func<ObjectReader, T> read) where T : class =>
        Has(member) ? Objects(member, 1, maximum, read) : null;

    /// <summary>
    /// Reads this object by one of its members, such as an entity by its <c>type</c>. Null, and all other members unread, if the
    /// member has none of these codes.
    /// </summary>
    public T? ByCode<T>(string member, IReadOnlyDictionary<string, Func<ObjectReader, T>> readers) where T : class
    {
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
        string member, int minimum, int maximum, string form, TextParser<T> parse, ReceiptCode code = ReceiptCode.MembersOrTypes) where T : notnull =>
        Items(member, minimum, maximum, (item, pointer) => item.ValueKind == JsonValueKind.String
            ? AsItem(item.GetString()!, pointer, form, parse, code)
            : RefuseAs<T>(pointer, ReceiptCode.MembersOrTypes, "Not a text.", default!));

    public IReadOnlyList<T> Codes<T>(string member, int minimum, int maximum) where T : struct, Enum => Texts(
        member, minimum, maximum, $"one of {CodeNames<T>.All}", (string text, out T code) => CodeNames<T>.TryParse(text, out code), ReceiptCode.AgainstTheVocabulary);

    /// <summary>An object whose members the caller reads.</summary>
    public JsonObject? OptionalNode(string member) => Has(member)
        ? Required<JsonObject?>(member, null, value => value.ValueKind == JsonValueKind.Object ? JsonObject.Create(value.Clone()) : WrongType<JsonObject?>(member, "an object", null))
        : null;

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
        foreach (var name in _element.EnumerateObject().Select(property => property.Name).Where(name => !_taken.Contains(name)))
            Refuse(TextRules.Shown(name), ReceiptCode.MembersOrTypes, "This member is unknown.");
    }

    private T Required<T>(string member, T placeholder, Func<JsonElement, T> take)
    {
        _taken.Add(member);
        if (_element.TryGetProperty(member, out var value))
            return take(value);
        Refuse(member, ReceiptCode.MembersOrTypes, "This member is missing.");
        return placeholder;
    }

    private T Bounded<T>(string member, T minimum, T maximum, string form, ReceiptCode code, Func<JsonElement, T?> take) where T : struct, IComparable<T> =>
        Required(member, minimum, value =>
        {
            if (value.ValueKind != JsonValueKind.Number || take(value) is not { } number)
                return WrongType(member, form, minimum);
            return number.CompareTo(minimum) >= 0 && number.CompareTo(maximum) <= 0
                ? number
                : RefuseAs(PointerOf(member), code, $"The number is not from {minimum} to {maximum}.", minimum);
        });

    private string AsText(string member, string? pointer, JsonElement value, int maximum, bool isLine)
    {
        if (value.ValueKind != JsonValueKind.String)
            return RefuseAs(pointer ?? PointerOf(member), ReceiptCode.MembersOrTypes, "Not a text.", "");
        var text = value.GetString()!;
        return TextRules.FaultOf(text, maximum, isLine) is { } fault ? RefuseAs(pointer ?? PointerOf(member), ReceiptCode.AgainstTheVocabulary, fault, text) : text;
    }

    private string AsForm(string pointer, JsonElement value, Form form)
    {
        if (value.ValueKind != JsonValueKind.String)
            return RefuseAs(pointer, ReceiptCode.MembersOrTypes, "Not a text.", "");
        var text = value.GetString()!;
        return form.Fits(text) ? text : RefuseAs(pointer, ReceiptCode.AgainstTheVocabulary, $"Not {form.Meaning}.", "");
    }

    private T AsCode<T>(string member, JsonElement value) where T : struct, Enum
    {
        if (value.ValueKind != JsonValueKind.String)
            return WrongType(member, "a text", default(T));
        if (CodeNames<T>.TryParse(value.GetString()!, out var code))
            return code;
        Refuse(member, ReceiptCode.AgainstTheVocabulary, $"Not one of {CodeNames<T>.All}.");
        return default;
    }

    private T AsObject<T>(JsonElement value, string pointer, Func<ObjectReader, T> read) where T : class
    {
        if (value.ValueKind != JsonValueKind.Object)
            return RefuseAs<T>(pointer, ReceiptCode.MembersOrTypes, "Not an object.", null!);
        var reader = new ObjectReader(value, pointer, Findings);
        var result = read(reader);
        reader.RefuseTheRest();
        return result;
    }

    private IReadOnlyList<T> Items<T>(string member, int minimum, int maximum, Func<JsonElement, string, T> read) =>
        Required<IReadOnlyList<T>>(member, [], value =>
        {
            if (value.ValueKind != JsonValueKind.Array)
                return WrongType<IReadOnlyList<T>>(member, "an array", []);
            var count = value.GetArrayLength();
            if (count >= minimum && count <= maximum)
                return [.. value.EnumerateArray().Select((item, index) => read(item, $"{PointerOf(member)}/{index}"))];
            Refuse(member, ReceiptCode.AgainstTheVocabulary, $"The list must have {minimum} to {maximum} items.");
            return [];
        });

    private T AsItem<T>(string text, string pointer, string form, TextParser<T> parse, ReceiptCode code) where T : notnull
    {
        if (TextRules.HasForbidden(text))
            return RefuseAs<T>(pointer, ReceiptCode.AgainstTheVocabulary, TextRules.ForbiddenCharacter, default!);
        return parse(text, out var parsed) ? parsed : RefuseAs<T>(pointer, code, $"Not {form}.", default!);
    }

    private T RefuseAs<T>(string pointer, ReceiptCode code, string text, T placeholder)
    {
        Findings.Add(new(code, pointer, text));
        return placeholder;
    }

    private T WrongType<T>(string member, string form, T placeholder) => RefuseAs(PointerOf(member), ReceiptCode.MembersOrTypes, $"Not {form}.", placeholder);

    private string PointerOf(string member) => $"{_pointer}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
