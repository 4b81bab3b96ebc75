using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;

namespace Exchange.Ledger.Entries;

/// <summary>Reads the life of an exchange out of a log.</summary>
public static class ExchangeSteps
{
    /// <summary>The steps among the entries, in their order; entries that are no step of an exchange are left out.</summary>
    public static IEnumerable<ExchangeStep> Of(IEnumerable<LedgerLeaf> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        return leaves.Select(Of).OfType<ExchangeStep>();
    }

    /// <summary>The step that an entry is; nothing if it is none.</summary>
    public static ExchangeStep? Of(LedgerLeaf leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        if (!LedgerEvents.IsMessage(leaf.Event) || leaf.MessageId is not { } id || leaf.ExchangeId is not { } exchange || leaf.Sequence is not { } sequence)
            return null;
        return leaf.Kind is { } text && CodeNames<MessageKind>.TryParse(text, out var kind)
            ? new(leaf.Event, leaf.At, id, exchange, kind, sequence) { Code = leaf.Code, Detail = MessageDetail.Read(leaf.Detail) }
            : null;
    }
}
