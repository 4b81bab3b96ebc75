using Exchange.Ledger.Replay;
using Exchange.Protocol.Messages;

namespace Exchange.Ledger.Comparison;

/// <summary>
/// Pairs the entries of a sender's messages with the recipient's entries of the same messages. The digest of the signature
/// identifies a message: every such entry has it, even if the recipient could read nothing else.
/// </summary>
/// <param name="sender">The sender's ledger.</param>
/// <param name="recipient">The recipient's ledger.</param>
public sealed class MessagePairing(ComparedLog sender, ComparedLog recipient)
{
    /// <summary>Maximum difference between two correct clocks (border protocol, section 4).</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    private readonly List<Finding> _findings = [];
    private readonly List<OnItsWay> _onItsWay = [];
    private readonly List<MessageEntry> _lone = [];

    /// <summary>Messages that were paired with their reception.</summary>
    public long Pairs { get; private set; }

    public IReadOnlyList<Finding> Findings => _findings;

    public IReadOnlyList<OnItsWay> OnItsWay => _onItsWay;

    /// <summary>Pairs a part of the entries of both ledgers; entries with the same signature must be in the same part.</summary>
    public void Pair(IEnumerable<MessageEntry> entries)
    {
        foreach (var message in entries.GroupBy(entry => entry.Signed).OrderBy(group => group.Min(entry => entry.Index)))
        {
            if (message.Key is null)
            {
                _findings.AddRange(
                    message.Select(entry => new Finding(FindingKind.Malformed, entry.MessageId, $"{Entry(entry)} has no signature digest."))
                );
            }
            else
            {
                Pair(MessageStory.Of(message));
            }
        }
    }

    /// <summary>
    /// Judges the entries that were not paired. Must be called last. Entries with the same message id may still belong together.
    /// </summary>
    public void PairTheRest()
    {
        // An entry without an id is alone.
        foreach (
            var message in _lone
                .GroupBy(entry => (entry.MessageId, entry.MessageId is null ? entry : null))
                .OrderBy(group => group.Min(entry => entry.Index))
        )
        {
            Conclude(MessageStory.Of(message));
        }
    }

    private void Pair(MessageStory story)
    {
        Twice(story.Sends, "is sent");
        Twice(story.Receptions, "is received");
        Twice(story.Settlements, "has a receipt");
        if (story is not { Send: { } send, Reception: { } reception })
        {
            _lone.AddRange(story.All);
            return;
        }

        Pairs++;
        Compare(send, reception);
        CompareClocks(send, reception, story.Settlement);
        if (story.Settlement is { } settlement)
        {
            Compare(settlement, reception, send);
        }
        else if (IsResent(send))
        {
            _onItsWay.Add(new(sender.Party.Value, recipient.Party.Value, send.MessageId, send.Index, reception.Index));
        }
        else
        {
            Gap(
                send,
                $"{Entry(reception)} records it, but its receipt has not reached {sender.Party} within the resend time of {Entry(send)}"
            );
        }
    }

    private void Conclude(MessageStory story)
    {
        if (story is { Send: { } sent, Reception: { } received })
        {
            Contradict(sent, "signature", $"{Entry(sent)} has {sent.Signed}, {Entry(received)} {received.Signed}");
        }
        else if (story is { Send: { } send, Settlement: { } receipt })
        {
            Gap(send, $"{Entry(receipt)} records it as {Word(receipt)}, but {Missing(receipt)}");
        }
        else if (story.Send is { } lost && !IsResent(lost))
        {
            Gap(
                lost,
                $"the resend time of {Entry(lost)} is over, and no entry of {recipient.Party} records it: it was lost, or is "
                    + "still deferred there"
            );
        }
        else if (story.Send is { } lone)
        {
            _onItsWay.Add(new(sender.Party.Value, recipient.Party.Value, lone.MessageId, lone.Index, null));
        }
        else if (story.Reception is { } reception)
        {
            Gap(
                reception,
                $"{Entry(reception)} records it as {Word(reception)}, but the ledger of {sender.Party}, with "
                    + $"{Number(sender.Size)} entries, does not record it as sent"
            );
        }
        else if (story.Settlement is { } alone)
        {
            Gap(alone, $"{Entry(alone)} records a receipt for it, but no entry records it as sent");
        }
    }

    private void Compare(MessageEntry send, MessageEntry reception)
    {
        // The recipient's entry lacks what could not be read.
        var isUnreadable = reception.Code?.MayLackNames() == true;
        Field(
            "messageId",
            send,
            send.MessageId?.ToString(),
            reception,
            reception.MessageId?.ToString() ?? (isUnreadable ? send.MessageId?.ToString() : null)
        );
        Field(
            "exchangeId",
            send,
            send.ExchangeId?.ToString(),
            reception,
            reception.ExchangeId?.ToString() ?? (isUnreadable ? send.ExchangeId?.ToString() : null)
        );
        Field("kind", send, send.Kind, reception, reception.Kind ?? (isUnreadable ? send.Kind : null));
        Field("sequence", send, Number(send.Sequence), reception, Number(reception.Sequence ?? (isUnreadable ? send.Sequence : null)));
        Field("sealed", send, send.Sealed?.ToString(), reception, reception.Sealed?.ToString());
    }

