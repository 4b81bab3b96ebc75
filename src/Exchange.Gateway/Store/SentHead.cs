namespace Exchange.Gateway.Store;

/// <summary>The newest head of our log that a counterpart was sent; size 0 for none.</summary>
internal sealed record SentHead(long Size, DateTimeOffset At);
