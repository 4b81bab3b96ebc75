using Exchange.Gateway.Witnessing;

namespace Exchange.Gateway.Linking;

/// <summary>What is to be sent on a link now.</summary>
/// <param name="Cosign">The counterpart's newest head, if we have not cosigned it.</param>
/// <param name="Announce">Our newest head, which nothing has carried yet.</param>
/// <param name="AnnounceAgainFrom">Our newest head once more, proved from this cosigned size.</param>
/// <param name="QuarantineToCount">True if our log has not been told of all that was quarantined.</param>
/// <param name="AlarmToEnter">True if our log has not been told of an alarm.</param>
internal sealed record DueOnLink(UncosignedHead? Cosign, bool Announce, long? AnnounceAgainFrom, bool QuarantineToCount, bool AlarmToEnter);
