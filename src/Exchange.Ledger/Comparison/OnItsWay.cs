namespace Exchange.Ledger.Comparison;

/// <summary>A message whose receipt its sender's log does not have yet. No fault.</summary>
/// <param name="Sender">Who sent it.</param>
/// <param name="Recipient">To whom.</param>
/// <param name="MessageId">The message.</param>
/// <param name="Entry">Index of the sender's entry.</param>
/// <param name="Arrived">Index of the recipient's entry; nothing if the message itself has not arrived.</param>
public sealed record OnItsWay(string Sender, string Recipient, Guid? MessageId, long Entry, long? Arrived)
{
    public override string ToString() => Arrived is { } index
        ? FormattableString.Invariant($"{MessageId}: sent by {Sender} in entry {Entry}, taken up by {Recipient} in entry {index}; the receipt is on its way.")
        : FormattableString.Invariant($"{MessageId}: sent by {Sender} in entry {Entry}; on its way to {Recipient}.");
}
