using System.Text.Json.Nodes;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Receipts;
using Exchange.Protocol.Contracts;
using Exchange.Protocol.Link;

namespace Exchange.Gateway.Receipting;

/// <summary>
/// Takes receipts (border protocol, section 7): a message counts as delivered or refused once the counterpart's ledger is proved to
/// say so, under a checkpoint of the one history that it has shown us.
/// </summary>
internal sealed class ReceiptHandler(OwnParty own, CheckpointChain chain, EventOutbox events, ILogger<ReceiptHandler> logger)
{
    public Action<JournalTransaction> Prepare(ReceiptBody receipt, Counterpart counterpart)
    {
        if (PresentedNote.Read(receipt.Checkpoint, receipt.Consistency, counterpart) is not { } presented)
        {
            logger.LogWarning("A receipt of {Counterpart} has no checkpoint signed by both keys of its ledger; it is ignored", counterpart);
            return JournalTransaction.Nothing;
        }

        var proven = receipt.Items.Select(item => ProvenItem.Of(item, presented.Checkpoint)).OfType<ProvenItem>().ToList();
        if (proven.Count < receipt.Items.Count)
        {
            logger.LogWarning(
                "{Count} items of a receipt of {Counterpart} are not proved by its checkpoint; they are ignored",
                receipt.Items.Count - proven.Count,
                counterpart
            );
        }

        var weight = proven.Sum(item => item.Item.Leaf.Length + item.Item.Proof.Sum(line => (long)line.Length));
        return chain.Judge(presented, counterpart, weight, transaction =>
            proven.ForEach(item => Take(transaction, item, presented, counterpart))
        );
    }

    private void Take(JournalTransaction transaction, ProvenItem proven, PresentedNote presented, Counterpart counterpart)
    {
        // A suspended ledger records nothing; the message is resent, and its receipt repeated.
        if (!transaction.CanAppend)
            return;
        var item = proven.Item;
        var message = item.MessageId is { } id
            ? MessageTable.Find(transaction.Sql, counterpart.Name, outgoing: true, id)
            : MessageTable.FindSigned(transaction.Sql, counterpart.Name, outgoing: true, item.Signed);
        if (message is null || !proven.IsAbout(CopyOf(message, counterpart)))
        {
            logger.LogWarning("A receipt item of {Counterpart} names no message of ours; it is ignored", counterpart);
            return;
        }

        if (message.Code is null)
        {
            Settle(transaction, message, proven, presented, counterpart);
        }
        else if (
            message.Code != item.Code
            && AlarmTable.InsertOnce(
                transaction.Sql,
                counterpart.Name,
                LedgerEvents.ReceiptContradicted,
                message.MessageId!,
                presented.Note,
                transaction.Now
            )
        )
        {
            Contradict(transaction, message, proven, counterpart);
        }
    }

    private void Settle(
        JournalTransaction transaction,
        StoredMessage message,
        ProvenItem proven,
        PresentedNote presented,
        Counterpart counterpart
    )
    {
        var item = proven.Item;
        transaction.Worth = Worth.Useful;
        var messageId = Guid.Parse(message.MessageId!);
        OutboxTable.Settle(transaction.Sql, counterpart.Name, messageId, transaction.Now);
        var accepted = item.Code == ReceiptCode.Accepted;
        var exchangeId = Guid.Parse(message.ExchangeId!);
        var leaf = transaction.Append(
            Draft(accepted ? LedgerEvents.MessageDelivered : LedgerEvents.MessageRefused, message, proven, counterpart)
        );
        ReceiptTable.Insert(transaction.Sql, counterpart.Name, messageId, item, presented.Checkpoint, leaf.Index);
        var eventId = MessageId.New(own.Clock);
        events.Raise(
            transaction,
            accepted
                ? new MessageDelivered(eventId, counterpart.Name.Value, messageId, exchangeId, message.Kind!)
                : new MessageRejected(eventId, counterpart.Name.Value, messageId, exchangeId, message.Kind!, (int)item.Code)
        );
    }

    // The first final code counts; a different second one shows that a record was changed.
    private void Contradict(JournalTransaction transaction, StoredMessage message, ProvenItem proven, Counterpart counterpart)
    {
        logger.LogError(
            "{Counterpart} has sent a receipt for {Message} with code {Second} after {First}; the first one counts",
            counterpart,
            message.MessageId,
            (int)proven.Item.Code,
            (int)message.Code!.Value
        );
        transaction.Append(Draft(LedgerEvents.ReceiptContradicted, message, proven, counterpart));
    }

    private static LeafDraft Draft(string @event, StoredMessage message, ProvenItem proven, Counterpart counterpart) =>
        new(@event)
        {
            Counterpart = counterpart.Name,
            ExchangeId = Guid.Parse(message.ExchangeId!),
            MessageId = Guid.Parse(message.MessageId!),
            Kind = MessageKind.TryParse(message.Kind!, out var kind) ? kind : null,
            Sequence = message.Sequence,
            Signed = message.Signed,
            Code = proven.Item.Code,
            Detail = DetailOf(proven),
        };

    // The index and digest of the recipient's entry, and what it says, from which the due time of a request is computed.
    private static JsonObject DetailOf(ProvenItem proven)
    {
        var detail = proven.Acceptance.ToJson();
        detail.Add("index", proven.Item.Index);
        detail.Add("leaf", Digest.Of(proven.Leaf.Bytes.Span).ToString());
        return detail;
    }

    private SentMessage CopyOf(StoredMessage message, Counterpart counterpart) =>
        new(
            own.Name,
            counterpart.Name,
            Guid.Parse(message.MessageId!),
            Guid.Parse(message.ExchangeId!),
            message.Kind!,
            message.Sequence!.Value,
            message.Signed
        );
}
