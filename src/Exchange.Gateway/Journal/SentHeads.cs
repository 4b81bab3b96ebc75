using Exchange.Protocol.Link;

namespace Exchange.Gateway.Journal;

/// <summary>Which head of our log each counterpart was sent last, so that every next one is proved from it (border protocol, section 7).</summary>
internal static class SentHeads
{
    /// <summary>The proof from the head sent last to <paramref name="head"/>, which is from now on the one sent last.</summary>
    public static ConsistencyMember Next(SqlSession sql, PartyName counterpart, StagedHead head, ReadTile readTile, DateTimeOffset now)
    {
        var from = LinkTable.Sent(sql, counterpart).Size;
        // Of a log that was cut, and is believed all the same, what the counterpart has cosigned of what is left.
        if (from > head.Tail.Size)
            from = CheckpointTable.Cosigned(sql, counterpart, head.Tail.Size).Size;
        LinkTable.SetSent(sql, counterpart, head.Tail.Size, now);
        return Between(from, head.Tail.Size, head, readTile);
    }

    /// <summary>The proof between any two heads of ours; from 0 it is empty.</summary>
    public static ConsistencyMember Between(long from, long to, StagedHead head, ReadTile readTile) => new(
        from,
        from == 0 ? [] : ProofText.Write(ConsistencyProof.Prove(from, to, head.Tail, readTile)));
}
