using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Life;

/// <summary>A step that was taken and not undone. While its message has no receipt it is pending.</summary>
public sealed record TakenStep(bool IsOurs, LifeStep Step, int Sequence)
{
    public bool Pending { get; init; }

    /// <summary>When the recipient's ledger accepted its message: both sides know this time. Null while it is pending.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>
    /// Of a step that asks back or explains: id of the message that asks. Of one that corrects or says that it is applied: id of the
    /// correction.
    /// </summary>
    public Guid? Asking { get; init; }

    /// <summary>Of a step that asks back: how many questions it has.</summary>
    public int? Questions { get; init; }

    /// <summary>Of a pending step: the questions that it answers.</summary>
    public IReadOnlyList<int>? Answered { get; init; }

    public DateTimeOffset? NewDueAt { get; init; }
    public Access? Access { get; init; }

    /// <summary>Of a step that closes: what came of the information.</summary>
    public FeedbackOutcome? Outcome { get; init; }

    /// <summary>Of a pending step: of how many messages it takes back what they say.</summary>
    public int? TakesBack { get; init; }

    /// <summary>Of a pending step: of how many messages that were taken back it says that they are destroyed.</summary>
    public int? Destroys { get; init; }

    /// <summary>True if it answers what the other side asked back.</summary>
    internal bool Explains(TakenStep asking) => Step == LifeStep.Explains && Settles(asking);

    /// <summary>True if it says that a correction of the other side is applied.</summary>
    internal bool Applies(TakenStep correction) => Step == LifeStep.Applies && Settles(correction);

    /// <summary>False for a message that changes nothing but the number of messages.</summary>
    internal static bool IsTaken(CaseKind kind, FactSet facts) =>
        kind.Step(facts) is not (LifeStep.None or LifeStep.Reminds)
        || kind.TakesBack(facts) is not null
        || kind.Destroys(facts) is not null;

    // Both sides may have given the same id.
    private bool Settles(TakenStep other) => IsOurs != other.IsOurs && Asking == other.Asking;

    /// <summary>Null for a message that changes nothing.</summary>
    internal static TakenStep? Of(ExchangeStep step, bool pending)
    {
        var (kind, facts) = (step.Kind, step.Detail.Facts);
        var taken = kind.Step(facts);
        return !IsTaken(kind, facts)
            ? null
            : new(step.IsOurs, taken, step.Sequence)
            {
                Pending = pending,
                At = pending ? null : step.At,
                Asking = taken switch
                {
                    LifeStep.Asks or LifeStep.Corrects => step.MessageId,
                    LifeStep.Explains or LifeStep.Applies => step.Detail.InReplyTo,
                    _ => null,
                },
                Questions = taken == LifeStep.Asks ? kind.Questions(facts) : null,
                Answered = kind.Answered(facts) is { Count: > 0 } answered ? answered : null,
                NewDueAt = kind.NewDueAt(facts),
                Access = kind.Access(facts),
                Outcome = kind.Outcome(facts),
                TakesBack = kind.TakesBack(facts),
                Destroys = kind.Destroys(facts),
            };
    }
}

/// <summary>
/// Which of the steps with a receipt are kept: the first of each type and side, what the clock needs, the furthest outcome, and each side's
/// newest correction. Not in which order they came.
/// </summary>
internal static class TakenSteps
{
    /// <summary>Maximum number of messages with which one side asks back in one exchange: each of them is kept.</summary>
    public const int MostAsking = 16;

    public static IReadOnlyList<TakenStep> Kept(IEnumerable<TakenStep> steps)
    {
        var all = steps.OrderBy(step => step.Sequence).ToList();
        var settled = all.FindAll(step => !step.Pending);
        var corrections = settled
            .Where(step => step.Step == LifeStep.Corrects)
            .GroupBy(step => step.IsOurs)
            .Select(side => side.Last())
            .ToList();
        return
        [
            .. settled
                .Where(step => step.Step is not (LifeStep.Extends or LifeStep.None or LifeStep.Corrects))
                .Where(step => step.Step != LifeStep.Applies || MayStillMatter(step))
                .DistinctBy(step => (step.IsOurs, Type(step.Step), step.Asking))
                .Concat(corrections)
                .Concat(settled.Where(step => step.Access is not null).DistinctBy(step => step.IsOurs))
                .Concat(
                    settled
                        .Where(step => step.NewDueAt is not null)
                        .OrderByDescending(step => step.NewDueAt)
                        .DistinctBy(step => step.IsOurs)
                )
                .Concat(
                    settled.Where(step => step.Outcome is not null).OrderByDescending(step => step.Outcome).DistinctBy(step => step.IsOurs)
                )
                .Distinct()
                .OrderBy(step => step.Sequence)
                .ThenBy(step => step.IsOurs),
            .. all.Where(step => step.Pending),
        ];

        // Of each side's corrections the newest counts, and which it will be is not known while one has no receipt.
        bool MayStillMatter(TakenStep applying) =>
            corrections
                .Concat(all.Where(step => step is { Pending: true, Step: LifeStep.Corrects }))
                .Any(applying.Applies);
    }

    // A side says one last word, whichever it is.
    private static LifeStep Type(LifeStep step) => step == LifeStep.Refuses ? LifeStep.Answers : step;
}
