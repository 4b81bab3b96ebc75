using System.Globalization;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Life;

/// <summary>Why a message may not follow in its exchange.</summary>
/// <param name="Code">403, 504 or 505.</param>
/// <param name="Text">For the officer who sends it: the state, and the allowed kinds.</param>
public sealed record StepRefusal(ReceiptCode Code, string Text)
{
    /// <summary>Pointer of the fault that a final answer leaves a question open.</summary>
    internal const string Open = "/body/answers";

    /// <summary>With code 403: what does not fit the exchange.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>True if an earlier message of its sender, which has not arrived yet, may answer the open questions.</summary>
    public bool MayWait { get; init; }
}

/// <summary>
/// Which message may follow which (border protocol, section 4, "Order"). A message is judged against the exchange as its sender
/// may have seen it (its own lower sequences, and any of the other side's messages), never by order of arrival.
/// </summary>
public static class ExchangeRules
{
    /// <summary>Maximum number of messages of each side in one exchange.</summary>
    public const int MostMessages = 100_000;

    /// <summary>Why the step is refused, or null if it is allowed.</summary>
    /// <param name="state">The exchange; null if it is unknown.</param>
    /// <param name="message">The message to judge.</param>
    /// <param name="isOurs">True for a message of the ledger's own party.</param>
    public static StepRefusal? Judge(ExchangeState? state, Message message, bool isOurs)
    {
        if (!CanBeAllowed(message))
        {
            return NotAllowed(
                "An opening message must have sequence 1 and no inReplyTo; every other message must answer the opening message."
            );
        }

        var kind = (CaseKind)message.Header.Kind;
        // Both sides use one id for an exchange, and only one side opens it.
        if (message.Header.Opens)
            return state is null || state.OpenedByUs == isOurs ? null : NotAllowed("The other side has opened an exchange with this id.");
        if (state is null || state.Status is ExchangeStatus.Rejected or ExchangeStatus.Expired)
            return new(ReceiptCode.ExchangeUnknown, "There is no such exchange with this counterpart, or its opening message was refused.");
        var taken = kind.Step(FactSet.Of(message));
        if (Obstacle(state, kind, taken, message, isOurs) is { } text)
            return NotAllowed($"{text} {Allowed(state, isOurs)}");
        IReadOnlyList<Fault> faults =
        [
            .. kind.Against(state, message.Body, state.AnsweredBefore(message.Header.Sequence!.Value)),
            .. taken == LifeStep.Explains ? ClarificationRules.Against(state, message, isOurs) : [],
        ];
        return faults.Count == 0
            ? null
            : new(ReceiptCode.AgainstTheVocabulary, faults[0].Text)
            {
                Faults = faults,
                MayWait = taken == LifeStep.Answers && faults is [{ Pointer: StepRefusal.Open }],
            };
    }

    /// <summary>False for a step that no state of an exchange allows, so that it need not wait for missing messages.</summary>
    public static bool CanBeAllowed(Message message) =>
        message.Header.Kind is CaseKind kind
        && (
            message.Header.Opens
                ? kind.Opens && message.Header is { Sequence: 1, InReplyTo: null }
                : kind.Follows && message.Header is { Sequence: <= MostMessages, InReplyTo: not null }
        );

