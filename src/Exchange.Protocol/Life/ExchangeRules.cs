using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Life;

/// <summary>
/// Which message may follow which (border protocol, section 4, "Order"): judged against the exchange as its sender saw it,
/// that is its own lower sequences and what it answers; never by arrival.
/// </summary>
public static class ExchangeRules
{
    /// <summary>The code of the refusal (504 or 505), or null if the step is allowed.</summary>
    /// <param name="state">The exchange, or null if it is not known.</param>
    /// <param name="message">The message to judge.</param>
    /// <param name="isOurs">True for a message of the log's own party.</param>
    public static ReceiptCode? Judge(ExchangeState? state, Message message, bool isOurs)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Header.Opens)
            return Opens(state, message, isOurs) ? null : ReceiptCode.StepNotAllowed;
        if (state is null || state.Status == ExchangeStatus.Rejected)
            return ReceiptCode.ExchangeUnknown;
        return Answers(state, message, isOurs) ? null : ReceiptCode.StepNotAllowed;
    }

    // An exchange has one id for both sides, and one opener: the other side cannot open it too.
    private static bool Opens(ExchangeState? state, Message message, bool isOurs) =>
        message.Body is RequestBody && message.Header is { Sequence: 1, InReplyTo: null } && (state is null || state.OpenedByUs == isOurs);

    // For now only the asked party speaks after the opener, and it answers the opener.
    private static bool Answers(ExchangeState state, Message message, bool isOurs) =>
        message.Body is AcknowledgementBody or ResponseBody
        && isOurs != state.OpenedByUs
        && message.Header.InReplyTo?.MessageId == state.ExchangeId
        && !state.Messages.Any(earlier => earlier.IsOurs == isOurs && earlier.Sequence < message.Header.Sequence && EndsTheAnswers(earlier));

    private static bool EndsTheAnswers(MessageState message) => message is { Stands: true, Kind: MessageKind.Response, Detail.Final: true };
}
