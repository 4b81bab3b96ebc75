namespace Exchange.Gateway.Journal;

/// <summary>An entry with its place in our log.</summary>
internal sealed record AppendedLeaf(long Index, LedgerLeaf Leaf);
