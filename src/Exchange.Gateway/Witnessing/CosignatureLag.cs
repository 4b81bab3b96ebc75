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
        var (size, at) = CheckpointTable.Cosigned(sql, counterpart);
        var behind = CheckpointTable.After(sql, size)?.SignedAt;
        return new(size, at, behind, now - behind > warning);
    }
}
