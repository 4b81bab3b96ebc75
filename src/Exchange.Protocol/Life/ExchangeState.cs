using System.Text.Json.Serialization;

namespace Exchange.Protocol.Life;

/// <summary>
/// An exchange at one moment, folded from the entries of a ledger. Its size does not grow with the number of its messages: of
/// the steps that stand, the first of each sort and side is kept, and those of ours that have no receipt yet, which may still be
/// undone.
/// </summary>
public sealed record ExchangeState
{
    /// <summary>How many messages of ours in one exchange may be without a receipt.</summary>
    public const int MostPending = 256;

    /// <summary>Id of the opening message.</summary>
    public required Guid ExchangeId { get; init; }

    public required bool OpenedByUs { get; init; }

    /// <summary>Given by the opener; absent where its ledger does not say.</summary>
    public string? Reference { get; init; }

    /// <summary>When our ledger recorded the opening message (UTC).</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Where the opening message is.</summary>
    public required Transport Opener { get; init; }

    /// <summary>When the recipient's ledger accepted the opening message.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    public Term? Term { get; init; }

    public IReadOnlyList<TakenStep> Steps { get; init; } = [];

    /// <summary>How many questions the opening message asks; absent where it asks none, or its entry does not tell.</summary>
    public int? Questions { get; init; }

    /// <summary>Questions with an outcome that nothing can undo.</summary>
    public IReadOnlyList<AnsweredQuestion> Answered { get; init; } = [];

    /// <summary>Messages, without those that we have refused.</summary>
    public required int Messages { get; init; }

    /// <summary>Messages of ours that have no receipt yet.</summary>
    public int Pending { get; init; }

    /// <summary>Index of the newest entry that is a step of it.</summary>
    public required long LastEntry { get; init; }

    [JsonIgnore]
    public ExchangeStatus Status => ExchangeLife.StatusOf(this);

    /// <summary>When the answer is due: known once the opening message is accepted; never for what has no deadline.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt => AcceptedAt is { } at ? Term?.DueAt(at) : null;

    /// <summary>True if we are the ones to act next; null if nobody is.</summary>
    [JsonIgnore]
    public bool? OurTurn => Status switch
    {
        ExchangeStatus.Rejected or ExchangeStatus.Answered => null,
        _ => !OpenedByUs,
    };

    /// <summary>The questions that the asked party's messages below a sequence, as far as they stand, give an outcome to.</summary>
    public IReadOnlyCollection<int> AnsweredBefore(int sequence) =>
    [
        .. Answered.Where(answer => answer.Sequence < sequence).Select(answer => answer.Question),
        .. Steps.Where(step => step.Pending && step.Sequence < sequence).SelectMany(step => step.Answered ?? []),
    ];

    /// <summary>True if the answer is late at <paramref name="now"/>.</summary>
    public bool IsOverdue(DateTimeOffset now) => ExchangeLife.IsOverdue(Status, DueAt, now);
}

/// <summary>A step that stands.</summary>
/// <param name="IsOurs">Whose.</param>
/// <param name="Step">Which.</param>
/// <param name="Sequence">Of the message that took it.</param>
/// <param name="Pending">True while that message has no receipt.</param>
/// <param name="Answered">While it is pending: the questions to which it gives an outcome.</param>
public sealed record TakenStep(bool IsOurs, LifeStep Step, int Sequence, bool Pending, IReadOnlyList<int>? Answered = null);

/// <summary>A question with an outcome; 0 stands for any.</summary>
/// <param name="Question">Its number.</param>
/// <param name="Sequence">Of the first message that gives it.</param>
public sealed record AnsweredQuestion(int Question, int Sequence);
