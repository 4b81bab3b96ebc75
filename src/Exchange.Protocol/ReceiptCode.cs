namespace Exchange.Protocol;

/// <summary>
/// What became of a message. Codes of 100 and 400 to 599 travel in receipts; codes of 300 to 399 stay at home, because the
/// sender is not proven or the message is not for us. A code never changes its meaning.
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
