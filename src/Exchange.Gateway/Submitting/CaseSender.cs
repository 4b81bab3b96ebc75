using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Gateway.Assigning;
using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Submitting;

/// <summary>
/// Signs, seals and records an officer's message, which is sent only when it is in the ledger and in the outbox. The sequence is part
/// of the signed bytes, so it is taken under a lock on its exchange that is held until the commit.
/// </summary>
internal sealed class CaseSender(
    OwnParty own,
    OwnSuspension suspension,
    Database database,
    ContentStore contents,
    ConsentCheck consents,
    ReleasePolicy policy,
    JournalWriter journal,
    ExchangeLocks locks,
    ReferenceNumbers references
)
{
    /// <summary>Sends <paramref name="draft"/>, once for each <paramref name="cause"/>.</summary>
    public async Task<SendResult> SendAsync(CaseDraft draft, Cause cause, CancellationToken cancellation)
    {
        using var exchange = await locks.TakeAsync(draft.Counterpart.Name, draft.ExchangeId, cancellation);
        for (var wasTaken = false; ; wasTaken = true)
        {
            var sealing = Seal(draft, cause, wasTaken);
            if (sealing is not SendResult.Sealed { Outgoing: { } outgoing })
                return sealing;
            var result = await journal.ProposeAsync(
                new("case.send", cause.Actor),
                transaction => Record(transaction, cause, outgoing),
                CancellationToken.None
            );
            if (result is not SendResult.ReferenceTaken)
                return result;
        }
    }

    // Times of a wrong clock, and an entry in a ledger that is not whole, cannot be undone.
    private SendResult.Suspended? SuspensionOf(PartyName counterpart) =>
        suspension.On(counterpart) is { } reason ? new(suspension.IsOfLedger ? "log-in-doubt" : "clock-in-doubt", reason) : null;

    /// <summary>
    /// The message as it would be sealed now, or why it would not be: nothing is stored, and no reference or sequence taken.
    /// </summary>
    public SendResult Write(CaseDraft draft)
    {
        using var sql = database.OpenSession();
        return Write(sql, draft, isPolicy: false, references.Peek);
    }

    private SendResult Seal(CaseDraft draft, Cause cause, bool wasTaken)
    {
        using var sql = database.OpenSession();
        if (cause.Find(sql) is { } known)
            return known;
        if (SuspensionOf(draft.Counterpart.Name) is { } suspended)
            return suspended;
        var written = Write(sql, draft, cause.IsPolicy, (own, counterpart, now) => references.Next(own, counterpart, now, wasTaken));
        if (written is not SendResult.Written { Message: var message, Rules: var rules })
            return written;
        if (cause.Shown is { } shown && Outgoing.Of(draft, message, policy.ViewsOf(rules)).Digest != shown)
            return new SendResult.NotAsShown();
        if (cause.Shown is null && rules.Count > 0)
            return new SendResult.ReleaseRequired(rules);
        return new SendResult.Sealed(new OutgoingMessage(draft.Counterpart.Name, message, own.Seal(message, draft.Counterpart)));
    }

    private SendResult Write(
        SqlSession sql,
        CaseDraft draft,
        bool isPolicy,
        Func<PartyName, PartyName, DateTimeOffset, string> newReference
    )
    {
        var state = ExchangeTable.Find(sql, draft.Counterpart.Name, draft.ExchangeId);
        var reference = draft.Opens ? newReference(own.Name, draft.Counterpart.Name, own.Clock.Now()) : state?.Reference;
        if (reference is null)
            return new SendResult.NotAllowed(ReceiptCode.ExchangeUnknown, "There is no such exchange with this counterpart.");
        var written = MessageWriter.TryWrite(HeaderOf(sql, draft, reference), draft.Body);
        if (written.Value is not { } message)
            return new SendResult.Invalid(written.Faults);
        if (ExchangeRules.Judge(state, message, isOurs: true) is { } refusal)
        {
            return refusal.Faults.Count > 0
                ? new SendResult.Invalid(refusal.Faults)
                : new SendResult.NotAllowed(refusal.Code, refusal.Text);
        }

        if (MessageTable.WrongNames(sql, draft.Counterpart.Name, outgoing: true, message) is { Count: > 0 } wrong)
            return new SendResult.Invalid(wrong);
        if (NamedParts.FaultsOf(sql, contents, draft.Counterpart.Name, message) is { Count: > 0 } absent)
            return new SendResult.Invalid(absent);
        if (Erasure.IsHeld(sql, draft.Counterpart.Name, draft.Body.Kind, draft.ExchangeId))
            return new SendResult.OnHold();
        // What a policy sends says nothing of a case.
        if (!isPolicy && consents.FaultsOf(sql, draft.Counterpart.Name, message) is { Count: > 0 } missing)
            return new SendResult.Invalid(missing);
        return new SendResult.Written(message, isPolicy ? [] : RulesOf(message));
    }

    private IReadOnlyList<ReleaseRule> RulesOf(Message message)
    {
        using var said = JsonDocument.Parse(message.Bytes);
        return policy.RulesOf(message.Header.Kind.Code, said.RootElement);
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
        // Another request with the same key may be in this batch.
        if (cause.Find(transaction.Sql) is { } known)
            return known;
        if (SuspensionOf(outgoing.To) is { } suspended)
            return suspended;
        if (!cause.Holds(transaction.Sql))
            return new SendResult.Overtaken();
        var header = outgoing.Message.Header;
        if (Erasure.IsHeld(transaction.Sql, outgoing.To, header.Kind, header.ExchangeId!.Value))
            return new SendResult.OnHold();
        if (header.MessageId == header.ExchangeId && ExchangeTable.IsTaken(transaction.Sql, outgoing.To, header.Reference!))
            return new SendResult.ReferenceTaken();
        var leaf = transaction.Append(
            new(LedgerEvents.MessageSent)
            {
                Counterpart = outgoing.To,
                ExchangeId = header.ExchangeId,
                MessageId = header.MessageId,
                Kind = header.Kind,
                Sequence = header.Sequence,
                Signed = outgoing.Sealed.Signed,
                Sealed = outgoing.Sealed.Sealed,
                Detail = MessageDetail.Of(outgoing.Message).ToJson(),
            }
        );
        contents.Keep(
            transaction.Sql,
            leaf.Index,
            outgoing.Sealed.Signed,
            outgoing.Message.Bytes.Span,
            outgoing.Sealed.Signature.Detached.Span,
            header.Handling!.RetainUntil
        );
        Erasure.Apply(transaction, outgoing.To, outgoing.Message);
        OutboxTable.Add(transaction.Sql, outgoing);
        IdempotencyTable.Insert(transaction.Sql, cause.Key, cause.Request, header.MessageId, transaction.Now);
        if (header.Opens && cause.OpensFor is { } assignment)
            Assignments.Record(transaction, outgoing.To, header.ExchangeId!.Value, assignment);
        cause.Also(transaction);
        return new SendResult.Sent(header.MessageId, header.ExchangeId!.Value, header.Reference!, outgoing.Sealed.Signed);
    }
}

