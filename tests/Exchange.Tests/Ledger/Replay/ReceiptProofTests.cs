using System.Text;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;

namespace Exchange.Tests.Ledger.Replay;

internal sealed class ReceiptProofTests
{
    private readonly TwoLogs _logs = new();
    private MessageEntry _sent = null!;
    private MessageEntry _settlement = null!;
    private ReceiptProof _proof = null!;

    [SetUp]
    public void Exchange()
    {
        _logs.Pass(TwoLogs.Bgd, CaseKinds.Request);
        (_sent, _settlement) = (MessageEntry.Of(0, _logs.OfBgd[0])!, MessageEntry.Of(1, _logs.OfBgd[1])!);
        var theirs = _logs.OfMys[0];
        var tail = LogTail.Empty.Append([theirs.Hash, MerkleHash.OfLeaf("more"u8)]).Tail;
        var item = new ReceiptItem(
            theirs.MessageId,
            theirs.Signed!.Value,
            ReceiptCode.Accepted,
            0,
            Encoding.UTF8.GetString(theirs.Bytes.Span),
            ProofText.Write(InclusionProof.Prove(0, 2, tail, _ => throw new InvalidOperationException()))
        );
        _proof = new(item, new Checkpoint("mys.exchange/audit", 2, tail.Root()));
    }

    [TearDown]
    public void Forget()
    {
        _logs.OfBgd.Clear();
        _logs.OfMys.Clear();
    }

    [Test]
    public void A_receipt_of_exactly_this_message_is_proved() => Judge(_settlement, _sent, _proof).ShouldBe(ReceiptVerdict.Proved);

    [Test]
    public void What_is_not_kept_not_signed_or_not_included_proves_nothing()
    {
        Judge(_settlement, _sent, null).ShouldBe(ReceiptVerdict.NoReceipt);
        Judge(_settlement, _sent, _proof with { Head = null }).ShouldBe(ReceiptVerdict.HeadNotSigned);
        Judge(_settlement, _sent, _proof with { Item = _proof.Item with { Index = 1 } }).ShouldBe(ReceiptVerdict.NotIncluded);
    }

    [Test]
    public void A_receipt_of_another_message_proves_nothing()
    {
        Judge(_settlement, null, _proof).ShouldBe(ReceiptVerdict.AnotherMessage);
        Judge(_settlement, _sent with { Signed = Digest.Of("other"u8) }, _proof).ShouldBe(ReceiptVerdict.AnotherMessage);
        Judge(_settlement, _sent with { Sequence = 2 }, _proof).ShouldBe(ReceiptVerdict.AnotherMessage);
        Judge(_settlement with { Signed = Digest.Of("other"u8) }, _sent, _proof).ShouldBe(ReceiptVerdict.AnotherMessage);
    }

    [Test]
    public void An_entry_that_names_another_place_code_or_time_than_its_receipt_is_found()
    {
        MessageEntry[] others =
        [
            _settlement with
            {
                ReceiptIndex = 7,
            },
            _settlement with
            {
                ReceiptIndex = null,
            },
            _settlement with
            {
                ReceiptLeaf = Digest.Of("other"u8),
            },
            _settlement with
            {
                Code = ReceiptCode.Expired,
            },
            _settlement with
            {
                Detail = _settlement.Detail with { AcceptedAt = TwoLogs.Start.AddDays(1) },
            },
            _settlement with
            {
                Detail = _settlement.Detail with { Spans = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1)) },
            },
        ];
        foreach (var other in others)
            Judge(other, _sent, _proof).ShouldBe(ReceiptVerdict.AnotherEntry);
    }

    private static ReceiptVerdict Judge(MessageEntry settlement, MessageEntry? sent, ReceiptProof? proof) =>
        ReceiptProof.Judge(TwoLogs.Bgd, settlement, sent, proof);
}
