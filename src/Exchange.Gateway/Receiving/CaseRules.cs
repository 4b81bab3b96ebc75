using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Receiving;

/// <summary>The rules for a case message with a verified sender, in the order of the border protocol, section 4.</summary>
internal sealed class CaseRules(GatewaySettings settings, OwnSuspension suspension)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FarAhead = TimeSpan.FromDays(1);

    /// <summary>Why no case message of this counterpart can be judged now, or null.</summary>
    public WaitReason? Holds(JournalTransaction transaction, PartyName counterpart)
    {
        if (suspension.On(counterpart) is not null)
            return WaitReason.OwnDoubt;
        return LinkTable.IsSuspended(transaction.Sql, counterpart) ? WaitReason.LinkSuspended : null;
    }

    public Ruling Judge(JournalTransaction transaction, Arrival arrival, Message message)
    {
        var header = message.Header;
        if (Holds(transaction, arrival.Counterpart) is { } reason)
            return new Ruling.Waits(reason);
        if (MessageTable.Find(transaction.Sql, arrival.Counterpart, outgoing: false, header.MessageId) is { } sameId)
            return new Ruling.Refused(ReceiptCode.IdReused) { First = sameId.EntryIndex };
        if (
            MessageTable.FindSequence(
                transaction.Sql,
                arrival.Counterpart,
                outgoing: false,
                header.ExchangeId!.Value,
                header.Sequence!.Value
            ) is
            { } sameSequence
        )
        {
            return new Ruling.Refused(ReceiptCode.SequenceReused) { First = sameSequence.EntryIndex };
        }

        return Times(transaction, arrival, header)
            ?? Handling(arrival.Counterpart, header)
            ?? Exchange(transaction, arrival, message)
            ?? new Ruling.Accepted();
    }

    private static Ruling? Times(JournalTransaction transaction, Arrival arrival, MessageHeader header)
    {
        var now = transaction.Now;
        if (header.IssuedAt - (arrival.Waited == WaitReason.LinkSuspended ? arrival.ArrivedAt : now) > FarAhead)
            return new Ruling.Refused(ReceiptCode.TimesImplausible);
        if (header.IssuedAt - now > Ahead)
            return new Ruling.Waits(WaitReason.Early, header.IssuedAt - Ahead);
        return header.ExpiresAt > CameAt(arrival, header, now) ? null : new Ruling.Refused(ReceiptCode.Expired);
    }

    // A deferred message is in time if it arrived in time: our faults or a stale list do not make it late. An arrival ahead of our clock
    // was written by a clock that has been corrected since; its true time is unknown, and the sender is not blamed.
    private static DateTimeOffset CameAt(Arrival arrival, MessageHeader header, DateTimeOffset now)
    {
        if (arrival.Waited is null)
            return now;
        return arrival.ArrivedAt > now ? header.IssuedAt : arrival.ArrivedAt;
    }

    private Ruling.Refused? Handling(PartyName counterpart, MessageHeader header) =>
        header.Handling!.Classification > settings.MaximumTo(counterpart) ? new Ruling.Refused(ReceiptCode.ClassificationTooHigh) : null;

    private static Ruling? Exchange(JournalTransaction transaction, Arrival arrival, Message message)
    {
        var header = message.Header;
        if (!ExchangeRules.CanBeAllowed(message))
            return new Ruling.Refused(ReceiptCode.StepNotAllowed);
        var state = ExchangeTable.Find(transaction.Sql, arrival.Counterpart, header.ExchangeId!.Value);
        if (!header.Opens)
        {
            if (state is null)
            {
                return IsRefusedOpener(transaction, arrival, header)
                    ? new Ruling.Refused(ReceiptCode.ExchangeUnknown)
                    : Missing(transaction, header, WaitReason.ExchangeUnknown, MessageId.Write(header.ExchangeId.Value));
            }

            if (state.Reference != header.Reference)
                return new Ruling.Refused(ReceiptCode.StepNotAllowed);
        }

        if (header.InReplyTo is { } answered && !IsKnown(transaction, arrival, answered))
        {
            return Missing(
                transaction,
                header,
                WaitReason.InReplyToUnknown,
                IsSigned(transaction, arrival, answered) ? null : answered.Signed.ToString()
            );
        }

        if (ExchangeRules.Judge(state, message, isOurs: false) is { } refusal)
            return Unless(refusal.MayWait, refusal.Code);
        return MessageTable.WrongNames(transaction.Sql, arrival.Counterpart, outgoing: false, message) is [var wrong, ..]
            ? Unless(mayWait: true, wrong.Code)
            : null;

        // An earlier message of its sender may still bring what is missing.
        Ruling Unless(bool mayWait, ReceiptCode code) =>
            mayWait
            && header.ExpiresAt > transaction.Now
            && MessageTable.HasGapBelow(transaction.Sql, arrival.Counterpart, header.ExchangeId!.Value, header.Sequence!.Value)
                ? new Ruling.Waits(WaitReason.EarlierMissing, header.ExpiresAt)
                : new Ruling.Refused(code);
    }

    // It waits for what it needs until it expires by the present clock, whatever it waited for before.
    private static Ruling Missing(JournalTransaction transaction, MessageHeader header, WaitReason reason, string? awaits)
    {
        if (header.ExpiresAt > transaction.Now)
            return new Ruling.Waits(reason, header.ExpiresAt, awaits);
        return new Ruling.Refused(reason == WaitReason.ExchangeUnknown ? ReceiptCode.ExchangeUnknown : ReceiptCode.InReplyToUnknown);
    }

    private static bool IsRefusedOpener(JournalTransaction transaction, Arrival arrival, MessageHeader header) =>
        MessageTable.Find(transaction.Sql, arrival.Counterpart, outgoing: false, header.ExchangeId!.Value)
            is { Code: not ReceiptCode.Accepted };

    private static bool IsKnown(JournalTransaction transaction, Arrival arrival, InReplyTo answered) =>
        (
            MessageTable.Find(transaction.Sql, arrival.Counterpart, outgoing: true, answered.MessageId)
            ?? MessageTable.Find(transaction.Sql, arrival.Counterpart, outgoing: false, answered.MessageId)
        )?.Signed == answered.Signed;

    // It has another id, so it will never be known by this one.
    private static bool IsSigned(JournalTransaction transaction, Arrival arrival, InReplyTo answered) =>
        (
            MessageTable.FindSigned(transaction.Sql, arrival.Counterpart, outgoing: true, answered.Signed)
            ?? MessageTable.FindSigned(transaction.Sql, arrival.Counterpart, outgoing: false, answered.Signed)
        )
            is not null;
}

/// <summary>The decision on a case message that was opened.</summary>
internal abstract record Ruling
{
    private Ruling() { }

    public sealed record Accepted : Ruling;

    public sealed record Refused(ReceiptCode Code) : Ruling
    {
        /// <summary>Entry of the message that had the id or the sequence first, if that is the reason.</summary>
        public long? First { get; init; }
    }

    /// <param name="LookAt">When to judge it again in any case; null for now.</param>
    /// <param name="Awaits">What permits judging it earlier.</param>
    public sealed record Waits(WaitReason Reason, DateTimeOffset? LookAt = null, string? Awaits = null) : Ruling;
}
