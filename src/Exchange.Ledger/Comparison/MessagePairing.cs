using System.Globalization;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;

namespace Exchange.Ledger.Comparison;

/// <summary>
/// Pairs what one log says of its messages to another party with what that party's log says of them. The signature's digest
/// makes the pair: it is in every such entry, even where the recipient could not read more.
/// </summary>
/// <param name="sender">Whose messages they are.</param>
/// <param name="recipient">To whom.</param>
public sealed class MessagePairing(ComparedLog sender, ComparedLog recipient)
{
    /// <summary>By how much two honest clocks may be apart (border protocol, section 4).</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    private readonly List<Finding> _findings = [];
    private readonly List<OnItsWay> _onItsWay = [];
    private readonly List<MessageEntry> _lone = [];

    /// <summary>Messages that were paired with their reception.</summary>
    public long Pairs { get; private set; }

    public IReadOnlyList<Finding> Findings => _findings;

    public IReadOnlyList<OnItsWay> OnItsWay => _onItsWay;

    /// <summary>Pairs some entries of both logs: with a signature, all that have it.</summary>
    public void Pair(IEnumerable<MessageEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (var message in entries.GroupBy(entry => entry.Signed).OrderBy(group => group.Min(entry => entry.Index)))
        {
            if (message.Key is null)
                _findings.AddRange(message.Select(entry => new Finding(FindingKind.Malformed, entry.MessageId, $"{Entry(entry)} names no signature.")));
            else
                Pair(MessageStory.Of(message));
        }
    }

