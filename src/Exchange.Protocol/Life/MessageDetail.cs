using System.Text.Json.Nodes;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Life;

/// <summary>
/// What a ledger entry keeps of a message so that the life of its exchange can be told without the content. It shows the
/// counterpart nothing that the message did not.
/// </summary>
public sealed record MessageDetail
{
    /// <summary>Of the opening message: the reference of its exchange.</summary>
    public string? Reference { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Of a request.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>Asked for by a request, computed by an acknowledgement.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Of a request: how many questions it asks, numbered from 1.</summary>
    public int? Questions { get; init; }

    /// <summary>Of a response: true for the last one.</summary>
    public bool? Final { get; init; }

    /// <summary>Of a response: the questions to which it gives an outcome, in its order.</summary>
    public IReadOnlyList<int>? Answered { get; init; }

    /// <summary>Of an acknowledgement: true if a policy sent it.</summary>
    public bool? Automatic { get; init; }

    /// <summary>Id of the message that is answered.</summary>
    public Guid? InReplyTo { get; init; }

    /// <summary>When the recipient's log accepted the message: starts the clock of a request.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    public static MessageDetail Of(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var header = message.Header;
        var detail = new MessageDetail
        {
            Reference = header.Opens ? header.Reference : null,
            IssuedAt = header.IssuedAt,
            ExpiresAt = header.ExpiresAt,
            InReplyTo = header.InReplyTo?.MessageId,
        };
        return message.Body switch
        {
            RequestBody request => detail with { Urgency = request.Urgency, DueAt = request.DueAt, Questions = request.Questions.Count },
            AcknowledgementBody acknowledgement => detail with { DueAt = acknowledgement.DueAt, Automatic = acknowledgement.Automatic },
            ResponseBody response => detail with { Final = response.Extent == Extent.Final, Answered = [.. response.Answers.Select(answer => answer.Question)] },
            _ => detail,
        };
    }

    /// <summary>Reads the detail of an entry; what is missing or not in its form counts as absent.</summary>
    public static MessageDetail Read(JsonObject? detail) => new()
    {
        Reference = detail?["reference"] is JsonValue reference && reference.TryGetValue<string>(out var text) ? text : null,
        IssuedAt = Parsed<DateTimeOffset>(detail, "issuedAt", ProtocolTime.TryParse),
        ExpiresAt = Parsed<DateTimeOffset>(detail, "expiresAt", ProtocolTime.TryParse),
        Urgency = Parsed<Urgency>(detail, "urgency", CodeNames<Urgency>.TryParse),
        DueAt = Parsed<DateTimeOffset>(detail, "dueAt", ProtocolTime.TryParse),
        Questions = Number(detail?["questions"]),
        Final = Flag(detail, "final"),
        Answered = detail?["answered"] is JsonArray answered ? [.. answered.Select(Number).OfType<int>()] : null,
        Automatic = Flag(detail, "automatic"),
        InReplyTo = Parsed<Guid>(detail, "inReplyTo", MessageId.TryParse),
        AcceptedAt = Parsed<DateTimeOffset>(detail, "acceptedAt", ProtocolTime.TryParse),
    };

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        Add(json, "reference", Reference);
        Add(json, "issuedAt", Time(IssuedAt));
        Add(json, "expiresAt", Time(ExpiresAt));
        Add(json, "urgency", Urgency is { } urgency ? CodeNames<Urgency>.Write(urgency) : null);
        Add(json, "dueAt", Time(DueAt));
        Add(json, "questions", Questions);
        Add(json, "final", Final);
        Add(json, "answered", Answered is null ? null : new JsonArray([.. Answered.Select(number => (JsonNode)number)]));
        Add(json, "automatic", Automatic);
        Add(json, "inReplyTo", InReplyTo is { } id ? MessageId.Write(id) : null);
        Add(json, "acceptedAt", Time(AcceptedAt));
        return json;
    }

    private static string? Time(DateTimeOffset? time) => time is { } value ? ProtocolTime.Write(value) : null;

    private static void Add(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
            json.Add(name, value);
    }

    private static T? Parsed<T>(JsonObject? detail, string name, TextParser<T> parse) where T : struct =>
        detail?[name] is JsonValue value && value.TryGetValue<string>(out var text) && parse(text, out var parsed) ? parsed : null;

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static bool? Flag(JsonObject? detail, string name) =>
        detail?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;
}
