using Exchange.Protocol;

namespace Exchange.Sealing.Certificates;

/// <summary>The certificate is not to be believed, and waiting will not change that.</summary>
/// <param name="Code">350 no path, 351 not valid then, 352 revoked, 353 not the certificate of this role.</param>
public sealed record Refused(ReceiptCode Code) : SignerVerdict;