/// <summary>A message to a counterpart, checked against the vocabulary, not yet signed. Holds content: prints as ids.</summary>
internal sealed record CaseDraft(Counterpart Counterpart, Guid MessageId, Guid ExchangeId, Handling Handling, MessageBody Body)
{
    public DateTimeOffset? ExpiresAt { get; init; }

    public InReplyTo? InReplyTo { get; init; }

    public bool Opens => MessageId == ExchangeId;

    /// <summary>
    /// Handling of a message that says nothing of the case: no restriction beyond the opening message's own classification and purpose.
    /// </summary>
    public static Handling HandlingWithoutContent(Message opener) =>
        opener.Header.Handling! with
        {
            HandlingCodes = [HandlingCode.H0],
            HandlingText = null,
            ContainsVictimData = false,
            ContainsMinorData = false,
        };

    public override string ToString() => $"{Body} {MessageId}";
}

/// <summary>Why a message is sent: a caller's idempotency key, or the event that a policy answers. One message for each cause.</summary>
/// <param name="Request">Digest of the request, so that the same key for another request is refused.</param>
/// <param name="Actor">Who is recorded as the sender: a user's opaque id, or <c>policy:name</c>.</param>
internal sealed record Cause(string Key, Digest Request, string Actor)
{
    public bool IsPolicy => Actor.StartsWith("policy:", StringComparison.Ordinal);

