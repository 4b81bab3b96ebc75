using Exchange.Protocol.Contracts;
using Exchange.Protocol.Vocabulary;
using Exchange.Sealing;

namespace Exchange.Gateway.Receiving;

/// <summary>
/// Judges case messages inside the journal's transaction, each once: accepted, refused with a receipt, or deferred (border protocol,
/// section 4).
/// </summary>
internal sealed class CaseJudge(
    OwnParty own,
    GatewaySettings settings,
    CaseRules rules,
    DeferredMessages deferred,
    ContentStore contents,
    PassageStore passages,
    EventOutbox events
)
{
    private static readonly TimeSpan BetweenRepeats = TimeSpan.FromSeconds(10);

    /// <summary>The same sealed bytes again: only the receipt is made again.</summary>
    public static void Repeat(JournalTransaction transaction, Arrival arrival)
    {
        if (MessageTable.FindSealed(transaction.Sql, arrival.Counterpart, arrival.Sealed) is { } known)
            Repeat(transaction, arrival, known);
    }

    /// <summary>The sender is verified, but the message cannot be read or violates the vocabulary.</summary>
    public void Refuse(JournalTransaction transaction, Arrival arrival, Rejected refusal)
    {
        if (Known(transaction, arrival, refusal.Signed!.Value) is { } known)
            Repeat(transaction, arrival, known);
        else if (rules.Holds(transaction, arrival.Counterpart) is { } reason)
            deferred.Put(transaction, arrival, reason, refusal.Outline?.ExchangeId);
        else
            RefuseUnread(transaction, arrival, refusal);
    }

    private static void RefuseUnread(JournalTransaction transaction, Arrival arrival, Rejected refusal)
    {
        var outline = refusal.Outline!;
        // A second message with an id or a sequence is equivocation even if it violates the vocabulary.
        var first = MessageTable.FindFirst(transaction.Sql, arrival.Counterpart, outline);
        Refuse(transaction, arrival, refusal.Code, (refusal.Signed!.Value, refusal.Detached), outline, TimesOf(outline));
        if (first is not null && outline is { MessageId: not null, ExchangeId: not null, Kind: not null, Sequence: not null })
            RecordEquivocation(transaction, arrival, refusal.Code, refusal.Signed!.Value, outline, first.EntryIndex);
    }

    public void Judge(JournalTransaction transaction, Arrival arrival, Opened opened)
    {
        var header = opened.Message.Header;
        if (Known(transaction, arrival, opened.Signature.Signed) is { } known)
        {
            if (ContentStore.IsLost(transaction.Sql, known))
                Keep(transaction, known.EntryIndex, arrival.Counterpart, opened);
            Repeat(transaction, arrival, known);
            return;
        }

        arrival = DeferredMessages.Recall(transaction, arrival);
        switch (rules.Judge(transaction, arrival, opened.Message))
        {
            case Ruling.Accepted:
                Accept(transaction, arrival, opened);
                break;
            case Ruling.Refused refused:
                Refuse(
                    transaction,
                    arrival,
                    refused.Code,
                    (opened.Signature.Signed, opened.Signature.Detached),
                    MessageOutline.Of(header),
                    MessageDetail.Of(opened.Message)
                );
                if (refused.First is { } first)
                    RecordEquivocation(transaction, arrival, refused.Code, opened.Signature.Signed, MessageOutline.Of(header), first);
                break;
            case Ruling.Waits waits:
                deferred.Put(transaction, arrival, waits.Reason, header.ExchangeId, waits.LookAt, waits.Awaits);
                break;
        }
    }

    // Judged before: the same sealed bytes, or the same signed bytes.
    private static StoredMessage? Known(JournalTransaction transaction, Arrival arrival, Digest signed) =>
        MessageTable.FindSealed(transaction.Sql, arrival.Counterpart, arrival.Sealed)
        ?? MessageTable.FindSigned(transaction.Sql, arrival.Counterpart, outgoing: false, signed);

    private void Accept(JournalTransaction transaction, Arrival arrival, Opened opened)
    {
        var header = opened.Message.Header;
        transaction.Worth = Worth.Useful;
        var signed = opened.Signature.Signed;
        var leaf = Append(
            transaction,
            arrival,
            ReceiptCode.Accepted,
            signed,
            MessageOutline.Of(header),
            AcceptanceOf(arrival.Counterpart, opened.Message)
        );
        Keep(transaction, leaf.Index, arrival.Counterpart, opened);
        TakenBackTable.Keep(transaction.Sql, arrival.Counterpart, opened.Message);
        events.Raise(
            transaction,
            new MessageReceived(
                MessageId.New(own.Clock),
                arrival.Counterpart.Value,
                header.MessageId,
                header.ExchangeId!.Value,
                header.Kind.Code
            )
        );
        Settle(transaction, arrival, new(arrival.Counterpart, header.MessageId, signed, ReceiptCode.Accepted, leaf.Index, leaf.Leaf.Bytes));
    }

    private void Keep(JournalTransaction transaction, long index, PartyName counterpart, Opened opened)
    {
        contents.Keep(
            transaction.Sql,
            index,
            opened.Signature.Signed,
            opened.Message.Bytes.Span,
            opened.Signature.Detached.Span,
            LastDay(opened.Message.Header.Handling!, transaction.Now)
        );
        passages.Keep(transaction.Sql, counterpart, opened.Message);
    }

    // What we may keep at most counts for what we are sent too.
    private DateOnly LastDay(Handling handling, DateTimeOffset now) =>
        settings.RetainAtMost(now) is { } most && most < handling.RetainUntil ? most : handling.RetainUntil;

    // The sender learns from the receipt in which time we answer: it counts the same due time, whatever its own settings say.
    private MessageDetail AcceptanceOf(PartyName counterpart, Message message)
    {
        var detail = MessageDetail.Of(message);
        return message.Header is { Opens: true, Kind: CaseKind kind } && kind.Term(detail.Facts)?.Urgency is not null
            ? detail with
            {
                Spans = settings.SpansOf(counterpart),
            }
            : detail;
    }

    private static void Refuse(
        JournalTransaction transaction,
        Arrival arrival,
        ReceiptCode code,
        (Digest Digest, ReadOnlyMemory<byte> Detached) signed,
        MessageOutline outline,
        MessageDetail detail
    )
    {
        transaction.Worth = Worth.Kept;
        var leaf = Append(transaction, arrival, code, signed.Digest, outline, detail);
        ContentStore.KeepSignature(transaction.Sql, leaf.Index, signed.Detached.Span);
        Settle(transaction, arrival, new(arrival.Counterpart, outline.MessageId, signed.Digest, code, leaf.Index, leaf.Leaf.Bytes));
    }

    // In addition to the refusal, for the operator and the auditor: the sender's record is not one history.
    private static void RecordEquivocation(
        JournalTransaction transaction,
        Arrival arrival,
        ReceiptCode code,
        Digest signed,
        MessageOutline outline,
        long first
    ) =>
        transaction.Append(
            new(LedgerEvents.Equivocation)
            {
                Counterpart = arrival.Counterpart,
                ExchangeId = outline.ExchangeId,
                MessageId = outline.MessageId,
                Kind = outline.Kind,
                Sequence = outline.Sequence,
                Signed = signed,
                Sealed = arrival.Sealed,
                Code = code,
                Detail = new() { ["first"] = first },
            }
        );

    // The row of the message has them, and must be rebuildable from the ledger.
    private static MessageDetail TimesOf(MessageOutline outline) => new() { IssuedAt = outline.IssuedAt, ExpiresAt = outline.ExpiresAt };

    private static AppendedEntry Append(
        JournalTransaction transaction,
        Arrival arrival,
        ReceiptCode code,
        Digest signed,
        MessageOutline outline,
        MessageDetail? detail
    )
    {
        if (outline.ExchangeId is { } exchangeId)
            DeferredTable.LookAgain(transaction.Sql, arrival.Counterpart, exchangeId);
        return transaction.Append(
            new(code == ReceiptCode.Accepted ? LedgerEvents.MessageAccepted : LedgerEvents.MessageRejected)
            {
                Counterpart = arrival.Counterpart,
                ExchangeId = outline.ExchangeId,
                MessageId = outline.MessageId,
                Kind = outline.Kind,
                Sequence = outline.Sequence,
                Signed = signed,
                Sealed = arrival.Sealed,
                Code = code,
                Detail = detail?.ToJson(),
            }
        );
    }

    private static void Settle(JournalTransaction transaction, Arrival arrival, ReceiptDebt debt)
    {
        if (arrival.Waited is not null)
            DeferredMessages.Remove(transaction, arrival);
        transaction.Owe(debt);
    }

    private static void Repeat(JournalTransaction transaction, Arrival arrival, StoredMessage known)
    {
        if (arrival.Waited is not null)
            DeferredMessages.Remove(transaction, arrival);
        // A receipt needs a ledger that is not suspended; the sender repeats the message.
        if (!transaction.CanAppend)
            return;
        if (!MessageTable.MayRepeat(transaction.Sql, known.Id, transaction.Now, transaction.Now - BetweenRepeats))
            return;
        var leaf = EntryTable.Leaf(transaction.Sql, known.EntryIndex)
            ?? throw new LogDamagedException($"Entry {known.EntryIndex} of the ledger is missing from the database.");
        var read = LedgerLeaf.Read(leaf).OrThrow();
        transaction.Owe(new(arrival.Counterpart, read.MessageId, known.Signed, known.Code!.Value, known.EntryIndex, leaf));
    }
}
