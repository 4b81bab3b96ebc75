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
    public bool MayWait => Faults is [{ Pointer: Open }];
}

/// <summary>
/// Which message may follow which (border protocol, section 4, "Order"). A message is judged against the exchange as its sender
/// saw it (its own lower sequences and the message that it answers), never by order of arrival.
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
            return NotAllowed("An opening message must have sequence 1 and no inReplyTo; every other message must answer the opening message.");
        var kind = (CaseKind)message.Header.Kind;
        // Both sides use one id for an exchange, and only one side opens it.
        if (message.Header.Opens)
            return state is null || state.OpenedByUs == isOurs ? null : NotAllowed("The other side has opened an exchange with this id.");
        if (state is null || state.Status == ExchangeStatus.Rejected)
            return new(ReceiptCode.ExchangeUnknown, "There is no such exchange with this counterpart, or its opening message was refused.");
        if (Answers(state, kind, message, isOurs) is { } text)
            return NotAllowed(text);
        IReadOnlyList<Fault> faults = [.. kind.Against(state, message.Body, state.AnsweredBefore(message.Header.Sequence!.Value))];
        return faults.Count > 0 ? new(ReceiptCode.AgainstTheVocabulary, faults[0].Text) { Faults = faults } : null;
    }

    /// <summary>False for a step that no state of an exchange allows, so that it need not wait for missing messages.</summary>
    public static bool CanBeAllowed(Message message) =>
        message.Header.Kind is CaseKind kind && (message.Header.Opens
            ? kind.Opens && message.Header is { Sequence: 1, InReplyTo: null }
            : !kind.Opens && message.Header is { Sequence: <= MostMessages, InReplyTo: not null });

    private static string? Answers(ExchangeState state, CaseKind kind, Message message, bool isOurs)
    {
        if (kind.Speaker != Speaker.Either && (kind.Speaker == Speaker.Opener) != (isOurs == state.OpenedByUs))
            return $"The {(isOurs == state.OpenedByUs ? "opener" : "asked party")} of an exchange cannot send a {kind} in it. {Allowed(state, isOurs)}";
        if (message.Header.InReplyTo?.MessageId != state.ExchangeId)
            return $"A {kind} must answer the message that opened the exchange.";
        if (isOurs && state.Pending >= ExchangeState.MostPending)
            return string.Create(CultureInfo.InvariantCulture, $"{state.Pending} messages of this exchange have no receipt yet. Send it again when receipts have arrived.");
        return kind.Step(FactSet.Of(kind, message.Body)) != LifeStep.None && HasEnded(state, message, isOurs)
            ? $"The exchange is {CodeNames<ExchangeStatus>.Write(state.Status)}: the final answer was given before. {Allowed(state, isOurs)}"
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
        return allowed.Count == 0 ? "This side can send no more messages in it." : $"Allowed: {string.Join(", ", allowed)}.";
    }

    private static StepRefusal NotAllowed(string text) => new(ReceiptCode.StepNotAllowed, text);
}
