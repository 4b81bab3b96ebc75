namespace Exchange.Gateway.Witnessing;

/// <summary>A head that waits for our cosignature.</summary>
internal sealed record UncosignedHead(long Size, string Note);
