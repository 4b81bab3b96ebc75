namespace Exchange.Protocol.Messages;

/// <summary>Kinds of messages (border protocol, section 5): case messages carry officers' business, link messages are between gateways.</summary>
public enum MessageKind
{
    Request,
    Acknowledgement,
    Clarification,
    Response,
    Refusal,
    Extension,
    Reminder,
    Feedback,
    Withdrawal,
    Correction,
    SpontaneousInformation,
    SupportRequest,
    FollowUpAction,
    ProtectionAlert,
    LessonLearned,
    ConsentRequest,
    Consent,
    ContactUpdate,
    Erasure,

    Receipt,
    Checkpoint,
    Cosignature,
    Ping,
    Pong,
    PartyUpdate,
    MailboxGrant,
}
