using System.Collections.Concurrent;

namespace Exchange.Gateway.Journal;

/// <summary>Reads full tiles of our ledger; the newest ones, which nearly every proof needs, stay in memory.</summary>
internal sealed class TileReader
{
    private const int Kept = 256;

    private readonly ConcurrentDictionary<TileId, Tile> _cache = new();

    public ReadTile Reader(SqlSession sql) => id => Read(sql, id);

    /// <summary>After a batch that was not committed: its tiles must not stay in the cache.</summary>
    public void Forget() => _cache.Clear();

    private Tile Read(SqlSession sql, TileId id)
    {
        if (_cache.TryGetValue(id, out var tile))
            return tile;
        var stored = EntryTable.Tile(sql, id)
            ?? throw new LogDamagedException($"Tile {id.Level}/{id.Index} of the ledger is missing from the database.");
        if (_cache.Count >= Kept)
            _cache.Clear();
        return _cache[id] = Tile.FromBytes(stored);
    }
}
