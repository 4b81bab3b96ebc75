namespace Exchange.Sealing.Certificates;

public abstract class CounterpartTrust
{
    public abstract SignerVerdict JudgeSigner(IReadOnlyList<ReadOnlyMemory<byte>> chain, DateTimeOffset signingTime, DateTimeOffset now);
}
