using System.Text.Json.Serialization;

namespace Exchange.Protocol.Life;

/// <summary>
/// An exchange at one moment, folded from ledger entries. Its size does not grow with the number of messages: of the final steps
/// only the first of each type and side is kept, and in addition our steps without a receipt, which a refusal would
/// undo.
/// </summary>
public sealed record ExchangeState
{
    /// <summary>Maximum number of our messages without a receipt in one exchange.</summary>
    public const int MostPending = 256;

    /// <summary>Id of the opening message.</summary>
    public required Guid ExchangeId { get; init; }

    public required bool OpenedByUs { get; init; }

    /// <summary>Given by the opener; null if the ledger does not have it.</summary>
    public string? Reference { get; init; }

    /// <summary>When our ledger recorded the opening message (UTC).</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Transport state of the opening message.</summary>
    public required Transport Opener { get; init; }

    /// <summary>When the recipient's ledger accepted the opening message.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    public Term? Term { get; init; }
    public IReadOnlyList<TakenStep> Steps { get; init; } = [];

    /// <summary>Number of questions of the opening message; null if it asks none, or if its entry does not have the number.</summary>
    public int? Questions { get; init; }

    /// <summary>Questions with a final outcome.</summary>
    public IReadOnlyList<AnsweredQuestion> Answered { get; init; } = [];

    /// <summary>Number of messages, without those that we refused.</summary>
    public required int Messages { get; init; }

    /// <summary>Number of our messages without a receipt.</summary>
    public int Pending { get; init; }

    /// <summary>Index of the newest entry that changed it.</summary>
    public required long LastEntry { get; init; }

    [JsonIgnore]
    public ExchangeStatus Status => ExchangeLife.StatusOf(this);

    /// <summary>When the answer is due: known once the opening message is accepted; null if there is no deadline.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt => AcceptedAt is { } at ? Term?.DueAt(at) : null;

    /// <summary>True if we must act next, false if the counterpart must; null if neither must.</summary>
    [JsonIgnore]
    public bool? OurTurn => Status switch
    {
        ExchangeStatus.Rejected or ExchangeStatus.Answered => null,
        _ => !OpenedByUs,
    };

    /// <summary>The questions that the asked party has answered in messages below a sequence.</summary>
    public IReadOnlyCollection<int> AnsweredBefore(int sequence) =>
    [
        .. Answered.Where(answer => answer.Sequence < sequence).Select(answer => answer.Question),
        .. Steps.Where(step => step.Pending && step.Sequence < sequence).SelectMany(step => step.Answered ?? []),
    ];

    /// <summary>True if the answer is late at <paramref name="now"/>.</summary>
    public bool IsOverdue(DateTimeOffset now) => ExchangeLife.IsOverdue(Status, DueAt, now);
}

/// <summary>A step that was taken and not undone. While its message has no receipt it is pending, and has the questions that it answers.</summary>
public sealed record TakenStep(bool IsOurs, LifeStep Step, int Sequence, bool Pending, IReadOnlyList<int>? Answered = null);

/// <summary>A question with an outcome (0 stands for any question), and the sequence of the first message that answers it.</summary>
public sealed record AnsweredQuestion(int Question, int Sequence);

/// <summary>How far an exchange has come.</summary>
public enum ExchangeStatus
{
    /// <summary>The opening message is sent, without a receipt.</summary>
    Sent,

    /// <summary>The recipient has accepted the opening message.</summary>
    Delivered,

    /// <summary>The asked party works on it.</summary>
    Acknowledged,

    PartiallyAnswered,
    Answered,

    /// <summary>The opening message was refused: the exchange does not exist.</summary>
    Rejected,
}

/// <summary>Transport state of a message.</summary>
public enum Transport
{
    /// <summary>Ours, without a receipt.</summary>
    Sent,

    /// <summary>Ours, accepted by a proven receipt.</summary>
    Delivered,

    /// <summary>Ours, refused by a proven receipt.</summary>
    Refused,

    /// <summary>The counterpart's, accepted by us.</summary>
    Accepted,

    /// <summary>The counterpart's, refused by us.</summary>
    Rejected,
}

/// <summary>The time in which an exchange must be answered, counted from its acceptance, and the opener's own date, if it asks for one.</summary>
public sealed record Term(TimeSpan Within, DateTimeOffset? Asked)
{
    /// <summary>
    /// When the answer is due, counted from the recipient's acceptance of the opening message, so that both sides compute the
    /// same time.
    /// </summary>
    public DateTimeOffset DueAt(DateTimeOffset acceptedAt)
    {
        // The recipient states this time, and may state any.
        var usual = DateTimeOffset.MaxValue - acceptedAt > Within ? acceptedAt + Within : DateTimeOffset.MaxValue;
        return Asked < usual ? Asked.Value : ProtocolTime.Truncate(usual);
    }
}
