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

        // Both sides use one id for an exchange, and only one side opens it.
        if (message.Header.Opens)
            return state is null || state.OpenedByUs == isOurs ? null : NotAllowed("The other side has opened an exchange with this id.");
        if (state is null || !IsHere(state))
            return new(ReceiptCode.ExchangeUnknown, "There is no such exchange with this counterpart, or its opening message was refused.");
        var move = Move.Of(message);
        if (Obstacle(state, move, isOurs) is { } text)
            return NotAllowed($"{text} {Allowed(state, move.Sequence, isOurs)}");
        IReadOnlyList<Fault> faults =
        [
            .. move.Kind.Against(state, message.Body, state.AnsweredBefore(move.Sequence)),
            .. move.Step == LifeStep.Explains ? ClarificationRules.Against(state, move, isOurs) : [],
        ];
        return faults.Count == 0
            ? null
            : new(ReceiptCode.AgainstTheVocabulary, faults[0].Text)
            {
                Faults = faults,
                MayWait = move.Step == LifeStep.Answers && faults is [{ Pointer: StepRefusal.Open }],
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

    /// <summary>
    /// What we may send next in an exchange, by the same rule that judges what is sent: each kind with the message that it must answer.
    /// None in an exchange that does not exist. Whether what it says then is right, only the message can tell.
    /// </summary>
    /// <param name="state">The exchange.</param>
    /// <param name="sequence">Of our next message in it.</param>
    public static IReadOnlyList<Offer> Offers(ExchangeState state, int sequence) => Offers(state, sequence, isOurs: true);

    private static List<Offer> Offers(ExchangeState state, int sequence, bool isOurs)
    {
        if (sequence > MostMessages)
            return [];
        // What may be answered beside the opening message: what asks back, and what puts right.
        var answerable = state
            .Steps.Where(step => step.IsOurs != isOurs && step.Step is LifeStep.Asks or LifeStep.Corrects)
            .Select(step => step.Asking)
            .OfType<Guid>()
            .Prepend(state.ExchangeId)
            .ToList();
        return
        [
            .. from kind in CaseKinds.All
            where kind.Follows
            from answered in answerable
            let steps = kind
                .Forms.Select(form => new Move(kind, form, answered, sequence))
                .Where(move => CanBeSaid(state, move) && Obstacle(state, move, isOurs) is null)
                .Select(move => move.Step)
                .Distinct()
                .ToList()
            where steps.Count > 0
            select new Offer(kind, answered, steps),
        ];
    }

    // What no body could say rightly: it would name a question that was not asked, or an own message before the first.
    private static bool CanBeSaid(ExchangeState state, Move move) =>
        move.Kind.Answered(move.Facts).All(question => question == 0 || state.MayHaveQuestion(question))
        && (move.Sequence > 1 || !move.NamesOwn);

    private static bool IsHere(ExchangeState state) => state.Status is not (ExchangeStatus.Rejected or ExchangeStatus.Expired);

    private static string? Obstacle(ExchangeState state, Move move, bool isOurs)
    {
        var (kind, opener) = (move.Kind, isOurs == state.OpenedByUs);
        if (!kind.In.HasFlag(state.Wants))
            return $"A {kind} has no place in an exchange that was opened with a {state.Kind}.";
        if (move.Step != LifeStep.Applies && !MaySay(kind, state, opener))
            return $"The {(opener ? "opener" : "asked party")} of this exchange cannot send a {kind} in it.";
        if (move.Step == LifeStep.Withdraws && !opener)
            return "Only the opener can withdraw the whole exchange. Name the messages that are taken back.";
        if (move.Step is not (LifeStep.Explains or LifeStep.Applies) && move.InReplyTo != state.ExchangeId)
            return $"A {kind} must answer the message that opened the exchange.";
        // What must be said of content that is destroyed at its date cannot wait for receipts.
        if (isOurs && state.Pending >= ExchangeState.MostPending && TakenStep.IsTaken(kind, move.Facts))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{state.Pending} messages of this exchange have no receipt yet. Send it again when receipts have arrived."
            );
        }

        if (!SeenBy(state, isOurs, move.Sequence).Any(status => IsAllowed(state, move.Step, status, isOurs)))
            return $"The exchange is {CodeNames<ExchangeStatus>.Write(state.Status)}: a {kind} is not allowed now.";
        return move.Step switch
        {
            LifeStep.Asks or LifeStep.Explains => ClarificationRules.Obstacle(state, move, isOurs),
            LifeStep.Applies => CorrectionRules.Obstacle(state, move, isOurs),
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

    private static string Allowed(ExchangeState state, int sequence, bool isOurs) =>
        $"Allowed: {string.Join(", ", Offers(state, sequence, isOurs).Select(offer => offer.Kind.Code).Distinct())}.";

    private static StepRefusal NotAllowed(string text) => new(ReceiptCode.StepNotAllowed, text);
}

/// <summary>What a clarification must fit: it answers one that the other side asked back with, wholly and once.</summary>
internal static class ClarificationRules
{
    public static string? Obstacle(ExchangeState state, Move move, bool isOurs)
    {
        if (move.Step == LifeStep.Asks)
        {
            return state.Steps.Count(step => step.IsOurs == isOurs && step.Step == LifeStep.Asks) >= TakenSteps.MostAsking
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"This side has asked back {TakenSteps.MostAsking} times, which is the most. Open a new exchange."
                )
                : null;
        }

        if (Asking(state, move, isOurs) is not { } asking)
            return "A clarification with answers must answer a clarification of the other side with questions.";
        return state.Steps.Any(step => step.Explains(asking) && step.Sequence < move.Sequence)
            ? "The clarification was answered before."
            : null;
    }

    public static IEnumerable<Fault> Against(ExchangeState state, Move move, bool isOurs)
    {
        var given = move.Facts.Numbers("answered")!.Count;
        if (Asking(state, move, isOurs)?.Questions is { } asked && given != asked)
        {
            yield return new(
                ReceiptCode.AgainstTheVocabulary,
                "/body/answers",
                string.Create(CultureInfo.InvariantCulture, $"All {asked} questions of the clarification must be answered.")
            );
        }
    }

    private static TakenStep? Asking(ExchangeState state, Move move, bool isOurs) =>
        state.Steps.FirstOrDefault(step => step.IsOurs != isOurs && step.Step == LifeStep.Asks && step.Asking == move.InReplyTo);
}

/// <summary>What an acknowledgement of a correction must fit.</summary>
internal static class CorrectionRules
{
    private const string Other = "An acknowledgement must answer the message that opened the exchange, or a correction of the other side.";

    // Of the other side's corrections a state has the newest. Which of them its sender had seen is not judged.
    public static string? Obstacle(ExchangeState state, Move move, bool isOurs)
    {
        var corrections = state.Steps.Where(step => step.IsOurs != isOurs && step.Step == LifeStep.Corrects).ToList();
        if (corrections.Count == 0)
            return Other;
        if (!isOurs)
            return null;
        return corrections.Find(step => step.Asking == move.InReplyTo) is not { } newest
                ? "An acknowledgement of a correction must answer the newest one of the other side."
            : state.IsApplied(newest) ? "The correction was acknowledged before."
            : null;
    }
}
