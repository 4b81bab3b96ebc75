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

    /// <summary>True for the codes (400 to 402) of a message that could not be read completely, so that its ledger entry and its receipt may lack members.</summary>
    public static bool MayLackNames(this ReceiptCode code) =>
        code is ReceiptCode.NotStrictJson or ReceiptCode.MembersOrTypes or ReceiptCode.UnknownProtocolOrKind;
}
