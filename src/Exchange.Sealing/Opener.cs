using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Cms;
using Exchange.Sealing.Layers;

namespace Exchange.Sealing;

/// <summary>
/// Opens what arrives (border protocol, sections 3 and 4): the one way in. Outer seal, inner seal, signature, certificate
/// path and role, strict parse, binding: nothing of the content comes out before all of it has passed. Whatever the bytes
/// are, the answer is a result; an exception is always trouble of this side's own (the key store's).
/// </summary>
public sealed class Opener
{
    private readonly PartyName _self;
    private readonly OpeningKeys _keys;
    private readonly Func<PartyName, CounterpartTrust?> _trust;
    private readonly SignatureCheck _check = new();

    /// <param name="self">The party that opens.</param>
    /// <param name="keys">Its decryption keys.</param>
    /// <param name="trust">
    /// What is believed of a party now, or null if it is not known. Asked for the party's own name too: so an own message
    /// that comes back is told from a forgery.
    /// </param>
    public Opener(PartyName self, OpeningKeys keys, Func<PartyName, CounterpartTrust?> trust)
    {
        ArgumentNullException.ThrowIfNull(self);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(trust);
        (_self, _keys, _trust) = (self, keys, trust);
    }

    /// <param name="sealedBytes">Layer 3, as the broker delivered it.</param>
    /// <param name="mailboxCounterpart">The party that alone can write to the mailbox in which it lay.</param>
    /// <param name="now">UTC; for revocation. Validity is judged at the signing-time.</param>
    public OpenResult Open(ReadOnlyMemory<byte> sealedBytes, PartyName mailboxCounterpart, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(mailboxCounterpart);
        if (sealedBytes.Length > SealedMessage.MaximumSize)
            return new Rejected(ReceiptCode.NotASealedMessage, $"Larger than {SealedMessage.MaximumSize} bytes.");
        if (!OuterSeal.TryOpen(sealedBytes.ToArray(), _keys, out var inner, out var refusal))
            return refusal;
        if (!InnerSeal.TryOpen(inner, _keys, out var signed, out refusal))
            return refusal;
        if (!SignedMessage.TryOpen(signed, detachedContent: null, _check, out var signature, out refusal))
            return refusal;
        return Judge(signature, mailboxCounterpart, now);
    }

    private OpenResult Judge(SignedMessage signature, PartyName mailboxCounterpart, DateTimeOffset now)
    {
        if (signature.Signer.Party is not { } party || _trust(party) is not { } trust)
            return Refuse(signature, ReceiptCode.UnknownParty, "The signer's certificate names no known party.");
        var verdict = trust.JudgeSigner(signature.Chain, signature.SigningTime, now);
        if (verdict is Refused refused)
            return Refuse(signature, refused.Code, "The signer's certificate is not to be believed.");
        if (party != mailboxCounterpart)
            return NotFromCounterpart(signature, party);
        if (verdict is Wait wait)
            return new NotYet(wait.Reason, signature.Signed, MessageOutline.Read(signature.Content).Kind is LinkKind);
        _check.Remember(signature.Signer);
        return Bind(signature, party, MessageParser.Read(signature.Content));
    }

    // A message that cannot be read to its end is judged by what could be read: it may still be for another party.
    private OpenResult Bind(SignedMessage signature, PartyName signer, ReadResult<Message> read)
    {
        var outline = read.Value is { Header: var header } ? MessageOutline.Of(header) : MessageOutline.Read(signature.Content);
        if (outline.Recipient is { } recipient && recipient != _self)
            return Refuse(signature, ReceiptCode.WrongRecipient, "The message is for another party.");
        if (outline.Sender is { } sender && sender != signer)
            return NotFromCounterpart(signature, sender);
        if (!read.IsValid)
            return Refuse(signature, read.Faults, outline);
        if ((signature.SigningTime - read.Value.Header.IssuedAt).Duration() > Sealer.SigningTimeTolerance)
            return Refuse(signature, ReceiptCode.TimesImplausible, "The signing-time is more than 60 s from issuedAt.") with { Outline = outline };
        return new Opened(read.Value, signature);
    }

    // The first fault gives the code; but where the receipt cannot name the message, only a code that says so can be proved
    // to its sender (section 7).
    private static Rejected Refuse(SignedMessage signature, IReadOnlyList<Fault> faults, MessageOutline outline)
    {
        var fault = outline.NamesTheMessage ? faults[0] : faults.FirstOrDefault(fault => fault.Code.MayLackNames());
        return Refuse(signature, fault?.Code ?? ReceiptCode.MembersOrTypes, fault?.Text ?? faults[0].Text) with { Outline = outline };
    }

    private Rejected NotFromCounterpart(SignedMessage signature, PartyName party) => party == _self
        ? Refuse(signature, ReceiptCode.OwnMessageReturned, "An own message has come back.")
        : Refuse(signature, ReceiptCode.NotTheMailboxCounterpart, "The sender is not the mailbox's counterpart.");

    private static Rejected Refuse(SignedMessage signature, ReceiptCode code, string text) => new(code, text) { Signed = signature.Signed, Detached = signature.Detached };
}
