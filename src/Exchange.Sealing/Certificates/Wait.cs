namespace Exchange.Sealing.Certificates;

/// <summary>Nothing speaks against the certificate but what is not known yet; to be asked again later.</summary>
/// <param name="Reason">What is being waited for.</param>
public sealed record Wait(NotYetReason Reason) : SignerVerdict;
