using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Life;

/// <summary>
/// The life of an exchange: a pure fold over the ledger entries of its messages, one entry at a time. Both sides reach the
/// same state, in whatever order their messages arrive and cross. A message that we refused changes nothing.
/// </summary>
public static class ExchangeLife
{
    /// <summary>The state after all entries; null if the opening message is not among them.</summary>
    /// <param name="steps">Entries of one exchange, in ledger order.</param>
    public static ExchangeState? Fold(IEnumerable<ExchangeStep> steps) => steps.Aggregate<ExchangeStep, ExchangeState?>(null, Apply);

    /// <summary>The state after one more entry; null until the opening message.</summary>
    public static ExchangeState? Apply(ExchangeState? state, ExchangeStep step)
    {
        if (step.Opens && (state is null || state.Opener == Transport.Rejected) && Begins(step))
            return Begin(step);
        if (state is null || step.Event == LedgerEvents.MessageRejected)
            return state;
        return Change(state, step) is { } changed ? changed with { LastEntry = step.Entry } : state;
    }

    public static bool IsOverdue(ExchangeStatus status, DateTimeOffset? dueAt, DateTimeOffset now) =>
        dueAt < now && status is not (ExchangeStatus.Answered or ExchangeStatus.Rejected);

    internal static ExchangeStatus StatusOf(ExchangeState state)
    {
        if (state.Opener is Transport.Refused or Transport.Rejected)
            return ExchangeStatus.Rejected;
        return state.Steps.Select(step => step.Step).DefaultIfEmpty().Max() switch
        {
            LifeStep.Answers => ExchangeStatus.Answered,
            LifeStep.AnswersInPart => ExchangeStatus.PartiallyAnswered,
            LifeStep.Acknowledges => ExchangeStatus.Acknowledged,
            _ => state.Opener == Transport.Sent ? ExchangeStatus.Sent : ExchangeStatus.Delivered,
        };
    }

    // An opening message that we refused, and that was sent again under another id, is another exchange.
    private static bool Begins(ExchangeStep step) => step.Event is LedgerEvents.MessageSent or LedgerEvents.MessageAccepted or LedgerEvents.MessageRejected;

    private static ExchangeState Begin(ExchangeStep opener) => new()
    {
        ExchangeId = opener.ExchangeId,
        OpenedByUs = opener.IsOurs,
        Reference = opener.Detail.Reference,
        OpenedAt = opener.At,
        Opener = TransportOf(opener),
        AcceptedAt = opener.Event == LedgerEvents.MessageAccepted ? opener.At : null,
        Term = opener.Kind.Term(opener.Detail.Facts),
        Questions = opener.Kind.Questions(opener.Detail.Facts),
        Messages = opener.Event == LedgerEvents.MessageRejected ? 0 : 1,
        Pending = opener.Event == LedgerEvents.MessageSent ? 1 : 0,
        LastEntry = opener.Entry,
    };

    private static ExchangeState? Change(ExchangeState state, ExchangeStep step) => step.Event switch
    {
        LedgerEvents.MessageSent => Take(state, step, pending: true) with { Messages = state.Messages + 1, Pending = state.Pending + 1 },
        LedgerEvents.MessageAccepted => Take(state, step, pending: false) with { Messages = state.Messages + 1 },
        _ when step.Opens && state is { OpenedByUs: true, Opener: Transport.Sent } =>
            state with { Opener = TransportOf(step), AcceptedAt = step.Detail.AcceptedAt, Pending = state.Pending - 1 },
        _ when step.Opens => null,
        _ => Settle(state, step),
    };

    private static ExchangeState Take(ExchangeState state, ExchangeStep step, bool pending)
    {
        var (taken, answered) = (step.Kind.Step(step.Detail.Facts), step.Kind.Answered(step.Detail.Facts));
        return taken == LifeStep.None ? state : With(state, new(step.IsOurs, taken, step.Sequence, pending, answered.Count == 0 ? null : answered));
    }

    // The first receipt settles a message: it confirms its step, or undoes it.
    private static ExchangeState Settle(ExchangeState state, ExchangeStep receipt)
    {
        var changed = state with { Pending = Math.Max(0, state.Pending - 1) };
        if (state.Steps.FirstOrDefault(step => step is { IsOurs: true, Pending: true } && step.Sequence == receipt.Sequence) is not { } pending)
            return changed;
        changed = changed with { Steps = [.. state.Steps.Where(step => step != pending)] };
        return receipt.Event == LedgerEvents.MessageDelivered ? With(changed, pending with { Pending = false }) : changed;
    }

    // Of the final steps of one type and side only the first is kept, and so is the first outcome of each question.
    private static ExchangeState With(ExchangeState state, TakenStep added)
    {
        if (added.Pending)
            return state with { Steps = [.. state.Steps, added] };
        bool IsSame(TakenStep step) => !step.Pending && step.IsOurs == added.IsOurs && step.Step == added.Step;
        var first = state.Steps.Where(IsSame).Append(added with { Answered = null }).MinBy(step => step.Sequence)!;
        var answered = state.Answered.Concat((added.Answered ?? []).Select(question => new AnsweredQuestion(question, added.Sequence)));
        return state with
        {
            Steps = [.. state.Steps.Where(step => !IsSame(step)), first],
            Answered = [.. answered.GroupBy(answer => answer.Question).Select(same => same.MinBy(answer => answer.Sequence)!)],
        };
    }

    private static Transport TransportOf(ExchangeStep step) => step.Event switch
    {
        LedgerEvents.MessageSent => Transport.Sent,
        LedgerEvents.MessageDelivered => Transport.Delivered,
        LedgerEvents.MessageRefused => Transport.Refused,
        LedgerEvents.MessageAccepted => Transport.Accepted,
        _ => Transport.Rejected,
    };
}

/// <summary>What the life of an exchange needs of one ledger entry.</summary>
public sealed record ExchangeStep(long Entry, string Event, DateTimeOffset At, Guid MessageId, Guid ExchangeId, CaseKind Kind, int Sequence)
{
    public ReceiptCode? Code { get; init; }
    public MessageDetail Detail { get; init; } = new();

    /// <summary>True for a message of the ledger's own party.</summary>
    public bool IsOurs => Event is LedgerEvents.MessageSent or LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused;

    public bool Opens => MessageId == ExchangeId;
}

/// <summary>What a message changes in the life of its exchange. There are many kinds and few steps; <see cref="ExchangeLife"/> applies them.</summary>
public enum LifeStep
{
    /// <summary>It changes nothing.</summary>
    None,

    Opens,
    Acknowledges,
    AnswersInPart,

    /// <summary>The final answer: its sender gives no other.</summary>
    Answers,
}
