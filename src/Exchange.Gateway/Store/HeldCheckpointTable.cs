using Exchange.Ledger.Export;
using Exchange.Ledger.Witness;

namespace Exchange.Gateway.Store;

/// <summary>A verified checkpoint of a counterpart's ledger.</summary>
/// <param name="Origin">Name of the ledger: another one is another history.</param>
/// <param name="SignedAt">Time of its signature, seconds since 1970.</param>
/// <param name="Cosignature">Our own cosignature line, once given.</param>
internal sealed record HeldCheckpointRow(
    string Counterpart,
    string Origin,
    long Size,
    byte[] Root,
    long SignedAt,
    string Note,
    long VerifiedAt,
    string? Cosignature
);

/// <summary>The verified checkpoints of the counterparts' ledgers.</summary>
internal static class HeldCheckpointTable
{
    public static HeldCheckpoint? Newest(SqlSession sql, Counterpart counterpart) =>
        sql.First(
            "SELECT size, root, signed_at FROM held_checkpoints WHERE counterpart = @p0 AND origin = @p1 ORDER BY size DESC LIMIT 1",
            row => new HeldCheckpoint(
                row.GetInt64(0),
                MerkleHash.FromBytes(row.GetFieldValue<byte[]>(1)),
                DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(2))
            ),
            counterpart.Name.Value,
            counterpart.Card.Log.Origin
        );

    /// <summary>All of a counterpart's present ledger, by ascending size.</summary>
    public static List<Checkpoint> All(SqlSession sql, Counterpart counterpart) =>
        sql.Query(
            "SELECT origin, size, root FROM held_checkpoints WHERE counterpart = @p0 AND origin = @p1 ORDER BY size",
            row => new Checkpoint(row.GetString(0), row.GetInt64(1), MerkleHash.FromBytes(row.GetFieldValue<byte[]>(2))),
            counterpart.Name.Value,
            counterpart.Card.Log.Origin
        );

    public static MerkleHash? RootAt(SqlSession sql, Counterpart counterpart, long size) =>
        sql.Scalar<byte[]>(
            "SELECT root FROM held_checkpoints WHERE counterpart = @p0 AND origin = @p1 AND size = @p2",
            counterpart.Name.Value,
            counterpart.Card.Log.Origin,
            size
        )
            is { } root
            ? MerkleHash.FromBytes(root)
            : null;

    public static string? NoteAt(SqlSession sql, Counterpart counterpart, long size) =>
        sql.Scalar<string>(
            "SELECT note FROM held_checkpoints WHERE counterpart = @p0 AND origin = @p1 AND size = @p2",
            counterpart.Name.Value,
            counterpart.Card.Log.Origin,
            size
        );

    public static string? NewestNote(SqlSession sql, Counterpart counterpart) =>
        sql.Scalar<string>(
            "SELECT note FROM held_checkpoints WHERE counterpart = @p0 AND origin = @p1 ORDER BY size DESC LIMIT 1",
            counterpart.Name.Value,
            counterpart.Card.Log.Origin
        );

    public static void Insert(SqlSession sql, Counterpart counterpart, VerifiedCheckpoint checkpoint, DateTimeOffset now) =>
        sql.Execute(
            "INSERT INTO held_checkpoints (counterpart, origin, size, root, signed_at, note, verified_at) VALUES (@p0, @p1, @p2, "
                + "@p3, @p4, @p5, @p6)",
            counterpart.Name.Value,
            checkpoint.Checkpoint.Origin,
            checkpoint.Checkpoint.Size,
            checkpoint.Checkpoint.Root.ToBytes(),
            checkpoint.SignedAt.ToUnixTimeSeconds(),
            checkpoint.Note,
            now.ToUnixTimeMilliseconds()
        );

    /// <summary>The newest checkpoint, if we have not cosigned it yet.</summary>
    public static UncosignedCheckpoint? Uncosigned(SqlSession sql, Counterpart counterpart) =>
        sql.First(
            "SELECT size, note, cosignature FROM held_checkpoints WHERE counterpart = @p0 AND origin = @p1 ORDER BY size DESC LIMIT 1",
            row => row.IsDBNull(2) ? new UncosignedCheckpoint(row.GetInt64(0), row.GetString(1)) : null,
            counterpart.Name.Value,
            counterpart.Card.Log.Origin
        );

    public static void Cosign(SqlSession sql, Counterpart counterpart, long size, string line) =>
        sql.Execute(
            "UPDATE held_checkpoints SET cosignature = @p3 WHERE counterpart = @p0 AND origin = @p1 AND size = @p2",
            counterpart.Name.Value,
            counterpart.Card.Log.Origin,
            size,
            line
        );

    /// <summary>A counterpart that sends a checkpoint again lacks our cosignature: it gets a new one.</summary>
    public static void ForgetCosignature(SqlSession sql, Counterpart counterpart, long size) =>
        sql.Execute(
            "UPDATE held_checkpoints SET cosignature = NULL WHERE counterpart = @p0 AND origin = @p1 AND size = @p2",
            counterpart.Name.Value,
            counterpart.Card.Log.Origin,
            size
        );

    /// <summary>A checkpoint by its path in an export, with our own cosignature if there is one.</summary>
    public static CosignedCheckpoint? Exported(SqlSession sql, HeadPath path) =>
        sql.Query(
                "SELECT origin, note, cosignature FROM held_checkpoints WHERE counterpart = @p0 AND size = @p1",
                row => (Origin: row.GetString(0), Note: row.GetString(1), Line: row.IsDBNull(2) ? null : row.GetString(2)),
                path.Party.Value,
                path.Size
            )
            .Where(checkpoint => HeadPath.LogOf(checkpoint.Origin) == path.Log)
            .Select(checkpoint => CosignedCheckpoint.Of(checkpoint.Note, checkpoint.Line is null ? [] : [checkpoint.Line]))
            .FirstOrDefault();
}

/// <summary>A checkpoint that waits for our cosignature.</summary>
internal sealed record UncosignedCheckpoint(long Size, string Note);
