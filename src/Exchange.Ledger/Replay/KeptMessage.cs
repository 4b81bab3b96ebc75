using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Ledger.Replay;

/// <summary>A case message as a database keeps it, or as its log says that it must.</summary>
/// <param name="Counterpart">With whom.</param>
/// <param name="Outgoing">True for one of ours.</param>
/// <param name="MessageId">Its giver's. Absent, as are the next, kind, sequence and times, from a refusal of which not all could be read; so are id and sequence where another message has them.</param>
/// <param name="ExchangeId">Of its exchange.</param>
/// <param name="Entry">Index of the entry that sent, took or refused it.</param>
public sealed record KeptMessage(string Counterpart, bool Outgoing, Guid? MessageId, Guid? ExchangeId, long Entry)
{
    /// <summary>Code of its kind.</summary>
    public string? Kind { get; init; }

    public int? Sequence { get; init; }

    public Digest? Signed { get; init; }

    public Digest? Sealed { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary><c>sent</c>, <c>delivered</c>, <c>refused</c>, <c>accepted</c> or <c>rejected</c>.</summary>
    public required string Transport { get; init; }

    public int? Code { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Index of the newest entry that changed it: the receipt's, where it has one. Only a log knows.</summary>
    public long? Settlement { get; init; }

    /// <summary>True if its names find it; a row that lacks one is found by its entry.</summary>
    public bool HasNames => MessageId is not null && ExchangeId is not null;

    /// <summary>As the gateway shows it.</summary>
    public static KeptMessage Of(MessageView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(view.Counterpart, view.Outgoing, view.MessageId, view.ExchangeId, view.EntryIndex)
        {
            Kind = view.Kind.Code,
            Sequence = view.Sequence,
            Signed = view.Signed,
            Sealed = view.Sealed,
            IssuedAt = view.IssuedAt,
            ExpiresAt = view.ExpiresAt,
            RecordedAt = view.RecordedAt,
            Transport = view.Transport,
            Code = view.Code,
            SettledAt = view.SettledAt,
        };
    }

    /// <summary>As the gateway shows one that lacks something.</summary>
    public static KeptMessage Of(IncompleteMessageView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(view.Counterpart, view.Outgoing, view.MessageId, view.ExchangeId, view.EntryIndex)
        {
            Kind = view.Kind?.Code,
            Sequence = view.Sequence,
            Signed = view.Signed,
            Sealed = view.Sealed,
            IssuedAt = view.IssuedAt,
            ExpiresAt = view.ExpiresAt,
            RecordedAt = view.RecordedAt,
            Transport = view.Transport,
            Code = view.Code,
            SettledAt = view.SettledAt,
        };
    }
}
