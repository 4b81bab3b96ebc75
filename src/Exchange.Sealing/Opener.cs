using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Layers;

namespace Exchange.Sealing;

/// <summary>
/// Opens received bytes (border protocol, sections 3 and 4): the only way in. Outer seal, inner seal, signature, certificate
/// path and role, strict parse, binding: no content is returned before all of them have passed. For any bytes
/// there is a result; an exception always comes from this side's key store.
/// </summary>
/// <param name="self">The party that opens.</param>
/// <param name="keys">Its decryption keys.</param>
/// <param name="trust">
/// The current trust in a party; null if it is unknown. Also called for the party's own name, so that an own message
/// that was returned can be distinguished from a forgery.
/// </param>
public sealed class Opener(PartyName self, OpeningKeys keys, Func<PartyName, CounterpartTrust?> trust)
{
    private readonly SignatureCheck _check = new();

    /// <param name="sealedBytes">Layer 3, as delivered by the broker.</param>
    /// <param name="mailboxCounterpart">The only party that can write to the mailbox.</param>
    /// <param name="now">UTC; for revocation. Validity is judged at the signing-time.</param>
    public OpenResult Open(ReadOnlyMemory<byte> sealedBytes, PartyName mailboxCounterpart, DateTimeOffset now)
    {
        if (sealedBytes.Length > SealedMessage.MaximumSize)
            return new Rejected(ReceiptCode.NotASealedMessage, $"Larger than {SealedMessage.MaximumSize} bytes.");
        if (!OuterSeal.TryOpen(sealedBytes.ToArray(), keys, out var inner, out var refusal))
            return refusal;
        if (!InnerSeal.TryOpen(inner, keys, out var signed, out refusal))
            return refusal;
        if (!SignedMessage.TryOpen(signed, detachedContent: null, _check, out var signature, out refusal))
            return refusal;
        return Judge(signature, mailboxCounterpart, now);
    }

    private OpenResult Judge(SignedMessage signature, PartyName mailboxCounterpart, DateTimeOffset now)
    {
        if (signature.Signer.Party is not { } party || trust(party) is not { } trusted)
            return Refuse(signature, ReceiptCode.UnknownParty, "The signer's certificate does not name a known party.");
        var verdict = trusted.JudgeSigner(signature.Chain, signature.SigningTime, now);
        if (verdict is Refused refused)
            return Refuse(signature, refused.Code, "The signer's certificate is not trusted.");
        if (party != mailboxCounterpart)
            return NotFromCounterpart(signature, party);
        if (verdict is Wait)
            return new NotYet(signature.Signed, MessageOutline.Read(signature.Content).Kind is LinkKind);
        _check.Remember(signature.Signer);
        return Bind(signature, party, MessageParser.Read(signature.Content));
    }

    // A message that cannot be read completely is judged by what could be read: it may be for another party.
    private OpenResult Bind(SignedMessage signature, PartyName signer, ReadResult<Message> read)
    {
        var outline = read.Value is { Header: var header } ? MessageOutline.Of(header) : MessageOutline.Read(signature.Content);
        if (outline.Recipient is { } recipient && recipient != self)
            return Refuse(signature, ReceiptCode.WrongRecipient, "The message is for another party.");
        if (outline.Sender is { } sender && sender != signer)
            return NotFromCounterpart(signature, sender);
        if (!read.IsValid)
            return Refuse(signature, read.Faults, outline);
        if ((signature.SigningTime - read.Value.Header.IssuedAt).Duration() > Sealer.SigningTimeTolerance)
        {
            return Refuse(signature, ReceiptCode.TimesImplausible, "The signing-time is more than 60 s from issuedAt.") with
            {
                Outline = outline,
            };
        }

        return new Opened(read.Value, signature);
    }

    // The first fault gives the code. But if the receipt cannot name the message, only the codes 400 to 402 can be proved
    // to its sender (section 7).
    private static Rejected Refuse(SignedMessage signature, IReadOnlyList<Fault> faults, MessageOutline outline)
    {
        var fault = outline.NamesTheMessage ? faults[0] : faults.FirstOrDefault(fault => fault.Code.MayLackNames());
        return Refuse(signature, fault?.Code ?? ReceiptCode.MembersOrTypes, fault?.Text ?? faults[0].Text) with { Outline = outline };
    }

    private Rejected NotFromCounterpart(SignedMessage signature, PartyName party) =>
        party == self
            ? Refuse(signature, ReceiptCode.OwnMessageReturned, "A message of this party was returned to it.")
            : Refuse(signature, ReceiptCode.NotTheMailboxCounterpart, "The sender is not the mailbox's counterpart.");

    private static Rejected Refuse(SignedMessage signature, ReceiptCode code, string text) =>
        new(code, text) { Signed = signature.Signed, Detached = signature.Detached };
}
