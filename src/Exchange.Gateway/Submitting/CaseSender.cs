using System.Security.Cryptography;
using Exchange.Gateway.Dispatching;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// Signs, seals and records an officer's message: it leaves only when it is in the log and in the outbox. The sequence is
/// taken under a lock on its exchange that is held until the commit, as it is inside the signed bytes.
/// </summary>
internal sealed class CaseSender(OwnParty own, OwnDoubt doubt, LogBook log, Database database, JournalWriter journal, ExchangeLocks locks, ReferenceNumbers references)
{
    /// <summary>Sends <paramref name="draft"/>, once for each <paramref name="cause"/>.</summary>
    public async Task<SendResult> SendAsync(CaseDraft draft, Cause cause, CancellationToken cancellation)
    {
        using var exchange = await locks.TakeAsync(draft.Counterpart.Name, draft.ExchangeId, cancellation);
        var sealing = Seal(draft, cause);
        if (sealing is not SendResult.Sealed { Outgoing: { } outgoing } @sealed)
            return sealing;
        return await journal.ProposeAsync(transaction => Record(transaction, draft, cause, outgoing, @sealed.Exchange), CancellationToken.None);
    }

    // Times by a clock that is wrong, or an entry in a log that is not whole, cannot be taken back.
    private SendResult.InDoubt? Doubt(CaseDraft draft) =>
        doubt.On(draft.Counterpart.Name) is { } reason ? new(log.Doubt is null ? "clock-in-doubt" : "log-in-doubt", reason) : null;

    private SendResult Seal(CaseDraft draft, Cause cause)
    {
        using var sql = database.OpenSession();
        if (CauseTable.Find(sql, cause) is { } known)
            return known;
        if (Doubt(draft) is { } inDoubt)
            return inDoubt;
        var exchange = draft.Opens ? NewExchange(draft) : ExchangeTable.Find(sql, draft.Counterpart.Name, draft.ExchangeId);
        if (exchange is null)
            return new SendResult.NotAllowed(ReceiptCode.ExchangeUnknown, "There is no such exchange with this counterpart.");
        var written = MessageWriter.TryWrite(HeaderOf(sql, draft, exchange), draft.Body);
        if (written.Value is not { } message)
            return new SendResult.Invalid(written.Faults);
        var state = ExchangeHistory.State(sql, draft.Counterpart.Name, draft.ExchangeId);
        return ExchangeRules.Judge(state, message, isOurs: true) switch
        {
            null => new SendResult.Sealed(new OutgoingMessage(draft.Counterpart.Name, message, own.Seal(message, draft.Counterpart)), exchange),
            ReceiptCode.AgainstTheVocabulary => new SendResult.Invalid(ExchangeRules.Faults(state, message, isOurs: true)),
            { } code => new SendResult.NotAllowed(code, "This step is not allowed in the present state of the exchange."),
        };
    }

    private MessageHeader HeaderOf(SqlSession sql, CaseDraft draft, StoredExchange exchange)
    {
        var now = own.Clock.Now();
        return new()
        {
            MessageId = draft.MessageId,
            Kind = draft.Body.Kind,
            Sender = own.Name,
            Recipient = draft.Counterpart.Name,
            Salt = RandomNumberGenerator.GetBytes(MessageHeader.SaltSize),
            IssuedAt = now,
            ExpiresAt = draft.ExpiresAt ?? now + MessageHeader.MaximumLife,
            ExchangeId = draft.ExchangeId,
            Reference = exchange.Reference,
            Sequence = MessageTable.LastSequence(sql, draft.Counterpart.Name, outgoing: true, draft.ExchangeId) + 1,
            Handling = draft.Handling,
            InReplyTo = draft.InReplyTo,
        };
    }

    private StoredExchange NewExchange(CaseDraft draft) => new(
        references.Next(own.Name, draft.Counterpart.Name, own.Clock.Now()), OpenedByUs: true, own.Content.NewDataKey(draft.ExchangeId));

    private SendResult Record(JournalTransaction transaction, CaseDraft draft, Cause cause, OutgoingMessage outgoing, StoredExchange exchange)
    {
        // Someone else may have asked under the same key in this very batch.
        if (CauseTable.Find(transaction.Sql, cause) is { } known)
            return known;
        if (Doubt(draft) is { } inDoubt)
            return inDoubt;
        var header = outgoing.Message.Header;
        if (draft.Opens)
            ExchangeTable.Insert(transaction.Sql, outgoing.To, draft.ExchangeId, exchange, transaction.Now);
        var leaf = transaction.Append(new(LedgerEvents.MessageSent)
        {
            Actor = cause.Actor,
            Counterpart = outgoing.To,
            ExchangeId = header.ExchangeId,
            MessageId = header.MessageId,
            Kind = header.Kind,
            Sequence = header.Sequence,
            Signed = outgoing.Sealed.Signed,
            Sealed = outgoing.Sealed.Sealed,
            Detail = MessageDetail.Of(outgoing.Message).ToJson(),
        });
        MessageTable.Insert(transaction.Sql, outgoing.To, outgoing: true, header,
            new MessageRecord(outgoing.Sealed.Signed, outgoing.Sealed.Sealed, transaction.Now, leaf.Index)
            {
                Content = own.Content.Encrypt(exchange.DataKey, draft.ExchangeId, outgoing.Message.Bytes.Span),
                Signature = outgoing.Sealed.Signature.Detached.ToArray(),
            });
        OutboxTable.Add(transaction.Sql, outgoing);
        CauseTable.Insert(transaction.Sql, cause, header.MessageId, transaction.Now);
        cause.Also(transaction);
        return new SendResult.Sent(header.MessageId, header.ExchangeId!.Value, exchange.Reference, outgoing.Sealed.Signed);
    }
}
