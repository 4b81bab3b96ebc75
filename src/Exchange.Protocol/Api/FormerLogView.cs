namespace Exchange.Protocol.Api;

/// <summary>A log of this party that ended when another origin was agreed on.</summary>
/// <param name="Origin">Its name.</param>
/// <param name="Size">Entries that were signed.</param>
/// <param name="EndedAt">When the next one was begun (UTC).</param>
/// <param name="Path">Where its files are, below <c>/api/v1/ledger/</c>.</param>
public sealed record FormerLogView(string Origin, long Size, DateTimeOffset EndedAt, string Path);
