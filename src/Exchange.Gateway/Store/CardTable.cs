using Exchange.Ledger.Export;

namespace Exchange.Gateway.Store;

/// <summary>A party card that our ledger has recorded as imported.</summary>
internal sealed record CardRow(string Party, int Serial, byte[] Bytes, long TakenAt);

/// <summary>A mailbox grant that our ledger has recorded as accepted.</summary>
/// <param name="At">Whose mailbox it is for.</param>
/// <param name="Digest">SHA-256 of the file.</param>
internal sealed record GrantRow(string At, string Digest, long TakenAt);

/// <summary>Every card that was imported, each of our own with which a gateway has run, and the grants that were accepted.</summary>
internal static class CardTable
{
    public static byte[]? Read(SqlSession sql, PartyName party, int serial) =>
        sql.Scalar<byte[]>("SELECT bytes FROM cards WHERE party = @p0 AND serial = @p1", party.Value, serial);

    /// <summary>A party's cards, the newest first.</summary>
    public static List<(byte[] Bytes, long TakenAt)> Of(SqlSession sql, PartyName party) =>
        sql.Query(
            "SELECT bytes, taken_at FROM cards WHERE party = @p0 ORDER BY serial DESC",
            row => (row.GetFieldValue<byte[]>(0), row.GetInt64(1)),
            party.Value
        );

    public static List<CardPath> Paths(SqlSession sql) =>
        sql.Query("SELECT party, serial FROM cards ORDER BY party, serial", row => new CardPath(
            PartyName.Parse(row.GetString(0)),
            row.GetInt32(1)
        ));

    /// <summary>A party's highest serial; 0 for none.</summary>
    public static long HighestSerial(SqlSession sql, PartyName party) =>
        sql.Scalar<long>("SELECT MAX(serial) FROM cards WHERE party = @p0", party.Value);

    /// <summary>Keeps a card, unless it is here.</summary>
    public static void Keep(SqlSession sql, PartyCard card, byte[] bytes, DateTimeOffset now) =>
        sql.Execute(
            "INSERT INTO cards (party, serial, bytes, taken_at) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT DO NOTHING",
            card.Party.Value,
            card.Serial,
            bytes,
            now.ToUnixTimeMilliseconds()
        );

    /// <summary>Keeps that a grant was accepted; false if it is known.</summary>
    public static bool TakeGrant(SqlSession sql, PartyName at, string digest, DateTimeOffset now) =>
        sql.Execute(
            "INSERT INTO grants (at, digest, taken_at) VALUES (@p0, @p1, @p2) ON CONFLICT DO NOTHING",
            at.Value,
            digest,
            now.ToUnixTimeMilliseconds()
        ) == 1;
}
