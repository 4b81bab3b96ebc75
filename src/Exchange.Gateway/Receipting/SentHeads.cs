using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Merkle;
using Exchange.Protocol.Link;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Receipting;

/// <summary>Which head of our log each counterpart was sent last, so that every next one is proved from it (border protocol, section 7).</summary>
internal static class SentHeads
{
    /// <summary>The proof from the head sent last to <paramref name="head"/>, which is from now on the one sent last.</summary>
    public static ConsistencyMember Next(SqlSession sql, PartyName counterpart, StagedHead head, ReadTile readTile, DateTimeOffset now)
    {
        var from = LinkTable.Sent(sql, counterpart).Size;
        // Of a log that was cut, and is believed all the same, what the counterpart has cosigned of what is left.
        if (from > head.Tail.Size)
            from = Cosigned(sql, counterpart, head.Tail.Size);
        sql.Execute(
            """
            INSERT INTO links (counterpart, sent_size, quarantined, quarantine_counted, sent_at) VALUES (@p0, @p1, 0, 0, @p2)
            ON CONFLICT (counterpart) DO UPDATE SET sent_size = @p1, sent_at = @p2
            """,
            counterpart.Value, head.Tail.Size, now.ToUnixTimeMilliseconds());
        return Between(from, head.Tail.Size, head, readTile);
    }

    /// <summary>The newest head, up to a size, that a counterpart has cosigned; 0 for none.</summary>
    public static long Cosigned(SqlSession sql, PartyName counterpart, long size) =>
        sql.Scalar<long>("SELECT MAX(size) FROM cosignatures WHERE witness = @p0 AND size <= @p1", counterpart.Value, size);

    /// <summary>The proof between any two heads of ours; from 0 it is empty.</summary>
    public static ConsistencyMember Between(long from, long to, StagedHead head, ReadTile readTile) => new(
        from,
        from == 0 ? [] : ProofText.Write(ConsistencyProof.Prove(from, to, head.Tail, readTile)));
}
