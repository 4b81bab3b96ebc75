using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Life;

/// <summary>The life of an exchange: a pure function of the entries that tell of its messages.</summary>
public static class ExchangeLife
{
    /// <summary>The state that the entries lead to; null if they do not tell of the opening message.</summary>
    /// <param name="steps">Of one exchange, in the order of the log.</param>
    public static ExchangeState? Fold(IEnumerable<ExchangeStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var messages = new List<MessageState>();
        var places = new Dictionary<(Guid, bool), int>();
        Guid? exchangeId = null;
        foreach (var step in steps)
        {
            exchangeId ??= step.ExchangeId;
            Put(messages, places, step);
        }

        // An opening message that we refused once, and that was then sent anew under another id, is another exchange.
        return messages.Find(message => message.MessageId == exchangeId) is { } opener
            ? new(opener.MessageId, opener.IsOurs, StatusOf(opener, messages), DueAt(opener), messages)
            : null;
    }

    private static void Put(List<MessageState> messages, Dictionary<(Guid MessageId, bool IsOurs), int> places, ExchangeStep step)
    {
        if (places.TryAdd((step.MessageId, step.IsOurs), messages.Count))
            messages.Add(new(step.MessageId, step.Kind, step.Sequence, TransportOf(step), step.At, step.Detail));
        else if (places[(step.MessageId, step.IsOurs)] is var known && messages[known] is { Transport: Transport.Sent } sent)
            messages[known] = sent with { Transport = TransportOf(step), At = step.At, Detail = sent.Detail with { AcceptedAt = step.Detail.AcceptedAt } };
    }

    private static Transport TransportOf(ExchangeStep step) => step.Event switch
    {
        LedgerEvents.MessageSent => Transport.Sent,
        LedgerEvents.MessageDelivered => Transport.Delivered,
        LedgerEvents.MessageRefused => Transport.Refused,
        LedgerEvents.MessageAccepted => Transport.Accepted,
        _ => Transport.Rejected,
    };

    private static ExchangeStatus StatusOf(MessageState opener, List<MessageState> messages)
    {
        if (!opener.Stands)
            return ExchangeStatus.Rejected;
        var answers = messages.FindAll(message => message.Stands && message.Kind == MessageKind.Response);
        if (answers.Exists(answer => answer.Detail.Final == true))
            return ExchangeStatus.Answered;
        if (answers.Count > 0)
            return ExchangeStatus.PartiallyAnswered;
        if (messages.Exists(message => message.Stands && message.Kind == MessageKind.Acknowledgement))
            return ExchangeStatus.Acknowledged;
        return opener.Transport == Transport.Sent ? ExchangeStatus.Sent : ExchangeStatus.Delivered;
    }

    private static DateTimeOffset? DueAt(MessageState opener)
    {
        var acceptedAt = opener.Transport == Transport.Accepted ? opener.At : opener.Detail.AcceptedAt;
        return opener.Detail.Urgency is { } urgency && acceptedAt is { } at ? Deadline.DueAt(urgency, opener.Detail.DueAt, at) : null;
    }
}
