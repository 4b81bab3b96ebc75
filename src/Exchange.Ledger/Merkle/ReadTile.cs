namespace Exchange.Ledger.Merkle;

/// <summary>Reads a full tile of a log.</summary>
/// <exception cref="InvalidDataException">It is not there.</exception>
public delegate Tile ReadTile(TileId id);
