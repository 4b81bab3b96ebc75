using System.Text.Json.Nodes;
using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Api;

/// <summary>One case message. Holds content when read alone: prints as its id.</summary>
public sealed record MessageView
{
    public required Guid MessageId { get; init; }

    public required Guid ExchangeId { get; init; }

    /// <summary>Absent if the opening message was refused: there is no such exchange.</summary>
    public string? Reference { get; init; }

    public required string Counterpart { get; init; }

    /// <summary>True for a message of ours.</summary>
    public required bool Outgoing { get; init; }

    public required MessageKind Kind { get; init; }

    /// <summary>Of an acknowledgement: true if a policy sent it, false if an officer did.</summary>
    public bool? Automatic { get; init; }

    public required int Sequence { get; init; }

    public required Digest Signed { get; init; }

    public required Digest Sealed { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When our log recorded it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary><c>sent</c>, <c>delivered</c>, <c>refused</c>; <c>accepted</c> or <c>rejected</c> for what came in.</summary>
    public required string Transport { get; init; }

    /// <summary>The recipient's code, once it has one.</summary>
    public int? Code { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Index of the entry in our log.</summary>
    public required long EntryIndex { get; init; }

    /// <summary>The message as it was signed; only where one message is opened.</summary>
    public JsonNode? Message { get; init; }

    public override string ToString() => MessageId.ToString();
}
