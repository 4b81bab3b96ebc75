using Exchange.Protocol;

namespace Exchange.Sealing;

/// <summary>Nothing can be said yet: keep the sealed bytes and open them again later.</summary>
/// <param name="Reason">What is being waited for.</param>
/// <param name="Signed">Digest of the detached signature.</param>
/// <param name="IsLinkMessage">True for a message between the gateways, which is dropped rather than kept.</param>
public sealed record NotYet(NotYetReason Reason, Digest Signed, bool IsLinkMessage) : OpenResult;
