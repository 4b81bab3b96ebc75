namespace Exchange.Protocol.Life;

/// <summary>Names of the events that a log records.</summary>
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

    /// <summary>A counterpart receipted a message of ours with a second, different code.</summary>
    public const string ReceiptContradicted = "receipt-contradicted";

    /// <summary>A counterpart used an id or a sequence for two messages.</summary>
    public const string Equivocation = "equivocation";

    /// <summary>A counterpart's log does not lead from what it showed us before.</summary>
    public const string WitnessAlarm = "witness-alarm";

    /// <summary>A party card was taken.</summary>
    public const string PartyImported = "party-imported";

    /// <summary>A mailbox grant was taken.</summary>
    public const string GrantAccepted = "grant-accepted";

    /// <summary>True for what happened to one message of an exchange.</summary>
    public static bool IsMessage(string @event) =>
        @event is MessageSent or MessageDelivered or MessageRefused or MessageAccepted or MessageRejected;
}
