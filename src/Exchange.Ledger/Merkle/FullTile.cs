namespace Exchange.Ledger.Merkle;

/// <summary>A tile that an append has filled: to be stored, and never changed again.</summary>
public sealed record FullTile(TileId Id, Tile Tile);
