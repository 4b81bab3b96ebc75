namespace Exchange.Protocol.Api;

/// <summary>What making the exchange tables anew came to. What was said and what proves it are not in the log: they are where they were, or lost.</summary>
/// <param name="Entries">Of the log that the tables were made from.</param>
/// <param name="Exchanges">Rows made.</param>
/// <param name="Messages">Rows made.</param>
/// <param name="WithoutContent">Messages of which nothing is kept but their entries.</param>
/// <param name="WithoutProof">Settled messages whose receipt is not here.</param>
public sealed record RebuiltView(long Entries, long Exchanges, long Messages, long WithoutContent, long WithoutProof);
