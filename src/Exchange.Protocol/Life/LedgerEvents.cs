namespace Exchange.Protocol.Life;

/// <summary>Names of the events that a log records. What each tells, and with which members, is the ledger's catalogue to say.</summary>
public static class LedgerEvents
{
    /// <summary>A case message of ours is signed, sealed and in the outbox.</summary>
    public const string MessageSent = "message-sent";

    /// <summary>The recipient's log is proved to have accepted a message of ours.</summary>
    public const string MessageDelivered = "message-delivered";

    /// <summary>The recipient's log is proved to have rejected a message of ours.</summary>
    public const string MessageRefused = "message-refused";

    /// <summary>We accepted a case message.</summary>
    public const string MessageAccepted = "message-accepted";

    /// <summary>We rejected a case message whose sender is proven.</summary>
    public const string MessageRejected = "message-rejected";

    /// <summary>Something arrived that is nobody's proven word; counted, at most one entry a minute and counterpart.</summary>
    public const string MessageQuarantined = "message-quarantined";

    /// <summary>Somebody read what a message says.</summary>
    public const string MessageOpened = "message-opened";

    /// <summary>A counterpart receipted a message of ours with a second, different code.</summary>
    public const string ReceiptContradicted = "receipt-contradicted";

    /// <summary>A counterpart used an id or a sequence for two messages.</summary>
    public const string Equivocation = "equivocation";

    /// <summary>A counterpart's sequence in an exchange has a gap that resending has not closed.</summary>
    public const string SequenceGap = "sequence-gap";

    /// <summary>A bundle that proves a message to a third party was made.</summary>
    public const string EvidenceExported = "evidence-exported";

    /// <summary>Somebody read our log; counted, at most one entry a minute, reader and matter.</summary>
    public const string LedgerRead = "ledger-read";

    /// <summary>Somebody was turned away; counted, at most one entry a minute, caller and reason.</summary>
    public const string AccessDenied = "access-denied";

    /// <summary>A party card was taken.</summary>
    public const string PartyImported = "party-imported";

    /// <summary>A counterpart was granted its mailbox here.</summary>
    public const string GrantIssued = "grant-issued";

    /// <summary>The certificate of a grant of ours was revoked.</summary>
    public const string GrantRevoked = "grant-revoked";

    /// <summary>A mailbox grant was taken.</summary>
    public const string GrantAccepted = "grant-accepted";

    /// <summary>The gateway was started.</summary>
    public const string GatewayStarted = "gateway-started";

    /// <summary>The gateway was started with other settings than before.</summary>
    public const string SettingsChanged = "settings-changed";

    /// <summary>The database got another schema.</summary>
    public const string DatabaseMigrated = "database-migrated";

    /// <summary>The exchange tables were made anew from our log.</summary>
    public const string DatabaseRebuilt = "database-rebuilt";

    /// <summary>A counterpart's log does not lead from what it showed us before.</summary>
    public const string WitnessAlarm = "witness-alarm";

    /// <summary>After an alarm: no heads of the counterpart are judged, its case messages wait.</summary>
    public const string LinkSuspended = "link-suspended";

    /// <summary>The link goes on: by an operator's word, or under a new origin of the counterpart's log.</summary>
    public const string LinkResumed = "link-resumed";

    /// <summary>Our log was in doubt and signs again.</summary>
    public const string LogTrusted = "log-trusted";

    /// <summary>The first entry under a new origin: names the log that ended.</summary>
    public const string LogRenewed = "log-renewed";

    /// <summary>True for what happened to one message of an exchange.</summary>
    public static bool IsMessage(string @event) =>
        @event is MessageSent or MessageDelivered or MessageRefused or MessageAccepted or MessageRejected;
}
