using System.Text;
using Exchange.Gateway.Receipting;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Tests.Ledger;

namespace Exchange.Tests.Gateway;

/// <summary>The counterpart's log, which it extends with each judgement of ours, and of which it sends the receipts.</summary>
internal sealed class CounterpartLog(TestGateway gateway)
{
    private readonly List<MerkleHash> _hashes = [MerkleHash.OfLeaf("its first entry"u8)];

    private long _shown;

    /// <summary>Has the counterpart accept or reject a message of ours, and our gateway take the receipt.</summary>
    public Task JudgeAsync(SendResult.Sent sent, ReceiptCode code, CaseKind? kind = null) =>
        EnterAsync(Draft(sent, code) with { Kind = kind ?? CaseKinds.Request });

    /// <summary>Has the counterpart enter a judgement, and our gateway take the receipt.</summary>
    public async Task EnterAsync(LeafDraft draft)
    {
        var leaf = ForeignLeaf.Write(draft, gateway.Counterpart.Name, TimeProvider.System.Now());
        _hashes.Add(leaf.Hash);
        var tail = LogTail.Empty.Append([.. _hashes]).Tail;
        var (index, head) = (_hashes.Count - 1, gateway.TheirHead(tail, _shown));
        var proof = InclusionProof.Prove(index, tail.Size, tail, _ => throw new InvalidOperationException());
        var item = new ReceiptItem(
            draft.MessageId,
            draft.Signed!.Value,
            draft.Code!.Value,
            index,
            Encoding.UTF8.GetString(leaf.Bytes.Span),
            ProofText.Write(proof)
        );
        _shown = tail.Size;
        await gateway.RecordAsync(
            gateway.Part<ReceiptHandler>().Prepare(new([item], head.Checkpoint, head.Consistency), gateway.Counterpart)
        );
    }

    public static LeafDraft Draft(SendResult.Sent sent, ReceiptCode code) =>
        new(code == ReceiptCode.Accepted ? LedgerEvents.MessageAccepted : LedgerEvents.MessageRejected)
        {
            Counterpart = PartyName.Parse("BGD"),
            ExchangeId = sent.ExchangeId,
            MessageId = sent.MessageId,
            Kind = CaseKinds.Request,
            Sequence = 1,
            Signed = sent.Signed,
            Code = code,
        };
}
