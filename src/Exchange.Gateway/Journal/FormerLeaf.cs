using Exchange.Ledger.Entries;
using Exchange.Protocol.Messages;

namespace Exchange.Gateway.Journal;

/// <summary>An entry of a log of ours that ended, to be entered again: what it says, with a salt of its own.</summary>
internal static class FormerLeaf
{
    public static LeafDraft DraftOf(LedgerLeaf leaf) => new(leaf.Event)
    {
        Actor = leaf.Actor,
        Counterpart = leaf.Counterpart,
        ExchangeId = leaf.ExchangeId,
        MessageId = leaf.MessageId,
        Kind = leaf.Kind is { } text && MessageKind.TryParse(text, out var kind) ? kind : null,
        Sequence = leaf.Sequence,
        Signed = leaf.Signed,
        Sealed = leaf.Sealed,
        Code = leaf.Code,
        Detail = leaf.Detail,
    };
}
