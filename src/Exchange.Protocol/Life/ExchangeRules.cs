using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Life;

/// <summary>
/// Which message may follow which (border protocol, section 4, "Order"): judged against the exchange as its sender saw it,
/// that is its own lower sequences and what it answers; never by arrival.
/// </summary>
public static class ExchangeRules
{
    /// <summary>The code of the refusal (403, 504 or 505), or null if the step is allowed.</summary>
    /// <param name="state">The exchange, or null if it is not known.</param>
    /// <param name="message">The message to judge.</param>
    /// <param name="isOurs">True for a message of the log's own party.</param>
    public static ReceiptCode? Judge(ExchangeState? state, Message message, bool isOurs)
    {
        if (!CanBeAllowed(message))
            return ReceiptCode.StepNotAllowed;
        // An exchange has one id for both sides, and one opener: the other side cannot open it too.
        if (message.Header.Opens)
            return state is null || state.OpenedByUs == isOurs ? null : ReceiptCode.StepNotAllowed;
        if (state is null || state.Status == ExchangeStatus.Rejected)
            return ReceiptCode.ExchangeUnknown;
        if (!Answers(state, message, isOurs))
            return ReceiptCode.StepNotAllowed;
        return Faults(state, message, isOurs).Count > 0 ? ReceiptCode.AgainstTheVocabulary : null;
    }

    /// <summary>False for a step that no state of an exchange allows: whatever is not known yet, it waits for nothing.</summary>
    public static bool CanBeAllowed(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Header.Opens
            ? message is { Body: RequestBody, Header: { Sequence: 1, InReplyTo: null } }
            : message is { Body: AcknowledgementBody or ResponseBody, Header.InReplyTo: not null };
    }

    /// <summary>What in a response does not fit the questions of the request that it answers (403).</summary>
    public static IReadOnlyList<Fault> Faults(ExchangeState? state, Message message, bool isOurs)
    {
        if (message is not { Body: ResponseBody response } || QuestionsOf(state) is not { } questions)
            return [];
        List<Fault> faults = [.. response.Answers.Index().Where(answer => answer.Item.Question > questions)
            .Select(answer => new Fault(ReceiptCode.AgainstTheVocabulary, $"/body/answers/{answer.Index}/question", "The request has no question of this number."))];
        var open = Open(state!, message, isOurs, questions);
        if (response.Extent == Extent.Final && open.Count > 0)
            faults.Add(new(ReceiptCode.AgainstTheVocabulary, "/body/answers", $"A final response leaves no question without an outcome. Still open: {string.Join(", ", open)}."));
        return faults;
    }

    /// <summary>True for a final response that leaves a question open only because an earlier response, which may have its outcome, is still missing.</summary>
    public static bool WaitsForEarlier(ExchangeState state, Message message, bool isOurs) =>
        Before(state, message, isOurs).Select(earlier => earlier.Sequence).Distinct().Count() < message.Header.Sequence - 1
        && Faults(state, message, isOurs) is [{ Pointer: "/body/answers" }];

    private static int? QuestionsOf(ExchangeState? state) => state?.Messages.FirstOrDefault(message => message.MessageId == state.ExchangeId)?.Detail.Questions;

    // An entry that was made anew without its content does not say what it answered.
    private static List<int> Open(ExchangeState state, Message message, bool isOurs, int questions)
    {
        var responses = Before(state, message, isOurs).Where(earlier => earlier is { Stands: true, Kind: MessageKind.Response }).Select(earlier => earlier.Detail.Answered).ToList();
        var answered = responses.OfType<IReadOnlyList<int>>().SelectMany(numbers => numbers).Concat(((ResponseBody)message.Body).Answers.Select(answer => answer.Question));
        return responses.Contains(null) ? [] : [.. Enumerable.Range(1, questions).Except(answered)];
    }

    private static IEnumerable<MessageState> Before(ExchangeState state, Message message, bool isOurs) =>
        state.Messages.Where(earlier => earlier.IsOurs == isOurs && earlier.Sequence < message.Header.Sequence);

    // For now only the asked party speaks after the opener, and it answers the opener.
    private static bool Answers(ExchangeState state, Message message, bool isOurs) =>
        isOurs != state.OpenedByUs
        && message.Header.InReplyTo?.MessageId == state.ExchangeId
        && !Before(state, message, isOurs).Any(EndsTheAnswers);

    private static bool EndsTheAnswers(MessageState message) => message is { Stands: true, Kind: MessageKind.Response, Detail.Final: true };
}
