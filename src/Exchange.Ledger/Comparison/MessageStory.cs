using Exchange.Ledger.Replay;
using Exchange.Protocol.Life;

namespace Exchange.Ledger.Comparison;

/// <summary>What both logs say of one message, each part in the order of its log.</summary>
/// <param name="Sends">The sender's entries that sent it: one, where all is well.</param>
/// <param name="Settlements">The sender's entries that have its receipt.</param>
/// <param name="Receptions">The recipient's entries that took or refused it.</param>
internal sealed record MessageStory(IReadOnlyList<MessageEntry> Sends, IReadOnlyList<MessageEntry> Settlements, IReadOnlyList<MessageEntry> Receptions)
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
            inOrder.FindAll(entry => !entry.IsOurs));
    }
}
