namespace Exchange.Gateway.Journal;

/// <summary>The head that our log will have once the batch is committed.</summary>
/// <param name="Tail">The tree's right edge.</param>
/// <param name="Note">The signed checkpoint, as its exact text.</param>
/// <param name="SignedAt">Its time, whole seconds.</param>
internal sealed record StagedHead(LogTail Tail, string Note, DateTimeOffset SignedAt);
