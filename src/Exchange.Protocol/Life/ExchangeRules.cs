using System.Globalization;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Life;

/// <summary>Why a message may not follow in its exchange.</summary>
/// <param name="Code">403, 504 or 505.</param>
/// <param name="Text">For the officer who sends it: the state, and what is allowed.</param>
public sealed record StepRefusal(ReceiptCode Code, string Text)
{
    /// <summary>Where a final answer leaves a question open.</summary>
    internal const string Open = "/body/answers";

    /// <summary>With 403: what does not fit the exchange.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>True if an earlier message of its sender that is not here yet may give what is missing.</summary>
    public bool MayWait => Faults is [{ Pointer: Open }];
}

/// <summary>
/// Which message may follow which (border protocol, section 4, "Order"): judged against the exchange as its sender saw it,
/// that is its own lower sequences and what it answers; never by arrival.
/// </summary>
public static class ExchangeRules
{
    /// <summary>How many messages each side may send in one exchange.</summary>
    public const int MostMessages = 100_000;

    /// <summary>Why the step is refused, or null if it is allowed.</summary>
    /// <param name="state">The exchange, or null if it is not known.</param>
    /// <param name="message">The message to judge.</param>
    /// <param name="isOurs">True for a message of the ledger's own party.</param>
    public static StepRefusal? Judge(ExchangeState? state, Message message, bool isOurs)
    {
        if (!CanBeAllowed(message))
            return NotAllowed("A message opens an exchange as the first, and in answer to none; every other answers the one that did.");
        var kind = (CaseKind)message.Header.Kind;
        // An exchange has one id for both sides, and one opener: the other side cannot open it too.
        if (message.Header.Opens)
            return state is null || state.OpenedByUs == isOurs ? null : NotAllowed("The other side has opened an exchange of this id.");
        if (state is null || state.Status == ExchangeStatus.Rejected)
            return new(ReceiptCode.ExchangeUnknown, "There is no such exchange with this counterpart, or its opening message was refused.");
        if (Answers(state, kind, message, isOurs) is { } text)
            return NotAllowed(text);
        IReadOnlyList<Fault> faults = [.. kind.Against(state, message.Body, state.AnsweredBefore(message.Header.Sequence!.Value))];
        return faults.Count > 0 ? new(ReceiptCode.AgainstTheVocabulary, faults[0].Text) { Faults = faults } : null;
    }

    /// <summary>False for a step that no state of an exchange allows: whatever is not known yet, it waits for nothing.</summary>
    public static bool CanBeAllowed(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Header.Kind is CaseKind kind && (message.Header.Opens
            ? kind.Opens && message.Header is { Sequence: 1, InReplyTo: null }
            : !kind.Opens && message.Header is { Sequence: <= MostMessages, InReplyTo: not null });
    }

    private static string? Answers(ExchangeState state, CaseKind kind, Message message, bool isOurs)
    {
        if (kind.Speaker != Speaker.Either && (kind.Speaker == Speaker.Opener) != (isOurs == state.OpenedByUs))
            return $"A {kind} is not for {(isOurs == state.OpenedByUs ? "the opener" : "the asked party")} of an exchange to send in it. {Allowed(state, isOurs)}";
        if (message.Header.InReplyTo?.MessageId != state.ExchangeId)
            return $"A {kind} answers the message that opened the exchange.";
        if (isOurs && state.Pending >= ExchangeState.MostPending)
            return string.Create(CultureInfo.InvariantCulture, $"{state.Pending} messages of this exchange have no receipt yet. Send it when some have.");
        return kind.Step(FactSet.Of(kind, message.Body)) != LifeStep.None && HasEnded(state, message, isOurs)
            ? $"The exchange is {CodeNames<ExchangeStatus>.Write(state.Status)}: its final answer was given before. {Allowed(state, isOurs)}"
            : null;
    }

    private static bool HasEnded(ExchangeState state, Message message, bool isOurs) =>
        state.Steps.Any(step => step.IsOurs == isOurs && step.Step == LifeStep.Answers && step.Sequence < message.Header.Sequence);

    private static string Allowed(ExchangeState state, bool isOurs)
    {
        var speaker = isOurs == state.OpenedByUs ? Speaker.Opener : Speaker.Asked;
        var hasEnded = state.Steps.Any(step => step.IsOurs == isOurs && step.Step == LifeStep.Answers);
        var allowed = CaseKinds.All.Where(kind => !kind.Opens && (!hasEnded || kind.Step(FactSet.None) == LifeStep.None) && (kind.Speaker == Speaker.Either || kind.Speaker == speaker))
            .Select(kind => kind.Code).ToList();
        return allowed.Count == 0 ? "Nothing may follow from this side." : $"Allowed: {string.Join(", ", allowed)}.";
    }

    private static StepRefusal NotAllowed(string text) => new(ReceiptCode.StepNotAllowed, text);
}