    private void Compare(MessageEntry settlement, MessageEntry reception, MessageEntry send)
    {
        Field("code", settlement, Number((int?)settlement.Code), reception, Number((int?)reception.Code));
        if (!IsRecordedAgain(reception))
        {
            Field("index", settlement, Number(settlement.ReceiptIndex), reception, Number(reception.Index));
            if (reception.Leaf is not null)
                Field("leaf", settlement, settlement.ReceiptLeaf?.ToString(), reception, reception.Leaf?.ToString());
        }

        if (settlement.Event == LedgerEvents.MessageDelivered)
        {
            Field("acceptedAt", settlement, Time(settlement.Detail.AcceptedAt), reception, Time(reception.At));
            Field("spans", settlement, settlement.Detail.Spans?.ToString(), reception, reception.Detail.Spans?.ToString());
        }

        Field("sequence", settlement, Number(settlement.Sequence), send, Number(send.Sequence));
        Field("kind", settlement, settlement.Kind, send, send.Kind);
        Field("messageId", settlement, settlement.MessageId?.ToString(), send, send.MessageId?.ToString());
    }

    private void CompareClocks(MessageEntry send, MessageEntry reception, MessageEntry? settlement)
    {
        if (send.At - reception.At > ClockTolerance)
            Clock(send, $"{Entry(reception)} records it at {Time(reception.At)}, before {Entry(send)} sent it at {Time(send.At)}");
        if (settlement is not null && reception.At - settlement.At > ClockTolerance)
        {
            Clock(
                send,
                $"{Entry(reception)} records it at {Time(reception.At)}, after {Entry(settlement)} recorded the receipt at "
                    + $"{Time(settlement.At)}"
            );
        }
    }

    private void Twice(IReadOnlyList<MessageEntry> entries, string what)
    {
        if (entries is [var first, var second, ..])
            Contradict(first, "entries", $"it {what} in {Entry(first)} and again in {Entry(second)}");
    }

    private void Field(string name, MessageEntry one, string? first, MessageEntry other, string? second)
    {
        if (first != second)
            Contradict(one, name, $"{Entry(one)} has {first ?? "none"}, {Entry(other)} {second ?? "none"}");
    }

    private void Contradict(MessageEntry about, string field, string text) =>
        _findings.Add(new(FindingKind.Contradiction, about.MessageId, $"{field}: {text}."));

    private void Gap(MessageEntry about, string text) => _findings.Add(new(FindingKind.Gap, about.MessageId, $"{text}."));

    private void Clock(MessageEntry about, string text) => _findings.Add(new(FindingKind.Clock, about.MessageId, $"{text}."));

    // Judged at the end of the shorter ledger: a message that is no longer resent cannot be in transit.
    private bool IsResent(MessageEntry send)
    {
        var end = sender.EndsAt < recipient.EndsAt ? sender.EndsAt : recipient.EndsAt;
        return end - send.At <= MessageHeader.MaximumLife + MessageHeader.ResentAfterExpiry
            && !(end - send.Detail.ExpiresAt > MessageHeader.ResentAfterExpiry);
    }

    // Under a new origin an entry has another index and salt; all other members must be the same.
    private bool IsRecordedAgain(MessageEntry reception) => reception.At < recipient.RenewedAt;

    private string Missing(MessageEntry receipt) =>
        recipient.RenewedAt is { } renewed
            ? $"the ledger of {recipient.Party} continued under a new origin at {Time(renewed)}, and none of its entries records it"
        : receipt.ReceiptIndex >= recipient.Size
            ? $"the ledger of {recipient.Party} in this export ends before entry {Number(receipt.ReceiptIndex)}: it has "
                + $"{Number(recipient.Size)} entries"
        : $"no entry of {recipient.Party} records it, not even entry {Number(receipt.ReceiptIndex) ?? "?"}, which the receipt names";

    private string Entry(MessageEntry entry) => $"{(entry.IsOurs ? sender.Party : recipient.Party)}'s entry {Number(entry.Index)}";

    private static string Word(MessageEntry entry) => entry.Event["message-".Length..];

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time is { } value ? ProtocolTime.Write(value) : null;
}

/// <summary>The entries of both ledgers about one message, in ledger order: sent (normally one), receipts of it, received.</summary>
internal sealed record MessageStory(
    IReadOnlyList<MessageEntry> Sends,
    IReadOnlyList<MessageEntry> Settlements,
    IReadOnlyList<MessageEntry> Receptions
)
{
    public MessageEntry? Send => Sends.Count > 0 ? Sends[0] : null;

    public MessageEntry? Settlement => Settlements.Count > 0 ? Settlements[0] : null;

    public MessageEntry? Reception => Receptions.Count > 0 ? Receptions[0] : null;

    public IEnumerable<MessageEntry> All => [.. Sends, .. Settlements, .. Receptions];

    public static MessageStory Of(IEnumerable<MessageEntry> entries)
    {
        var inOrder = entries.OrderBy(entry => entry.Index).ToList();
        return new(
            inOrder.FindAll(entry => entry.Event == LedgerEvents.MessageSent),
            inOrder.FindAll(entry => entry.IsSettlement),
            inOrder.FindAll(entry => !entry.IsOurs)
        );
    }
}
