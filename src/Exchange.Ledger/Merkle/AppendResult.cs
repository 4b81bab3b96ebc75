namespace Exchange.Ledger.Merkle;

/// <summary>What an append gives: the new right edge, and the tiles that became full.</summary>
public sealed record AppendResult(LogTail Tail, IReadOnlyList<FullTile> FullTiles);
