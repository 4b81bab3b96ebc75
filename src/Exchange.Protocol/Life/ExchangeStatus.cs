namespace Exchange.Protocol.Life;

/// <summary>Where the officers' business of an exchange stands.</summary>
public enum ExchangeStatus
{
    /// <summary>The opening message is on its way.</summary>
    Sent,

    /// <summary>The counterpart's log has accepted the opening message.</summary>
    Delivered,

    /// <summary>Somebody has it in hand.</summary>
    Acknowledged,

    PartiallyAnswered,

    Answered,

    /// <summary>The opening message was refused by a receipt: the exchange never came to be.</summary>
    Rejected,
}