    /// <summary>Whose the exchange is that it opens; null for nobody's.</summary>
    public Assignment? OpensFor { get; init; }

    /// <summary>What else must be recorded in the same transaction.</summary>
    public Action<JournalTransaction> Also { get; init; } = _ => { };

    /// <summary>The digest of what a second person was shown and has released; null for what nobody has.</summary>
    public Digest? Shown { get; init; }

    /// <summary>Whether it still counts, in the transaction that records the message.</summary>
    public Func<SqlSession, bool> Holds { get; init; } = _ => true;

    /// <summary>Its result: the message, a conflict if its key was used for another request, or null if there is none yet.</summary>
    public SendResult? Find(SqlSession sql) =>
        IdempotencyTable.Find(sql, Key) is { } done
            ? done.Request == Request.ToString()
                ? new SendResult.Sent(done.MessageId, done.ExchangeId, done.Reference, done.Signed)
                : new SendResult.KeyReused()
            : null;
}

/// <summary>The result of sending a message.</summary>
internal abstract record SendResult
{
    private SendResult() { }

    /// <summary>Why a message would not be sent as it is; none of one that was written.</summary>
    public static IReadOnlyList<Fault> FaultsOf(SendResult written) =>
        written switch
        {
            Written => [],
            Invalid invalid => invalid.Faults,
            NotAllowed refused => [new(refused.Code, "", refused.Text)],
            OnHold => [new(ReceiptCode.StepNotAllowed, "", OnHold.Text)],
            _ => throw new InvalidOperationException($"Writing gave {written.GetType().Name}."),
        };

    /// <summary>It is in the ledger and in the outbox, now or since an earlier call with the same key.</summary>
    public sealed record Sent(Guid MessageId, Guid ExchangeId, string Reference, Digest Signed) : SendResult;

    /// <summary>The key was used for something else.</summary>
    public sealed record KeyReused : SendResult;

    /// <summary>The state of the exchange does not permit it; nothing was stored.</summary>
    public sealed record NotAllowed(ReceiptCode Code, string Text) : SendResult;

    /// <summary>Our ledger is suspended or our clock is wrong; nothing was stored, and the message can be sent later.</summary>
    public sealed record Suspended(string Code, string Text) : SendResult;

    /// <summary>The message would be invalid: too large, with implausible times, or no answer to the request; nothing was stored.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : SendResult;

    /// <summary>Its cause does not count any more, as a draft that was changed meanwhile; nothing was stored.</summary>
    public sealed record Overtaken : SendResult;

    /// <summary>It says that content is destroyed which is on hold; nothing was stored, and nothing destroyed.</summary>
    public sealed record OnHold : SendResult
    {
        public const string Code = "on-hold";

        public const string Text =
            "This exchange is on hold: what its messages say must not be destroyed. A supervisor can lift the hold.";
    }

    /// <summary>A second person must release it first; nothing was stored.</summary>
    public sealed record ReleaseRequired(IReadOnlyList<ReleaseRule> Rules) : SendResult;

    /// <summary>What would be sealed is not what its releaser was shown; nothing was stored.</summary>
    public sealed record NotAsShown : SendResult;

    /// <summary>Written as it would be sealed, no more.</summary>
    internal sealed record Written(Message Message, IReadOnlyList<ReleaseRule> Rules) : SendResult;

    /// <summary>Sealed, not yet recorded.</summary>
    internal sealed record Sealed(OutgoingMessage Outgoing) : SendResult;

    /// <summary>Another exchange got its reference first; nothing was stored.</summary>
    internal sealed record ReferenceTaken : SendResult;
}
