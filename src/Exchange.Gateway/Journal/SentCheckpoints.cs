using Exchange.Protocol.Link;

namespace Exchange.Gateway.Journal;

/// <summary>
/// The checkpoint of our ledger that each counterpart was sent last, so that the next one is proved from it (border protocol, section 7).
/// </summary>
internal static class SentCheckpoints
{
    /// <summary>The proof from the checkpoint sent last to <paramref name="next"/>, which then is the one sent last.</summary>
    public static ConsistencyMember Next(
        SqlSession sql,
        PartyName counterpart,
        StagedCheckpoint next,
        ReadTile readTile,
        DateTimeOffset now
    )
    {
        var from = LinkTable.Sent(sql, counterpart).Size;
        // If the ledger was truncated and is trusted nevertheless: the newest checkpoint that is left and that the counterpart has
        // cosigned.
        if (from > next.Tail.Size)
            from = CheckpointTable.Cosigned(sql, counterpart, next.Tail.Size).Size;
        LinkTable.SetSent(sql, counterpart, next.Tail.Size, now);
        return Between(from, next.Tail.Size, next, readTile);
    }

    /// <summary>The proof between any two checkpoints of ours; from 0 it is empty.</summary>
    public static ConsistencyMember Between(long from, long to, StagedCheckpoint next, ReadTile readTile) =>
        new(from, from == 0 ? [] : ProofText.Write(ConsistencyProof.Prove(from, to, next.Tail, readTile)));
}
