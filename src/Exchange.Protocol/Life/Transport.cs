namespace Exchange.Protocol.Life;

/// <summary>Where a message is, apart from what it says.</summary>
public enum Transport
{
    /// <summary>Of ours, without a receipt yet.</summary>
    Sent,

    /// <summary>Of ours, accepted by a proven receipt.</summary>
    Delivered,

    /// <summary>Of ours, refused by a proven receipt.</summary>
    Refused,

    /// <summary>Of the counterpart's, taken by us.</summary>
    Accepted,

    /// <summary>Of the counterpart's, refused by us.</summary>
    Rejected,
}
