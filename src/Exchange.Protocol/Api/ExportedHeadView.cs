namespace Exchange.Protocol.Api;

/// <summary>A head of a counterpart's log that belongs to an export.</summary>
/// <param name="Entry">Index of the entry in our own log whose receipt is proved under it.</param>
/// <param name="Path">Where it lies, such as <c>heads/MYS/LOG/42</c>.</param>
public sealed record ExportedHeadView(long Entry, string Path);
