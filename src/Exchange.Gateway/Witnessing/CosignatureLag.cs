using Exchange.Gateway.Store;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Witnessing;

/// <summary>How far a counterpart's cosignatures of our log are behind it: until a head is cosigned, nobody but us vouches for it.</summary>
/// <param name="Size">Newest size of our log that it cosigned; 0 for none.</param>
/// <param name="At">When that came.</param>
/// <param name="BehindSince">When we signed the first head after that one; nothing if there is none.</param>
/// <param name="IsLate">True if that is longer ago than the settings allow.</param>
internal sealed record CosignatureLag(long Size, DateTimeOffset? At, DateTimeOffset? BehindSince, bool IsLate)
{
    public static CosignatureLag Read(SqlSession sql, PartyName counterpart, DateTimeOffset now, TimeSpan warning)
    {
        var newest = sql.Query("SELECT size, received_at FROM cosignatures WHERE witness = @p0 ORDER BY size DESC LIMIT 1",
            row => (Size: row.GetInt64(0), At: DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))), counterpart.Value);
        var size = newest is [var found] ? found.Size : 0;
        var behind = sql.Query("SELECT signed_at FROM checkpoints WHERE size > @p0 ORDER BY size LIMIT 1",
            row => DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0)), size);
        return new(size, newest is [var known] ? known.At : null, behind is [var since] ? since : null, behind is [var first] && now - first > warning);
    }
}
