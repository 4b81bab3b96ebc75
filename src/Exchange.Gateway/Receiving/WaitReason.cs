namespace Exchange.Gateway.Receiving;

/// <summary>Why a case message cannot be judged yet (border protocol, section 4, "Not yet").</summary>
internal enum WaitReason
{
    /// <summary>Issued more than ten minutes ahead of our clock.</summary>
    Early,

    /// <summary>No fresh revocation list of the signer's authority.</summary>
    CrlStale,

    /// <summary>The exchange is not known yet.</summary>
    ExchangeUnknown,

    /// <summary>The message that it answers is not known yet.</summary>
    InReplyToUnknown,

    /// <summary>An earlier message of its sender, which may answer what this final response leaves open, is not here yet.</summary>
    EarlierMissing,

    /// <summary>The link is suspended after an alarm of the witness.</summary>
    LinkSuspended,

    /// <summary>Our own clock or log is in doubt.</summary>
    OwnDoubt,

    /// <summary>Recording it has failed again and again by a fault of our own; it must not hold up what comes after it.</summary>
    OwnFault,
}
