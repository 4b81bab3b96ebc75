namespace Exchange.Gateway.Receiving;

/// <summary>Sealed bytes that came into the mailbox of one counterpart, now or when they were parked.</summary>
internal sealed record Arrival(PartyName Counterpart, ReadOnlyMemory<byte> Bytes, DateTimeOffset ArrivedAt)
{
    /// <summary>SHA-256 of the bytes.</summary>
    public Digest Sealed { get; } = Digest.Of(Bytes.Span);

    /// <summary>Why it was parked, if it was.</summary>
    public WaitReason? Waited { get; init; }

    public override string ToString() => Sealed.ToString();
}
