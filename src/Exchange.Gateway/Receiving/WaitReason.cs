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

    /// <summary>An earlier message of its sender, which may answer what this final response leaves open, has not arrived yet.</summary>
    EarlierMissing,

    /// <summary>The link is suspended after an alarm of the witness.</summary>
    LinkSuspended,

    /// <summary>Our own ledger is suspended, or our clock is wrong.</summary>
    OwnDoubt,

    /// <summary>Recording it failed several times by a fault of this program; it must not block what follows.</summary>
    OwnFault,
}
