using Exchange.Protocol.Life;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Api;

/// <summary>An exchange: its state as folded from our ledger and, when it is read by its id, its newest messages.</summary>
public sealed record ExchangeView(
    Guid ExchangeId,
    string Reference,
    string Counterpart,
    bool OpenedByUs,
    DateTimeOffset OpenedAt,
    ExchangeStateView State
)
{
    /// <summary>The unit of ours to which it is assigned; absent for none.</summary>
    public string? Unit { get; init; }

    /// <summary>The name of the officer to whom it is assigned; absent for none.</summary>
    public string? Officer { get; init; }

    /// <summary>When an officer wants it to be brought back; absent if no time is set.</summary>
    public DateTimeOffset? BringBackAt { get; init; }

    /// <summary>Why what its messages say is kept beyond its date; absent unless a hold is set.</summary>
    public HoldReason? Hold { get; init; }

    /// <summary>
    /// Classification of the message that opened it; only in a list, for who may see what messages say, unless that is withheld or
    /// destroyed.
    /// </summary>
    public Classification? Classification { get; init; }

    /// <summary>All handling codes that count in it, its items' too, in the same way.</summary>
    public IReadOnlyList<HandlingCode>? HandlingCodes { get; init; }

    /// <summary>At most 200, in ledger order; absent in a list.</summary>
    public IReadOnlyList<MessageView>? Messages { get; init; }

    /// <summary>True if there are earlier messages: read them from the list of messages of this exchange.</summary>
    public bool? HasEarlierMessages { get; init; }

    /// <summary>
    /// Of all messages of ours in it, those that have no receipt yet or were refused, the oldest first, at most 200; absent in a list.
    /// </summary>
    public IReadOnlyList<MessageView>? Unsettled { get; init; }

    /// <summary>How many those are.</summary>
    public int? UnsettledCount { get; init; }

    /// <summary>
    /// What the caller may send in it now, by the rule that judges what is sent; none for who sends nothing, and absent in a list.
    /// </summary>
    public IReadOnlyList<OfferView>? Offers { get; init; }

    /// <summary>
    /// First day (UTC) after which something that a message of it says is destroyed here, unless it is on hold; absent in a list, and if
    /// nothing of it is stored or nothing ends.
    /// </summary>
    public DateOnly? KeptUntil { get; init; }
}

/// <summary>
/// The caller's work: how many exchanges each queue has, of those that it sees. Each is counted up to <see cref="Most"/>; that number says
/// that there may be more.
/// </summary>
/// <param name="Mine">Open, and assigned to the caller.</param>
/// <param name="MyUnits">Open, and assigned to the caller's units.</param>
/// <param name="Unassigned">Open, and assigned to no unit.</param>
/// <param name="Ours">In which we must act next.</param>
/// <param name="Theirs">In which the counterpart must.</param>
/// <param name="Overdue">Whose answer is late, whoever owes it.</param>
/// <param name="BroughtBack">That were to be brought back by now.</param>
public sealed record QueuesView(int Mine, int MyUnits, int Unassigned, int Ours, int Theirs, int Overdue, int BroughtBack)
{
    public const int Most = 1000;
}

/// <summary>The state of an exchange.</summary>
/// <param name="Kind">Kind of the opening message.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="DueAt">When the answer is due; absent while it is unknown or the clock stands still, or if there is no deadline.</param>
/// <param name="Stopped">True while the clock stands still, because a question that was asked back is not answered.</param>
/// <param name="Extended">True if the due time was put off.</param>
/// <param name="OurTurn">True if we must act next, false if the counterpart must; absent if neither must.</param>
/// <param name="Messages">Number of messages, without those that we refused.</param>
/// <param name="LastEntry">Index of the newest entry of our ledger that changed it.</param>
public sealed record ExchangeStateView(
    string Kind,
    ExchangeStatus Status,
    DateTimeOffset? DueAt,
    bool Stopped,
    bool Extended,
    bool? OurTurn,
    int Messages,
    long LastEntry
)
{
    /// <summary>What came of the information, the furthest that was said; absent until the exchange is closed with it.</summary>
    public FeedbackOutcome? Outcome { get; init; }

    /// <summary>How soon an answer is wanted; absent for what wants none.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>What is still open, also where it is answered or closed.</summary>
    public IReadOnlyList<OpenPoint> StillOpen { get; init; } = [];

    /// <summary>Numbers of the opening message's questions that have no outcome.</summary>
    public IReadOnlyList<int> OpenQuestions { get; init; } = [];

    public static ExchangeStateView Of(ExchangeState state)
    {
        var due = state.Due;
        return new(state.Kind, state.Status, due.At, due.Stopped, state.Extended, state.OurTurn, state.Messages, state.LastEntry)
        {
            Outcome = state.Outcome,
            Urgency = state.Term?.Urgency,
            StillOpen = state.StillOpen,
            OpenQuestions = state.OpenQuestions,
        };
    }
}

/// <summary>A message that may be sent in an exchange now.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="InReplyTo">The message that it must answer.</param>
/// <param name="Steps">What it may change there: each message takes one of these steps.</param>
public sealed record OfferView(string Kind, Guid InReplyTo, IReadOnlyList<LifeStep> Steps);
