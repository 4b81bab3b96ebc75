namespace Exchange.Gateway.Witnessing;

/// <summary>How far a counterpart's cosignatures are behind our ledger. Until a checkpoint is cosigned, it has no witness.</summary>
/// <param name="Size">Newest size of our ledger that it cosigned; 0 for none.</param>
/// <param name="BehindSince">When we signed the first checkpoint after that one; null if there is none.</param>
/// <param name="IsLate">True if that is longer ago than the settings permit.</param>
internal sealed record CosignatureLag(long Size, DateTimeOffset? At, DateTimeOffset? BehindSince, bool IsLate)
{
    public static CosignatureLag Read(SqlSession sql, PartyName counterpart, DateTimeOffset now, TimeSpan warning)
    {
        var (size, at) = CheckpointTable.Cosigned(sql, counterpart);
        var behind = CheckpointTable.After(sql, size)?.SignedAt;
        return new(size, at, behind, now - behind > warning);
    }
}