    /// <summary>After all were given: judges those that found no counterpart. By their message id they may still belong together.</summary>
    public void PairTheRest()
    {
        foreach (var message in _lone.GroupBy(entry => entry.MessageId).OrderBy(group => group.Min(entry => entry.Index)))
        {
            if (message.Key is null)
                message.ToList().ForEach(entry => Conclude(MessageStory.Of([entry])));
            else
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
            Compare(settlement, reception, send);
        else if (IsResent(send))
            _onItsWay.Add(new(sender.Party.Value, recipient.Party.Value, send.MessageId, send.Index, reception.Index));
        else
            Gap(send, $"{Entry(reception)} has it, and its receipt has not come to {sender.Party} in all the time in which {Entry(send)} is sent again");
    }

    private void Conclude(MessageStory story)
    {
        if (story is { Send: { } sent, Reception: { } received })
            Contradict(sent, "signature", $"{Entry(sent)} has {sent.Signed}, {Entry(received)} {received.Signed}");
        else if (story is { Send: { } send, Settlement: { } receipt })
            Gap(send, $"by {Entry(receipt)} it was {Word(receipt)}, but {NothingAt(receipt)}");
        else if (story.Send is { } lost && !IsResent(lost))
            Gap(lost, $"the time in which {Entry(lost)} is sent again is over, and no entry of {recipient.Party} tells of it: it was lost, or still waits there to be judged");
        else if (story.Send is { } lone)
            _onItsWay.Add(new(sender.Party.Value, recipient.Party.Value, lone.MessageId, lone.Index, null));
        else if (story.Reception is { } reception)
            Gap(reception, $"by {Entry(reception)} it was {Word(reception)}, but the log of {sender.Party}, of {Number(sender.Size)} entries, has not sent it");
        else if (story.Settlement is { } alone)
            Gap(alone, $"{Entry(alone)} has a receipt for it, but none has sent it");
    }

    private void Compare(MessageEntry send, MessageEntry reception)
    {
        // What could not be read is absent in the recipient's entry.
        var isUnreadable = reception.Code?.MayLackNames() == true;
        Field("messageId", send, send.MessageId?.ToString(), reception, reception.MessageId?.ToString() ?? (isUnreadable ? send.MessageId?.ToString() : null));
        Field("exchangeId", send, send.ExchangeId?.ToString(), reception, reception.ExchangeId?.ToString() ?? (isUnreadable ? send.ExchangeId?.ToString() : null));
        Field("kind", send, send.Kind, reception, reception.Kind ?? (isUnreadable ? send.Kind : null));
        Field("sequence", send, Number(send.Sequence), reception, Number(reception.Sequence ?? (isUnreadable ? send.Sequence : null)));
        Field("sealed", send, send.Sealed?.ToString(), reception, reception.Sealed?.ToString());
    }

    private void Compare(MessageEntry settlement, MessageEntry reception, MessageEntry send)
    {
        Field("code", settlement, Number((int?)settlement.Code), reception, Number((int?)reception.Code));
        if (!IsEnteredAgain(reception))
        {
            Field("index", settlement, Number(settlement.ReceiptIndex), reception, Number(reception.Index));
            if (reception.Leaf is not null)
                Field("leaf", settlement, settlement.ReceiptLeaf?.ToString(), reception, reception.Leaf?.ToString());
        }

        if (settlement.Event == LedgerEvents.MessageDelivered)
            Field("acceptedAt", settlement, Time(settlement.Detail.AcceptedAt), reception, Time(reception.At));
        Field("sequence", settlement, Number(settlement.Sequence), send, Number(send.Sequence));
        Field("kind", settlement, settlement.Kind, send, send.Kind);
        Field("messageId", settlement, settlement.MessageId?.ToString(), send, send.MessageId?.ToString());
    }

    private void CompareClocks(MessageEntry send, MessageEntry reception, MessageEntry? settlement)
    {
        if (send.At - reception.At > ClockTolerance)
            Clock(send, $"{Entry(reception)} has it at {Time(reception.At)}, before {Entry(send)} sent it at {Time(send.At)}");
        if (settlement is not null && reception.At - settlement.At > ClockTolerance)
            Clock(send, $"{Entry(reception)} has it at {Time(reception.At)}, after {Entry(settlement)} had the receipt at {Time(settlement.At)}");
    }

    private void Twice(IReadOnlyList<MessageEntry> entries, string what)
    {
        if (entries is [var first, var second, ..])
            Contradict(first, "entries", $"it {what} in {Entry(first)} and again in {Entry(second)}");
    }

    private void Field(string name, MessageEntry one, string? first, MessageEntry other, string? second)
    {
        if (first != second)
            Contradict(one, name, $"{Entry(one)} says {first ?? "nothing"}, {Entry(other)} {second ?? "nothing"}");
    }

    private void Contradict(MessageEntry about, string field, string text) => _findings.Add(new(FindingKind.Contradiction, about.MessageId, $"{field}: {text}."));

    private void Gap(MessageEntry about, string text) => _findings.Add(new(FindingKind.Gap, about.MessageId, $"{text}."));

    private void Clock(MessageEntry about, string text) => _findings.Add(new(FindingKind.Clock, about.MessageId, $"{text}."));

    // By the end of the shorter log: what is sent no more can no longer be on its way.
    private bool IsResent(MessageEntry send)
    {
        var end = sender.EndsAt < recipient.EndsAt ? sender.EndsAt : recipient.EndsAt;
        return end - send.At <= MessageHeader.MaximumLife + MessageHeader.ResentAfterExpiry
            && !(end - send.Detail.ExpiresAt > MessageHeader.ResentAfterExpiry);
    }

    // Under another origin it has another place and salt; all that it says must still be the same.
    private bool IsEnteredAgain(MessageEntry reception) => reception.At < recipient.RenewedAt;

    private string NothingAt(MessageEntry receipt) => recipient.RenewedAt is { } renewed
        ? $"the log of {recipient.Party} went on under a new origin at {Time(renewed)}, and none of its entries tells of it"
        : receipt.ReceiptIndex >= recipient.Size
        ? $"the log of {recipient.Party} that is here ends before entry {Number(receipt.ReceiptIndex)}: it has {Number(recipient.Size)} entries"
        : $"no entry of {recipient.Party} tells of it, not even entry {Number(receipt.ReceiptIndex) ?? "?"}, which is named";

    private string Entry(MessageEntry entry) => $"{(entry.IsOurs ? sender.Party : recipient.Party)}'s entry {Number(entry.Index)}";

    private static string Word(MessageEntry entry) => entry.Event["message-".Length..];

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time is { } value ? ProtocolTime.Write(value) : null;
}
