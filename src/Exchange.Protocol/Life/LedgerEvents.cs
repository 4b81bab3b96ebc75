namespace Exchange.Protocol.Life;

/// <summary>Names of the events that a ledger records. The ledger's catalogue says what each means, and which members it has.</summary>
public static class LedgerEvents
{
    public const string MessageSent = "message-sent";
    public const string MessageDelivered = "message-delivered";
    public const string MessageRefused = "message-refused";
    public const string MessageAccepted = "message-accepted";
    public const string MessageRejected = "message-rejected";
    public const string MessageQuarantined = "message-quarantined";
    public const string ReceiptContradicted = "receipt-contradicted";
    public const string Equivocation = "equivocation";
    public const string SequenceGap = "sequence-gap";
    public const string AnswerOverdue = "answer-overdue";
    public const string BringBackSet = "bring-back-set";
    public const string HoldSet = "hold-set";
    public const string HoldLifted = "hold-lifted";
    public const string MessageErased = "message-erased";
    public const string ReleaseAsked = "release-asked";
    public const string ReleaseVoided = "release-voided";
    public const string MessageReturned = "message-returned";
    public const string MessageReleased = "message-released";
    public const string DraftOpened = "draft-opened";
    public const string ExchangeAssigned = "exchange-assigned";
    public const string MessageOpened = "message-opened";
    public const string EvidenceExported = "evidence-exported";
    public const string LedgerRead = "ledger-read";
    public const string SearchMade = "search-made";
    public const string AccessDenied = "access-denied";
    public const string SignedIn = "signed-in";
    public const string SignInFailed = "sign-in-failed";
    public const string SignedOut = "signed-out";
    public const string PersonAdded = "person-added";
    public const string PersonChanged = "person-changed";
    public const string KeyMade = "key-made";
    public const string KeyRevoked = "key-revoked";
    public const string PartyImported = "party-imported";
    public const string GrantIssued = "grant-issued";
    public const string GrantRevoked = "grant-revoked";
    public const string GrantAccepted = "grant-accepted";
    public const string GatewayStarted = "gateway-started";
    public const string SettingsChanged = "settings-changed";
    public const string DatabaseMigrated = "database-migrated";
    public const string DatabaseRebuilt = "database-rebuilt";
    public const string WitnessAlarm = "witness-alarm";
    public const string LinkSuspended = "link-suspended";
    public const string LinkResumed = "link-resumed";
    public const string LogTrusted = "log-trusted";
    public const string LogRenewed = "log-renewed";

    /// <summary>True for the events of one message of an exchange.</summary>
    public static bool IsMessage(string @event) =>
        @event is MessageSent or MessageDelivered or MessageRefused or MessageAccepted or MessageRejected;

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(LedgerEvents)
            .GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal),
    ];
}
