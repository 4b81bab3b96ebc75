namespace Exchange.Protocol;

/// <summary>
/// The outcome of a message. Codes 100 and 400 to 599 are sent in receipts; codes 300 to 399 are not, because the
/// sender is not verified or the message is not for us. A code never changes its meaning.
/// </summary>
public enum ReceiptCode
{
    Accepted = 100,
    NotASealedMessage = 300,
    OuterSeal = 301,
    InnerSeal = 302,
    Signature = 303,
    NotTheOneEncoding = 304,
    WrongRecipient = 305,
    OwnMessageReturned = 306,
    NotTheMailboxCounterpart = 307,
    CertificatePath = 350,
    CertificateNotValidThen = 351,
    CertificateRevoked = 352,
    NotTheSigningCertificate = 353,
    UnknownParty = 354,
    DistrustedKey = 355,
    NotStrictJson = 400,
    MembersOrTypes = 401,
    UnknownProtocolOrKind = 402,
    AgainstTheVocabulary = 403,
    AttachmentEntry = 404,
    HandlingRule = 450,
    ClassificationTooHigh = 451,
    ConsentMissing = 452,
    Expired = 500,
    TimesImplausible = 501,
    IdReused = 502,
    SequenceReused = 503,
    ExchangeUnknown = 504,
    StepNotAllowed = 505,
    InReplyToUnknown = 506,
    AttachmentDigest = 550,
    AttachmentIncomplete = 551,
    AttachmentType = 552,
}

/// <summary>Properties of <see cref="ReceiptCode"/>.</summary>
public static class ReceiptCodes
{
    /// <summary>True if the code is sent in a receipt; false if the message is quarantined without one.</summary>
    public static bool Travels(this ReceiptCode code) => code is ReceiptCode.Accepted or >= ReceiptCode.NotStrictJson;

    /// <summary>
    /// True for the codes (400 to 402) of a message that could not be read completely, so that its ledger entry and its receipt may lack
    /// members.
    /// </summary>
    public static bool MayLackNames(this ReceiptCode code) =>
        code is ReceiptCode.NotStrictJson or ReceiptCode.MembersOrTypes or ReceiptCode.UnknownProtocolOrKind;

    /// <summary>What a code says, as a sentence.</summary>
    public static string Meaning(this ReceiptCode code) =>
        code switch
        {
            ReceiptCode.Accepted => "The message was accepted.",
            ReceiptCode.NotASealedMessage => "It is not a sealed message of this protocol.",
            ReceiptCode.OuterSeal => "Its outer seal could not be opened: it was not sealed for this party, or was changed.",
            ReceiptCode.InnerSeal => "Its inner seal could not be opened: it was not sealed for this party, or was changed.",
            ReceiptCode.Signature => "Its signature does not match what it says.",
            ReceiptCode.NotTheOneEncoding => "It is not encoded in the one way that the protocol allows.",
            ReceiptCode.WrongRecipient => "It is addressed to another party.",
            ReceiptCode.OwnMessageReturned => "It is a message of our own that came back.",
            ReceiptCode.NotTheMailboxCounterpart => "It was signed by another party than the one whose mailbox it lay in.",
            ReceiptCode.CertificatePath => "The signer's certificate does not lead to an authority of its card.",
            ReceiptCode.CertificateNotValidThen => "The signer's certificate was not valid at the time of signing.",
            ReceiptCode.CertificateRevoked => "The signer's certificate is revoked.",
            ReceiptCode.NotTheSigningCertificate => "It was signed with another certificate than that of the card.",
            ReceiptCode.UnknownParty => "Its sender is not known here.",
            ReceiptCode.DistrustedKey => "The signer's key is not trusted any more.",
            ReceiptCode.NotStrictJson => "Its content is not strict JSON.",
            ReceiptCode.MembersOrTypes => "A member is missing, unknown, or of a wrong type.",
            ReceiptCode.UnknownProtocolOrKind => "The recipient does not know this protocol or kind.",
            ReceiptCode.AgainstTheVocabulary => "A value breaks a rule of the vocabulary.",
            ReceiptCode.AttachmentEntry => "An attachment is not described as it must be.",
            ReceiptCode.HandlingRule => "A rule about handling forbids it.",
            ReceiptCode.ClassificationTooHigh => "Its classification is higher than this link allows.",
            ReceiptCode.ConsentMissing => "It has information of another party that may not be used so without its consent.",
            ReceiptCode.Expired => "It had expired when it arrived.",
            ReceiptCode.TimesImplausible => "Its times cannot be right.",
            ReceiptCode.IdReused => "Another message has its id.",
            ReceiptCode.SequenceReused => "Another message has its number in the exchange.",
            ReceiptCode.ExchangeUnknown => "The recipient does not know its exchange.",
            ReceiptCode.StepNotAllowed => "It must not follow in the state that the exchange was in.",
            ReceiptCode.InReplyToUnknown => "The recipient does not know the message that it answers.",
            ReceiptCode.AttachmentDigest => "An attachment does not match its digest.",
            ReceiptCode.AttachmentIncomplete => "An attachment is not complete.",
            ReceiptCode.AttachmentType => "An attachment has another type than it says.",
            _ => "The code is not known here.",
        };
}
