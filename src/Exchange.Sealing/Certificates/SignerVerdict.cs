using Exchange.Protocol;

namespace Exchange.Sealing.Certificates;

public abstract record SignerVerdict;
public sealed record Trusted : SignerVerdict;
public sealed record Refused(ReceiptCode Code) : SignerVerdict;
public sealed record Wait(NotYetReason Reason) : SignerVerdict;
