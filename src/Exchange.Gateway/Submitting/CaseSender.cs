using System.Security.Cryptography;
using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// Signs, seals and records an officer's message: it leaves only when it is in the log and in the outbox. The sequence is
/// taken under a lock on its exchange that is held until the commit, as it is inside the signed bytes.
/// </summary>
internal sealed class CaseSender(
    OwnParty own, OwnDoubt doubt, LogBook log, Database database, ContentStore contents, JournalWriter journal, ExchangeLocks locks, ReferenceNumbers references)
{
    /// <summary>Sends <paramref name="draft"/>, once for each <paramref name="cause"/>.</summary>
    public async Task<SendResult> SendAsync(CaseDraft draft, Cause cause, CancellationToken cancellation)
    {
        using var exchange = await locks.TakeAsync(draft.Counterpart.Name, draft.ExchangeId, cancellation);
        var sealing = Seal(draft, cause);
        if (sealing is not SendResult.Sealed { Outgoing: { } outgoing })
            return sealing;
        return await journal.ProposeAsync(new("case.send", cause.Actor), transaction => Record(transaction, cause, outgoing), CancellationToken.None);
    }

    // Times by a clock that is wrong, or an entry in a log that is not whole, cannot be taken back.
    private SendResult.InDoubt? Doubt(PartyName counterpart) =>
        doubt.On(counterpart) is { } reason ? new(log.Doubt is null ? "clock-in-doubt" : "log-in-doubt", reason) : null;

    private SendResult Seal(CaseDraft draft, Cause cause)
    {
        using var sql = database.OpenSession();
        if (cause.Find(sql) is { } known)
            return known;
        if (Doubt(draft.Counterpart.Name) is { } inDoubt)
            return inDoubt;
        var state = ExchangeTable.Find(sql, draft.Counterpart.Name, draft.ExchangeId);
        var reference = draft.Opens ? references.Next(own.Name, draft.Counterpart.Name, own.Clock.Now()) : state?.Reference;
        if (reference is null)
            return new SendResult.NotAllowed(ReceiptCode.ExchangeUnknown, "There is no such exchange with this counterpart.");
        var written = MessageWriter.TryWrite(HeaderOf(sql, draft, reference), draft.Body);
        if (written.Value is not { } message)
            return new SendResult.Invalid(written.Faults);
        if (ExchangeRules.Judge(state, message, isOurs: true) is { } refusal)
            return refusal.Faults.Count > 0 ? new SendResult.Invalid(refusal.Faults) : new SendResult.NotAllowed(refusal.Code, refusal.Text);
        return new SendResult.Sealed(new OutgoingMessage(draft.Counterpart.Name, message, own.Seal(message, draft.Counterpart)));
    }

    private MessageHeader HeaderOf(SqlSession sql, CaseDraft draft, string reference)
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
            Reference = reference,
            Sequence = MessageTable.LastSequence(sql, draft.Counterpart.Name, outgoing: true, draft.ExchangeId) + 1,
            Handling = draft.Handling,
            InReplyTo = draft.InReplyTo,
        };
    }

    private SendResult Record(JournalTransaction transaction, Cause cause, OutgoingMessage outgoing)
    {
        // Someone else may have asked under the same key in this very batch.
        if (cause.Find(transaction.Sql) is { } known)
            return known;
        if (Doubt(outgoing.To) is { } inDoubt)
            return inDoubt;
        var header = outgoing.Message.Header;
        var leaf = transaction.Append(new(LedgerEvents.MessageSent)
        {
            Counterpart = outgoing.To,
            ExchangeId = header.ExchangeId,
            MessageId = header.MessageId,
            Kind = header.Kind,
            Sequence = header.Sequence,
            Signed = outgoing.Sealed.Signed,
            Sealed = outgoing.Sealed.Sealed,
            Detail = MessageDetail.Of(outgoing.Message).ToJson(),
        });
        contents.Keep(transaction.Sql, leaf.Index, outgoing.Sealed.Signed, outgoing.Message.Bytes.Span, outgoing.Sealed.Signature.Detached.Span);
        OutboxTable.Add(transaction.Sql, outgoing);
        IdempotencyTable.Insert(transaction.Sql, cause.Key, cause.Request, header.MessageId, transaction.Now);
        cause.Also(transaction);
        return new SendResult.Sent(header.MessageId, header.ExchangeId!.Value, header.Reference!, outgoing.Sealed.Signed);
    }
}
