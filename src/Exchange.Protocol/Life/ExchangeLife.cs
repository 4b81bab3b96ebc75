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
        dueAt < now && LifeTable.IsBegun(status);

    /// <summary>The furthest status that some steps lead to.</summary>
    internal static ExchangeStatus StatusOf(ExchangeState state, IReadOnlyCollection<TakenStep> steps)
    {
        if (state.Opener is Transport.Refused or Transport.Rejected)
            return state.RefusedWith == ReceiptCode.Expired ? ExchangeStatus.Expired : ExchangeStatus.Rejected;
        return steps
            .Where(step => !IsAnswered(state, step, steps))
            .Select(step => LifeTable.LeadsTo(step.Step))
            .Append(state.Opener == Transport.Sent ? ExchangeStatus.Sent : ExchangeStatus.Delivered)
            .Max()!
            .Value;
    }

    // Only whoever must act can hold the exchange up with a question, and only until it is answered.
    private static bool IsAnswered(ExchangeState state, TakenStep asking, IEnumerable<TakenStep> steps) =>
        asking.Step == LifeStep.Asks
        && (asking.IsOurs != (state.OpenerActs == state.OpenedByUs) || steps.Any(step => step.Explains(asking)));

    // An opening message that we refused, and that was sent again under another id, is another exchange.
    private static bool Begins(ExchangeStep step) =>
        step.Event is LedgerEvents.MessageSent or LedgerEvents.MessageAccepted or LedgerEvents.MessageRejected;

    private static ExchangeState Begin(ExchangeStep opener)
    {
        var (kind, facts) = (opener.Kind, opener.Detail.Facts);
        return new()
        {
            ExchangeId = opener.ExchangeId,
            Kind = kind.Code,
            Wants = kind.Wants,
            OpenedByUs = opener.IsOurs,
            OpenerActs = kind.OwnedBySender(facts) is true,
            Reference = opener.Detail.Reference,
            OpenedAt = opener.At,
            Opener = TransportOf(opener),
            RefusedWith = opener.Event == LedgerEvents.MessageRejected ? opener.Code : null,
            AcceptedAt = opener.Event == LedgerEvents.MessageAccepted ? opener.At : null,
            Term = kind.Term(facts),
            Spans = opener.Event == LedgerEvents.MessageAccepted ? opener.Detail.Spans : null,
            // What is in hand or done already when it is agreed.
            Steps = kind.Step(facts) is var step and (LifeStep.Acknowledges or LifeStep.Closes)
                ? [new(opener.IsOurs, step, opener.Sequence)]
                : [],
            Questions = kind.Questions(facts),
            Messages = opener.Event == LedgerEvents.MessageRejected ? 0 : 1,
            Pending = opener.Event == LedgerEvents.MessageSent ? 1 : 0,
            LastEntry = opener.Entry,
        };
    }

    private static ExchangeState? Change(ExchangeState state, ExchangeStep step) =>
        step.Event switch
        {
            LedgerEvents.MessageSent => With(state, TakenStep.Of(step, pending: true)) with
            {
                Messages = state.Messages + 1,
                Pending = state.Pending + 1,
            },
            LedgerEvents.MessageAccepted => With(state, TakenStep.Of(step, pending: false)) with { Messages = state.Messages + 1 },
            _ when step.Opens && state is { OpenedByUs: true, Opener: Transport.Sent } => state with
            {
                Opener = TransportOf(step),
                RefusedWith = step.Event == LedgerEvents.MessageRefused ? step.Code : null,
                AcceptedAt = step.Detail.AcceptedAt,
                Spans = step.Detail.Spans,
                Pending = state.Pending - 1,
            },
            _ when step.Opens => null,
            _ => Settle(state, step),
        };

    // The first receipt settles a message: it confirms its step, or undoes it.
    private static ExchangeState Settle(ExchangeState state, ExchangeStep receipt)
    {
        var changed = state with { Pending = Math.Max(0, state.Pending - 1) };
        if (
            state.Steps.FirstOrDefault(step => step is { IsOurs: true, Pending: true } && step.Sequence == receipt.Sequence)
            is not { } pending
        )
        {
            return changed;
        }

        IReadOnlyList<TakenStep> others = [.. state.Steps.Where(step => step != pending)];
        return receipt.Event == LedgerEvents.MessageDelivered
            ? With(changed with { Steps = others }, pending with { Pending = false, At = receipt.Detail.AcceptedAt })
            : changed with { Steps = TakenSteps.Kept(others) };
    }

    // The first outcome of each question counts.
    private static ExchangeState With(ExchangeState state, TakenStep? added)
    {
        if (added is null)
            return state;
        if (added.Pending)
            return state with { Steps = [.. state.Steps, added] };
        var answered = state.Answered.Concat((added.Answered ?? []).Select(question => new AnsweredQuestion(question, added.Sequence)));
        return state with
        {
            Steps = TakenSteps.Kept([.. state.Steps, added with { Answered = null, TakesBack = null, Destroys = null }]),
            ToDestroyHere = state.ToDestroyHere + ((added.IsOurs ? -added.Destroys : added.TakesBack) ?? 0),
            ToDestroyThere = state.ToDestroyThere + ((added.IsOurs ? added.TakesBack : -added.Destroys) ?? 0),
            Answered =
            [
                .. answered
                    .GroupBy(answer => answer.Question)
                    .Select(same => same.MinBy(answer => answer.Sequence)!)
                    .OrderBy(answer => answer.Question),
            ],
        };
    }

    private static Transport TransportOf(ExchangeStep step) =>
        step.Event switch
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
