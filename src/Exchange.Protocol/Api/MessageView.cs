using System.Text.Json.Nodes;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Api;

/// <summary>
/// One case message. Holds content when read alone: prints as its id. Id, exchange, kind, sequence and times are absent only in the
/// list of incomplete messages, where they could not be read or another message had them.
/// </summary>
public sealed record MessageView
{
    public Guid? MessageId { get; init; }
    public Guid? ExchangeId { get; init; }

    /// <summary>Absent if the opening message was refused: the exchange does not exist.</summary>
    public string? Reference { get; init; }

    public required string Counterpart { get; init; }

    /// <summary>True for a message of ours.</summary>
    public required bool Outgoing { get; init; }

    public MessageKind? Kind { get; init; }

    /// <summary>For an acknowledgement: true if a policy sent it, false if an officer did.</summary>
    public bool? Automatic { get; init; }

    public int? Sequence { get; init; }
    public required Digest Signed { get; init; }
    public required Digest Sealed { get; init; }
    public DateTimeOffset? IssuedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When our ledger recorded it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary><c>sent</c>, <c>delivered</c>, <c>refused</c>; <c>accepted</c> or <c>rejected</c> for incoming messages.</summary>
    public required string Transport { get; init; }

    /// <summary>The recipient's code, once it has one.</summary>
    public int? Code { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Last day (UTC) on which what it says is kept here; absent where it is not stored.</summary>
    public DateOnly? KeptUntil { get; init; }

    /// <summary>When what it says was destroyed here; absent unless it was.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Index of the entry in our ledger.</summary>
    public required long EntryIndex { get; init; }

    /// <summary>The message as it was signed; only when one message is opened.</summary>
    public JsonNode? Message { get; init; }

    /// <summary>
    /// The questions that it names by their numbers, in the words of the message that asks them; only when it is opened, and absent if that
    /// message is not stored here or is withheld from the caller.
    /// </summary>
    public IReadOnlyList<AskedView>? Asked { get; init; }

    /// <summary>What the caller may send in its exchange now; only when it is opened.</summary>
    public IReadOnlyList<OfferView>? Offers { get; init; }

    public override string ToString() => $"{MessageId}";
}

/// <summary>A question of another message. Holds content: prints as its number.</summary>
/// <param name="Number">Its number there.</param>
/// <param name="Text">In words.</param>
public sealed record AskedView(int Number, string Text)
{
    public override string ToString() => $"question {Number}";
}

/// <summary>
/// The proof of the outcome of a message of ours: the recipient's entry, its inclusion proof and the signed checkpoint of its ledger.
/// </summary>
public sealed record ReceiptView(
    Guid MessageId,
    Digest Signed,
    ReceiptCode Code,
    DateTimeOffset SettledAt,
    ReceiptItem Item,
    string Checkpoint
);
