using Exchange.Ledger.Entries;
using Exchange.Protocol.Life;

namespace Exchange.Gateway.Journal;

/// <summary>What an entry, or a row, tells of: a message each way, or what became of one of ours. Two that have it tell of the same.</summary>
/// <param name="Outgoing">True for a message of ours.</param>
/// <param name="IsReceipt">True for what its receipt told.</param>
/// <param name="Counterpart">With whom.</param>
/// <param name="Signed">Digest of its signature.</param>
internal sealed record JudgedKey(bool Outgoing, bool IsReceipt, string Counterpart, string Signed)
{
    public static JudgedKey Of(LeafDraft draft) => Of(draft.Event, draft.Counterpart?.Value, draft.Signed?.ToString());

    public static JudgedKey Of(LedgerLeaf leaf) => Of(leaf.Event, leaf.Counterpart?.Value, leaf.Signed?.ToString());

    private static JudgedKey Of(string @event, string? counterpart, string? signed)
    {
        var isReceipt = @event is LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused;
        return new(isReceipt || @event == LedgerEvents.MessageSent, isReceipt, counterpart ?? "", signed ?? "");
    }
}
