using Exchange.Protocol.Messages;

namespace Exchange.Sealing;

/// <summary>
/// The message is for this party, from the mailbox's counterpart, signed with a key of its card, and strict in form. Expiry,
/// order and vocabulary between messages are for the receiver to judge.
/// </summary>
public sealed record Opened(Message Message, SignedMessage Signature) : OpenResult;
