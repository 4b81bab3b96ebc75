using System.Text.Json.Nodes;
using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Life;

/// <summary>
/// What a ledger entry keeps of a message, so that the life of its exchange can be computed without the content. It shows the
/// counterpart no more than the message did.
/// </summary>
public sealed record MessageDetail
{
    /// <summary>Opening message only: the reference of the exchange.</summary>
    public string? Reference { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The facts that its kind defines.</summary>
    public FactSet Facts { get; init; } = FactSet.None;

    /// <summary>Id of the message that is answered.</summary>
    public Guid? InReplyTo { get; init; }

    /// <summary>When the recipient accepted the message: the deadline of a request counts from it.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>Acceptance of an opening message only: the link's times to answer, if they are not the usual ones.</summary>
    public DueSpans? Spans { get; init; }

    public static MessageDetail Of(Message message)
    {
        var header = message.Header;
        return new()
        {
            Reference = header.Opens ? header.Reference : null,
            IssuedAt = header.IssuedAt,
            ExpiresAt = header.ExpiresAt,
            Facts = FactSet.Of(message),
            InReplyTo = header.InReplyTo?.MessageId,
        };
    }

    /// <summary>Reads the detail of an entry; a missing or malformed member counts as absent.</summary>
    public static MessageDetail Read(JsonObject? detail) =>
        new()
        {
            Reference = DetailForms.Text(detail?["reference"]),
            IssuedAt = Time(detail, "issuedAt"),
            ExpiresAt = Time(detail, "expiresAt"),
            Facts = FactSet.Read(detail),
            InReplyTo = DetailForms.Text(detail?["inReplyTo"]) is { } id && MessageId.TryParse(id, out var parsed) ? parsed : null,
            AcceptedAt = Time(detail, "acceptedAt"),
            Spans =
                detail?["spans"] is JsonArray spans && DetailForms.Has(DetailForm.Numbers, spans)
                    ? DueSpans.Of([.. spans.Select(minutes => (int)DetailForms.Number(minutes)!)])
                    : null,
        };

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        Add(json, "reference", Reference);
        Add(json, "issuedAt", Write(IssuedAt));
        Add(json, "expiresAt", Write(ExpiresAt));
        Facts.WriteTo(json);
        Add(json, "inReplyTo", InReplyTo is { } id ? MessageId.Write(id) : null);
        Add(json, "acceptedAt", Write(AcceptedAt));
        if (Spans is not null)
            json.Add("spans", new JsonArray([.. Spans.Minutes.Select(minutes => (JsonNode)minutes)]));
        return json;
    }

    private static string? Write(DateTimeOffset? time) => time is { } value ? ProtocolTime.Write(value) : null;

    private static void Add(JsonObject json, string name, string? value)
    {
        if (value is not null)
            json.Add(name, value);
    }

    private static DateTimeOffset? Time(JsonObject? detail, string name) =>
        DetailForms.Text(detail?[name]) is { } text && ProtocolTime.TryParse(text, out var time) ? time : null;
}
