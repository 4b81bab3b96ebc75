namespace Exchange.Sealing.Certificates;

/// <summary>
/// What is believed of one party: which certificate may sign in its name, and when (border protocol, sections 1 and 3).
/// The signature itself has been verified before this is asked.
/// </summary>
public abstract class CounterpartTrust
{
    /// <summary>Judges the certificates under which a message was signed.</summary>
    /// <param name="chain">The certificates that the message carries, DER, leaf first, without the authority. Of a stranger's choice.</param>
    /// <param name="signingTime">UTC, as the signer states it. Validity is judged at this time.</param>
    /// <param name="now">UTC. Revocation is judged at this time.</param>
    public abstract SignerVerdict JudgeSigner(IReadOnlyList<ReadOnlyMemory<byte>> chain, DateTimeOffset signingTime, DateTimeOffset now);
}
