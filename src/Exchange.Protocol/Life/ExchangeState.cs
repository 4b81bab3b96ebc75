using System.Text.Json.Serialization;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Life;

/// <summary>
/// An exchange at one moment, folded from ledger entries. Its size does not grow with the number of messages: of the steps that
/// have a receipt only those are kept that can still matter (<see cref="TakenSteps"/>), and in addition our steps without one, which a
/// refusal would undo.
/// </summary>
public sealed record ExchangeState
{
    /// <summary>
    /// Maximum number of our messages without a receipt in one exchange. What changes nothing but their number is sent beyond it.
    /// </summary>
    public const int MostPending = 256;

    /// <summary>Id of the opening message.</summary>
    public required Guid ExchangeId { get; init; }

    /// <summary>Code of the opening message's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>What it wants of the other side.</summary>
    public required Wanted Wants { get; init; }

    public required bool OpenedByUs { get; init; }

    /// <summary>True if the opener itself must act, false if the other side must, as is usual.</summary>
    public bool OpenerActs { get; init; }

    /// <summary>Given by the opener; null if the ledger does not have it.</summary>
    public string? Reference { get; init; }

    /// <summary>When our ledger recorded the opening message (UTC).</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Transport state of the opening message.</summary>
    public required Transport Opener { get; init; }

    /// <summary>With which code the opening message was refused.</summary>
    public ReceiptCode? RefusedWith { get; init; }

    /// <summary>When the recipient's ledger accepted the opening message.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    public Term? Term { get; init; }

    /// <summary>The link's times to answer, as the recipient's ledger says them with the acceptance; null for the usual ones.</summary>
    public DueSpans? Spans { get; init; }

    public IReadOnlyList<TakenStep> Steps { get; init; } = [];

    /// <summary>Number of questions of the opening message; null if it asks none, or if its entry does not have the number.</summary>
    public int? Questions { get; init; }

    /// <summary>Questions with a final outcome.</summary>
    public IReadOnlyList<AnsweredQuestion> Answered { get; init; } = [];

    /// <summary>
    /// Of how many messages that the counterpart took back we have not said that they are destroyed. Less than 0 if we have said it of
    /// more, as of what was corrected.
    /// </summary>
    public int ToDestroyHere { get; init; }

    /// <summary>The same of what we took back, and what the counterpart has said.</summary>
    public int ToDestroyThere { get; init; }

    /// <summary>Number of messages, without those that we refused.</summary>
    public required int Messages { get; init; }

    /// <summary>Number of our messages without a receipt.</summary>
    public int Pending { get; init; }

    /// <summary>Index of the newest entry that changed it.</summary>
    public required long LastEntry { get; init; }

    [JsonIgnore]
    public ExchangeStatus Status => ExchangeLife.StatusOf(this, Steps);

    /// <summary>True if we must act next, false if the counterpart must; null if neither must.</summary>
    [JsonIgnore]
    public bool? OurTurn => OpenersTurn(Status) is { } opener ? opener == OpenedByUs : null;

    /// <summary>What came of the information, the furthest that was said; null if nothing was.</summary>
    [JsonIgnore]
    public FeedbackOutcome? Outcome => Steps.Max(step => step.Outcome);

    /// <summary>When the asked party's last word was accepted; null until then.</summary>
    [JsonIgnore]
    public DateTimeOffset? AnsweredAt =>
        Steps.FirstOrDefault(step => step is { Pending: false, Step: LifeStep.Answers or LifeStep.Refuses })?.At;

    /// <summary>What is still open, also where it is answered or closed.</summary>
    [JsonIgnore]
    public IReadOnlyList<OpenPoint> StillOpen => OpenPoints.Of(this);

    /// <summary>
    /// Numbers of the opening message's questions that have no outcome. None once the exchange is answered or refused as a whole, which ends
    /// the wait for all of them, or if an entry does not say which it answers.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<int> OpenQuestions =>
        Questions is { } asked
        && LifeTable.IsBegun(Status)
        && AnsweredBefore(int.MaxValue) is var answered
        && !answered.Contains(0)
            ? [.. Enumerable.Range(1, asked).Except(answered)]
            : [];

    /// <summary>True if who must act has put off the due time. Each report on an action says its day again.</summary>
    [JsonIgnore]
    public bool Extended => Steps.Any(step => step.NewDueAt is not null && (Wants != Wanted.Action || step.NewDueAt > Term?.Asked));

    /// <summary>True if the opener must act next in this status, false if the other side must; null if neither must.</summary>
    public bool? OpenersTurn(ExchangeStatus status) =>
        status switch
        {
            ExchangeStatus.InClarification => !OpenerActs,
            _ when Wants == Wanted.Nothing || !LifeTable.IsBegun(status) => null,
            _ => OpenerActs,
        };

    /// <summary>
    /// False for a question that the opening message does not ask: only a request numbers its questions, and says how many there are.
    /// </summary>
    internal bool MayHaveQuestion(int number) => Kind == CaseKinds.Request.Code && number <= (Questions ?? int.MaxValue);

    /// <summary>True if a side's newest correction was accepted, and the other side has not said that it is applied.</summary>
    /// <param name="ofUs">Whose correction.</param>
    internal bool IsUnapplied(bool ofUs) =>
        Steps.LastOrDefault(step => step is { Pending: false, Step: LifeStep.Corrects } && step.IsOurs == ofUs) is { } correction
        && !IsApplied(correction);

    /// <summary>True if the other side has said that a correction is applied.</summary>
    internal bool IsApplied(TakenStep correction) => Steps.Any(step => step.Applies(correction));

    /// <summary>The questions that the asked party has answered in messages below a sequence.</summary>
    public IReadOnlyCollection<int> AnsweredBefore(int sequence) =>
        [
            .. Answered.Where(answer => answer.Sequence < sequence).Select(answer => answer.Question),
            .. Steps.Where(step => step.Pending && step.Sequence < sequence).SelectMany(step => step.Answered ?? []),
        ];

    /// <summary>When the answer is due, and whether the clock stands still.</summary>
    [JsonIgnore]
    public DueTime Due => ExchangeClock.Of(this);

    /// <summary>Until when an answer is awaited; null if none is awaited, or by no time.</summary>
    [JsonIgnore]
    public DateTimeOffset? WaitsUntil => OurTurn is null ? null : Due.At;

    /// <summary>True if the answer is late at <paramref name="now"/>.</summary>
    public bool IsOverdue(DateTimeOffset now) => ExchangeLife.IsOverdue(Status, Due.At, now);
}

/// <summary>A question with an outcome (0 stands for any question), and the sequence of the first message that answers it.</summary>
public sealed record AnsweredQuestion(int Question, int Sequence);

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
