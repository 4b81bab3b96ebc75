using System.Globalization;
using System.Text.Json.Nodes;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Life;

/// <summary>A value of a message that its ledger entry keeps, because the life of the exchange depends on it.</summary>
/// <param name="Name">Its member in the entry's <c>detail</c>. Kinds that use the same name use the same format.</param>
/// <param name="Form">Its format, which cannot hold free text.</param>
/// <param name="Of">Takes it from a message; null if the message does not have it.</param>
public sealed record Fact(string Name, DetailForm Form, Func<Message, JsonNode?> Of)
{
    public static Fact Time<T>(string name, Func<T, DateTimeOffset?> of)
        where T : MessageBody => In<T>(name, DetailForm.Time, body => of(body) is { } time ? ProtocolTime.Write(time) : null);

    public static Fact Id<T>(string name, Func<T, Guid?> of)
        where T : MessageBody => In<T>(name, DetailForm.Id, body => of(body) is { } id ? MessageId.Write(id) : null);

    public static Fact Flag<T>(string name, Func<T, bool?> of)
        where T : MessageBody => In<T>(name, DetailForm.Flag, body => of(body));

    public static Fact Code<T, TCode>(string name, Func<T, TCode?> of)
        where T : MessageBody
        where TCode : struct, Enum => In<T>(name, DetailForm.Code, body => of(body) is { } code ? CodeNames<TCode>.Write(code) : null);

    public static Fact Number<T>(string name, Func<T, int?> of)
        where T : MessageBody => In<T>(name, DetailForm.Number, body => of(body));

    public static Fact Numbers<T>(string name, Func<T, IEnumerable<int>?> of)
        where T : MessageBody =>
        In<T>(name, DetailForm.Numbers, body =>
            of(body) is { } numbers ? new JsonArray([.. numbers.Select(number => (JsonNode)number)]) : null
        );

    private static Fact In<T>(string name, DetailForm form, Func<T, JsonNode?> of)
        where T : MessageBody => new(name, form, message => of((T)message.Body));
}

/// <summary>
/// The facts of one message in its ledger entry. An unknown name or a malformed value counts as absent. Two sets with the same
/// values are equal.
/// </summary>
public sealed class FactSet : IEquatable<FactSet>
{
    private readonly SortedList<string, string> _values = new(StringComparer.Ordinal);

    public static FactSet None { get; } = new();

    /// <summary>A single fact.</summary>
    internal static FactSet Of(string name, JsonNode value)
    {
        var set = new FactSet();
        set.Put(name, value);
        return set;
    }

    /// <summary>The facts of a case message; none of a link message.</summary>
    public static FactSet Of(Message message)
    {
        if (message.Header.Kind is not CaseKind kind)
            return None;
        var set = new FactSet();
        foreach (var fact in kind.Facts)
            set.Put(fact.Name, fact.Of(message));
        return set;
    }

    /// <summary>Reads the facts of an entry's <c>detail</c>.</summary>
    public static FactSet Read(JsonObject? detail)
    {
        var set = new FactSet();
        foreach (var fact in CaseKinds.Facts)
        {
            if (detail?[fact.Name] is { } value && DetailForms.Has(fact.Form, value))
                set.Put(fact.Name, value);
        }

        return set;
    }

    public DateTimeOffset? Time(string name) => Text(name) is { } text && ProtocolTime.TryParse(text, out var time) ? time : null;

    public bool? Flag(string name) => _values.TryGetValue(name, out var json) ? json == "true" : null;

    public T? Code<T>(string name)
        where T : struct, Enum => Text(name) is { } text && CodeNames<T>.TryParse(text, out var code) ? code : null;

    public int? Number(string name) =>
        _values.TryGetValue(name, out var json) && int.TryParse(json, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public IReadOnlyList<int>? Numbers(string name) =>
        _values.TryGetValue(name, out var json) ? [.. JsonNode.Parse(json)!.AsArray().Select(number => number!.GetValue<int>())] : null;

    public void WriteTo(JsonObject detail)
    {
        foreach (var fact in CaseKinds.Facts)
        {
            if (_values.TryGetValue(fact.Name, out var json))
                detail.Add(fact.Name, JsonNode.Parse(json));
        }
    }

    public bool Equals(FactSet? other) => other is not null && _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as FactSet);

    public override int GetHashCode() => _values.Count;

    public override string ToString()
    {
        var json = new JsonObject();
        WriteTo(json);
        return json.ToJsonString();
    }

    private string? Text(string name) => _values.TryGetValue(name, out var json) && json is ['"', .., '"'] ? json[1..^1] : null;

    private void Put(string name, JsonNode? value)
    {
        if (value is not null)
            _values[name] = value.ToJsonString();
    }
}
