using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;

namespace Exchange.Tests.Ledger;

/// <summary>The logs of two parties that exchange messages, entry by entry; each entry may be changed before it is written.</summary>
internal sealed class TwoLogs
{
    public static readonly PartyName Bgd = PartyName.Parse("BGD");

    public static readonly PartyName Mys = PartyName.Parse("MYS");

    public static readonly DateTimeOffset Start = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    private static readonly MessageDetail Asked = new()
    {
        Reference = "BGD-MYS-2026-000001",
        Facts = FactSet.Read(new() { ["urgency"] = "urgent" }),
    };

    private int _messages;

    public List<LedgerLeaf> OfBgd { get; } = [];

    public List<LedgerLeaf> OfMys { get; } = [];

    /// <summary>Advances by a minute with every entry.</summary>
    public DateTimeOffset Now { get; set; } = Start;

    /// <summary>A request of BGD's, an acknowledgement and a final answer of MYS's; all received and receipted.</summary>
    public static TwoLogs OfOneExchange()
    {
        var logs = new TwoLogs();
        var request = logs.Pass(Bgd, CaseKinds.Request);
        logs.Pass(Mys, CaseKinds.Acknowledgement, request.ExchangeId);
        logs.Pass(Mys, CaseKinds.Response, request.ExchangeId, sequence: 2, change: draft => With(draft, "final", true));
        return logs;
    }

    public List<LedgerLeaf> Of(PartyName party) => party == Bgd ? OfBgd : OfMys;

    /// <summary>A message is sent, accepted and delivered.</summary>
    public LeafDraft Pass(
        PartyName from,
        MessageKind kind,
        Guid? exchange = null,
        int sequence = 1,
        Func<LeafDraft, LeafDraft>? change = null
    )
    {
        var sent = Send(from, kind, exchange, sequence, change);
        Settle(from, sent, Receive(from, sent));
        return sent;
    }

    public LeafDraft Send(
        PartyName from,
        MessageKind kind,
        Guid? exchange = null,
        int sequence = 1,
        Func<LeafDraft, LeafDraft>? change = null
    )
    {
        var id = Guid.CreateVersion7(Start.AddMilliseconds(++_messages));
        var draft = new LeafDraft(LedgerEvents.MessageSent)
        {
            Counterpart = OtherOf(from),
            ExchangeId = exchange ?? id,
            MessageId = id,
            Kind = kind,
            Sequence = sequence,
            Signed = DigestOf("signed", id),
            Sealed = DigestOf("sealed", id),
            Detail = ((exchange is null ? Asked : new MessageDetail()) with { IssuedAt = Now, ExpiresAt = Now.AddDays(30) }).ToJson(),
        };
        draft = change?.Invoke(draft) ?? draft;
        Append(from, draft);
        return draft;
    }

    /// <summary>The recipient's entry; returns its index.</summary>
    public long Receive(PartyName from, LeafDraft sent, ReceiptCode code = ReceiptCode.Accepted, Func<LeafDraft, LeafDraft>? change = null)
    {
        var draft = sent with
        {
            Event = code == ReceiptCode.Accepted ? LedgerEvents.MessageAccepted : LedgerEvents.MessageRejected,
            Counterpart = from,
            Code = code,
            Detail = sent.Detail?.DeepClone().AsObject(),
        };
        return Append(OtherOf(from), change?.Invoke(draft) ?? draft);
    }

    /// <summary>The sender's entry that has the receipt; returns its index.</summary>
    public long Settle(PartyName from, LeafDraft sent, long index, Func<LeafDraft, LeafDraft>? change = null)
    {
        var theirs = Of(OtherOf(from))[(int)index];
        var accepted = theirs.Code == ReceiptCode.Accepted;
        var detail = new MessageDetail { AcceptedAt = accepted ? theirs.At : null }.ToJson();
        detail.Add("index", index);
        detail.Add("leaf", Digest.Of(theirs.Bytes.Span).ToString());
        var draft = sent with
        {
            Event = accepted ? LedgerEvents.MessageDelivered : LedgerEvents.MessageRefused,
            Sealed = null,
            Code = theirs.Code,
            Detail = detail,
        };
        return Append(from, change?.Invoke(draft) ?? draft);
    }

    public long Append(PartyName log, LeafDraft draft)
    {
        Of(log).Add(ForeignLeaf.Write(draft, log, Now));
        Now = Now.AddMinutes(1);
        return Of(log).Count - 1;
    }

    public static LeafDraft With(LeafDraft draft, string member, System.Text.Json.Nodes.JsonNode? value)
    {
        var detail = draft.Detail?.DeepClone().AsObject() ?? [];
        detail[member] = value;
        return draft with { Detail = detail };
    }

    public static Digest DigestOf(string what, Guid id) => Digest.Of([.. System.Text.Encoding.UTF8.GetBytes(what), .. id.ToByteArray()]);

    public static PartyName OtherOf(PartyName party) => party == Bgd ? Mys : Bgd;
}
