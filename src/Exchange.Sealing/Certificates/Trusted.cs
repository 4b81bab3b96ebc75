namespace Exchange.Sealing.Certificates;

/// <summary>The certificate is the party's, in this role, was valid at the signing-time, and is not revoked.</summary>
public sealed record Trusted : SignerVerdict;
