using Exchange.Protocol.Messages;

namespace Exchange.Sealing;

/// <summary>
/// The result of opening sealed bytes: <see cref="Opened"/>, <see cref="Rejected"/> or <see cref="NotYet"/>, and no other
/// (border protocol, sections 3 and 4).
/// </summary>
public abstract record OpenResult
{
    private protected OpenResult() { }
}

/// <summary>
/// The message is for this party, from the mailbox's counterpart, signed with a key of its card, and well-formed. The caller
/// judges expiry, order and the rules between messages.
/// </summary>
public sealed record Opened(Message Message, SignedMessage Signature) : OpenResult;

/// <summary>The sealed bytes are refused permanently.</summary>
/// <param name="Code">Codes that are sent in receipts are used only if the sender is verified; all others mean quarantine.</param>
/// <param name="Text">A sentence for the operator. It is not sent, and has no content of the message.</param>
public sealed record Rejected(ReceiptCode Code, string Text) : OpenResult
{
    /// <summary>
    /// Digest of the detached signature, known once the signature is verified; present with every code that is sent in receipts.
    /// </summary>
    public Digest? Signed { get; init; }

    /// <summary>The detached signature itself (CMS, DER), if <see cref="Signed"/> is known: it can prove a refusal.</summary>
    public ReadOnlyMemory<byte> Detached { get; init; }

    /// <summary>What could be read of the header; present with every code that is sent in receipts.</summary>
    public MessageOutline? Outline { get; init; }
}

/// <summary>
/// The message cannot be judged yet, because there is no current revocation list of the signer's authority: defer the sealed
/// bytes and open them again later.
/// </summary>
/// <param name="Signed">Digest of the detached signature.</param>
/// <param name="IsLinkMessage">True for a message between gateways, which is dropped instead of deferred.</param>
public sealed record NotYet(Digest Signed, bool IsLinkMessage) : OpenResult;
