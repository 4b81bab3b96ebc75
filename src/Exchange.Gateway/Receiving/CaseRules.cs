using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Protocol;
using Exchange.Protocol.Messages;

namespace Exchange.Gateway.Receiving;

/// <summary>The rules for a case message whose sender is proven, in the order of the border protocol, section 4.</summary>
internal sealed class CaseRules(GatewaySettings settings, OwnDoubt doubt)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FarAhead = TimeSpan.FromDays(1);

    public Ruling Judge(JournalTransaction transaction, Arrival arrival, Message message)
    {
        var header = message.Header;
        if (doubt.Exists)
            return new Ruling.Waits(WaitReason.OwnDoubt);
        if (MessageTable.Find(transaction.Sql, arrival.Counterpart, outgoing: false, header.MessageId) is { } sameId)
            return new Ruling.Refused(ReceiptCode.IdReused) { First = sameId.EntryIndex };
        if (MessageTable.FindSequence(transaction.Sql, arrival.Counterpart, outgoing: false, header.ExchangeId!.Value, header.Sequence!.Value) is { } sameSequence)
            return new Ruling.Refused(ReceiptCode.SequenceReused) { First = sameSequence.EntryIndex };
        if (LinkTable.IsSuspended(transaction.Sql, arrival.Counterpart))
            return new Ruling.Waits(WaitReason.LinkSuspended);
        return Times(transaction, arrival, header)
            ?? Handling(header)
            ?? Exchange(transaction, arrival, message)
            ?? new Ruling.Accepted();
    }

    private static Ruling? Times(JournalTransaction transaction, Arrival arrival, MessageHeader header)
    {
        // What waited for a suspended link is judged as of its arrival.
        var now = arrival.Waited == WaitReason.LinkSuspended ? arrival.ArrivedAt : transaction.Now;
        if (header.IssuedAt - now > FarAhead)
            return new Ruling.Refused(ReceiptCode.TimesImplausible);
        if (header.IssuedAt - now > Ahead)
            return new Ruling.Waits(WaitReason.Early);
        return header.ExpiresAt > now ? null : new Ruling.Refused(arrival.Waited switch
        {
            WaitReason.ExchangeUnknown => ReceiptCode.ExchangeUnknown,
            WaitReason.InReplyToUnknown => ReceiptCode.InReplyToUnknown,
            _ => ReceiptCode.Expired,
        });
    }

    private Ruling.Refused? Handling(MessageHeader header) =>
        header.Handling!.Classification > settings.MaximumClassification ? new Ruling.Refused(ReceiptCode.ClassificationTooHigh) : null;

    private static Ruling? Exchange(JournalTransaction transaction, Arrival arrival, Message message)
    {
        var header = message.Header;
        if (!header.Opens && ExchangeTable.Find(transaction.Sql, arrival.Counterpart, header.ExchangeId!.Value) is null)
        {
            return IsRefusedOpener(transaction, arrival, header)
                ? new Ruling.Refused(ReceiptCode.ExchangeUnknown)
                : new Ruling.Waits(WaitReason.ExchangeUnknown);
        }

        if (!header.Opens && ExchangeTable.Find(transaction.Sql, arrival.Counterpart, header.ExchangeId!.Value)!.Reference != header.Reference)
            return new Ruling.Refused(ReceiptCode.StepNotAllowed);
        if (header.InReplyTo is { } answered && !IsKnown(transaction, arrival, answered))
            return new Ruling.Waits(WaitReason.InReplyToUnknown);
        return ExchangeHistory.Judge(transaction.Sql, arrival.Counterpart, message) is { } code ? new Ruling.Refused(code) : null;
    }

    private static bool IsRefusedOpener(JournalTransaction transaction, Arrival arrival, MessageHeader header) =>
        MessageTable.Find(transaction.Sql, arrival.Counterpart, outgoing: false, header.ExchangeId!.Value) is { Code: not ReceiptCode.Accepted };

    private static bool IsKnown(JournalTransaction transaction, Arrival arrival, InReplyTo answered) =>
        (MessageTable.Find(transaction.Sql, arrival.Counterpart, outgoing: true, answered.MessageId)
            ?? MessageTable.Find(transaction.Sql, arrival.Counterpart, outgoing: false, answered.MessageId))?.Signed == answered.Signed;
}
