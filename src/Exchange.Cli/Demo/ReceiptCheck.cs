using Exchange.Ledger.Entries;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Receipts;
using Exchange.Protocol.Api;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Demo;

/// <summary>Verifies a receipt independently of the gateway that has it, with the recipient's card.</summary>
internal static class ReceiptCheck
{
    /// <summary>The recipient's entry; null if the receipt is not valid.</summary>
    public static LedgerLeaf? Verify(ReceiptView receipt, MessageView message, PartyName sender, PartyCard recipient)
    {
        if (CheckpointNote.Verify(receipt.Checkpoint, LogVerifiers.Read(recipient.Log), NoteSignatures.Verify) is not { } head)
            return null;
        var copy = new SentMessage(
            sender, recipient.Party, message.MessageId, message.ExchangeId, message.Kind.Code, message.Sequence, message.Signed);
        return ProvenItem.Of(receipt.Item, head.Checkpoint) is { } item && item.IsAbout(copy) ? item.Leaf : null;
    }
}
