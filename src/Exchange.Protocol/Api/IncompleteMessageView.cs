using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Api;

/// <summary>
/// A refused message of which not all could be read, or whose id or sequence another message had: it is no message under an id
/// of its own. Whatever is unknown, or another's, is absent.
/// </summary>
public sealed record IncompleteMessageView
{
    public Guid? MessageId { get; init; }

    public Guid? ExchangeId { get; init; }

    public required string Counterpart { get; init; }

    /// <summary>True for a message of ours: its row was damaged.</summary>
    public required bool Outgoing { get; init; }

    public MessageKind? Kind { get; init; }

    public int? Sequence { get; init; }

    public required Digest Signed { get; init; }

    public required Digest Sealed { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When our log recorded it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary><c>rejected</c>, unless the row was damaged.</summary>
    public required string Transport { get; init; }

    /// <summary>Why it was refused.</summary>
    public int? Code { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Index of the entry in our log.</summary>
    public required long EntryIndex { get; init; }
}
