namespace Exchange.Sealing.Certificates;

/// <summary>The verdict on a signer: <see cref="Trusted"/>, <see cref="Refused"/> or <see cref="Wait"/>, and no other.</summary>
public abstract record SignerVerdict;

/// <summary>The certificate is the party's in this role, was valid at the signing-time, and is not revoked.</summary>
public sealed record Trusted : SignerVerdict;

/// <summary>The certificate is not trusted, and will not be later.</summary>
/// <param name="Code">350 no path, 351 not valid then, 352 revoked, 353 not the certificate of this role.</param>
public sealed record Refused(ReceiptCode Code) : SignerVerdict;

/// <summary>The certificate cannot be judged yet, because there is no current revocation list of its authority; ask again later.</summary>
public sealed record Wait : SignerVerdict;

/// <summary>
/// The trust in one party: which certificate may sign in its name, and when (border protocol, sections 1 and 3).
/// The signature itself was verified before.
/// </summary>
public abstract class CounterpartTrust
{
    /// <summary>Judges the certificates under which a message was signed.</summary>
    /// <param name="chain">The certificates in the message, DER, leaf first, without the authority. The sender chooses them.</param>
    /// <param name="signingTime">UTC, as stated by the signer. Validity is judged at this time.</param>
    /// <param name="now">UTC. Revocation is judged at this time.</param>
    public abstract SignerVerdict JudgeSigner(IReadOnlyList<ReadOnlyMemory<byte>> chain, DateTimeOffset signingTime, DateTimeOffset now);
}