    private static string? Obstacle(ExchangeState state, CaseKind kind, LifeStep taken, Message message, bool isOurs)
    {
        var opener = isOurs == state.OpenedByUs;
        if (!kind.In.HasFlag(state.Wants))
            return $"A {kind} has no place in an exchange that was opened with a {state.Kind}.";
        if (taken != LifeStep.Applies && !MaySay(kind, state, opener))
            return $"The {(opener ? "opener" : "asked party")} of this exchange cannot send a {kind} in it.";
        if (taken == LifeStep.Withdraws && !opener)
            return "Only the opener can withdraw the whole exchange. Name the messages that are taken back.";
        if (taken is not (LifeStep.Explains or LifeStep.Applies) && message.Header.InReplyTo?.MessageId != state.ExchangeId)
            return $"A {kind} must answer the message that opened the exchange.";
        // What must be said of content that is destroyed at its date cannot wait for receipts.
        if (isOurs && state.Pending >= ExchangeState.MostPending && TakenStep.IsTaken(kind, FactSet.Of(message)))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{state.Pending} messages of this exchange have no receipt yet. Send it again when receipts have arrived."
            );
        }

        if (!SeenBy(state, isOurs, message.Header.Sequence!.Value).Any(status => IsAllowed(state, taken, status, isOurs)))
            return $"The exchange is {CodeNames<ExchangeStatus>.Write(state.Status)}: a {kind} is not allowed now.";
        return taken switch
        {
            LifeStep.Asks or LifeStep.Explains => ClarificationRules.Obstacle(state, taken, message, isOurs),
            LifeStep.Applies => CorrectionRules.Obstacle(state, message, isOurs),
            _ => null,
        };
    }

    private static bool MaySay(CaseKind kind, ExchangeState state, bool opener) =>
        kind.Speaker switch
        {
            Speaker.Opener => opener,
            Speaker.Asked => !opener,
            Speaker.Informed => opener == (state.Wants != Wanted.Nothing),
            Speaker.Owner => opener == state.OpenerActs,
            _ => true,
        };

    // Who sends a message knows its own earlier ones; of the other side's it may have seen any. Of ours we have seen all.
    private static IEnumerable<ExchangeStatus> SeenBy(ExchangeState state, bool isOurs, int sequence)
    {
        var own = state.Steps.Where(step => step.IsOurs == isOurs && step.Sequence < sequence).ToList();
        var others = state.Steps.Where(step => step.IsOurs != isOurs).ToList();
        var all = ExchangeLife.StatusOf(state, [.. own, .. others]);
        return isOurs
            ? [all]
            : [ExchangeLife.StatusOf(state, own), .. others.Select(seen => ExchangeLife.StatusOf(state, [.. own, seen])), all];
    }

    // A reminder is for whoever must act. Of theirs that is not judged: the question that made it our turn may arrive after it.
    private static bool IsAllowed(ExchangeState state, LifeStep step, ExchangeStatus status, bool isOurs) =>
        LifeTable.Allows(step, status, state.Wants)
        && (step != LifeStep.Reminds || !isOurs || state.OpenersTurn(status) == !state.OpenedByUs);

    private static string Allowed(ExchangeState state, bool isOurs)
    {
        var opener = isOurs == state.OpenedByUs;
        var allowed = CaseKinds
            .All.Where(kind =>
                kind.Follows
                && kind.In.HasFlag(state.Wants)
                && MaySay(kind, state, opener)
                && IsAllowed(state, kind.Step(FactSet.None), state.Status, isOurs)
            )
            .Select(kind => kind.Code)
            .ToList();
        return $"Allowed: {string.Join(", ", allowed)}.";
    }

    private static StepRefusal NotAllowed(string text) => new(ReceiptCode.StepNotAllowed, text);
}

/// <summary>What a clarification must fit: it answers one that the other side asked back with, wholly and once.</summary>
internal static class ClarificationRules
{
    public static string? Obstacle(ExchangeState state, LifeStep taken, Message message, bool isOurs)
    {
        if (taken == LifeStep.Asks)
        {
            return state.Steps.Count(step => step.IsOurs == isOurs && step.Step == LifeStep.Asks) >= TakenSteps.MostAsking
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"This side has asked back {TakenSteps.MostAsking} times, which is the most. Open a new exchange."
                )
                : null;
        }

        if (Asking(state, message, isOurs) is null)
            return "A clarification with answers must answer a clarification of the other side with questions.";
        return state.Steps.Any(step =>
            step.IsOurs == isOurs
            && step.Step == LifeStep.Explains
            && step.Asking == message.Header.InReplyTo?.MessageId
            && step.Sequence < message.Header.Sequence
        )
            ? "The clarification was answered before."
            : null;
    }

    public static IEnumerable<Fault> Against(ExchangeState state, Message message, bool isOurs)
    {
        var given = FactSet.Of(message).Numbers("answered")!.Count;
        if (Asking(state, message, isOurs)?.Questions is { } asked && given != asked)
        {
            yield return new(
                ReceiptCode.AgainstTheVocabulary,
                "/body/answers",
                string.Create(CultureInfo.InvariantCulture, $"All {asked} questions of the clarification must be answered.")
            );
        }
    }

    private static TakenStep? Asking(ExchangeState state, Message message, bool isOurs) =>
        state.Steps.FirstOrDefault(step =>
            step.IsOurs != isOurs && step.Step == LifeStep.Asks && step.Asking == message.Header.InReplyTo?.MessageId
        );
}

/// <summary>What an acknowledgement of a correction must fit.</summary>
internal static class CorrectionRules
{
    private const string Other = "An acknowledgement must answer the message that opened the exchange, or a correction of the other side.";

    // Of the other side's corrections a state has the newest. Which of them its sender had seen is not judged.
    public static string? Obstacle(ExchangeState state, Message message, bool isOurs)
    {
        var corrections = state.Steps.Where(step => step.IsOurs != isOurs && step.Step == LifeStep.Corrects).ToList();
        if (corrections.Count == 0)
            return Other;
        if (!isOurs)
            return null;
        return corrections.Find(step => step.Asking == message.Header.InReplyTo?.MessageId) is not { } newest
                ? "An acknowledgement of a correction must answer the newest one of the other side."
            : state.IsApplied(newest) ? "The correction was acknowledged before."
            : null;
    }
}
