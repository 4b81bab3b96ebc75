using System.Data.Common;

namespace Exchange.Gateway.Store;

/// <summary>A key with which a machine opens the API.</summary>
/// <param name="Id">A UUID; the ledger names the key <c>key:ID</c>.</param>
/// <param name="Name">Which machine has it; unique, also among revoked ones.</param>
/// <param name="Hash">SHA-256 of what the machine sends, or <c>sha256:</c> and that of the certificate (DER) that it shows in TLS.</param>
/// <param name="Roles">Codes of <see cref="Role"/>, with spaces between.</param>
/// <param name="Units">Names of units, with spaces between.</param>
/// <param name="Clearances">Codes of <see cref="Clearance"/>, with spaces between.</param>
/// <param name="MadeBy">The person who answers for it, as the ledger names people: who made it, or who made the key that made it.
/// <c>operator</c> for one that was made while the gateway was stopped.</param>
internal sealed record KeyRow(
    string Id,
    string Name,
    string Hash,
    string Roles,
    string Units,
    string Clearances,
    string MadeBy,
    long MadeAt,
    long? RevokedAt
);

/// <summary>The keys of machines. A revoked one stays, so that the ledger's <c>key:ID</c> can still be looked up.</summary>
internal static class KeyTable
{
    /// <summary>How the ledger's name of a key begins.</summary>
    public const string KeyActor = "key:";

    private const string Columns = "id, name, hash, roles, units, clearances, made_by, made_at, revoked_at";

    public static KeyRow? Find(SqlSession sql, string hash) =>
        sql.First($"SELECT {Columns} FROM api_keys WHERE hash = @p0 AND revoked_at IS NULL", Read, hash);

    public static KeyRow? Named(SqlSession sql, string name) => sql.First($"SELECT {Columns} FROM api_keys WHERE name = @p0", Read, name);

    /// <summary>The key with a hash, also a revoked one.</summary>
    public static KeyRow? Hashed(SqlSession sql, string hash) => sql.First($"SELECT {Columns} FROM api_keys WHERE hash = @p0", Read, hash);

    public static string? NameOf(SqlSession sql, string id) => sql.Scalar<string>("SELECT name FROM api_keys WHERE id = @p0", id);

    /// <summary>Who answers for what somebody does, as the ledger names people: for a key who made it, also when it is revoked.</summary>
    public static string ResponsibleFor(SqlSession sql, string actor) =>
        actor.StartsWith(KeyActor, StringComparison.Ordinal)
            ? sql.Scalar<string>("SELECT made_by FROM api_keys WHERE id = @p0", actor[KeyActor.Length..]) ?? actor
            : actor;

    public static List<KeyRow> All(SqlSession sql) => sql.Query($"SELECT {Columns} FROM api_keys ORDER BY name", Read);

    public static void Insert(SqlSession sql, KeyRow key) =>
        sql.Execute(
            "INSERT INTO api_keys (id, name, hash, roles, units, clearances, made_by, made_at) VALUES (@p0, @p1, @p2, @p3, @p4, "
                + "@p5, @p6, @p7)",
            key.Id,
            key.Name,
            key.Hash,
            key.Roles,
            key.Units,
            key.Clearances,
            key.MadeBy,
            key.MadeAt
        );

    /// <summary>Revokes one; false if it was revoked before.</summary>
    public static bool Revoke(SqlSession sql, string id, DateTimeOffset now) =>
        sql.Execute("UPDATE api_keys SET revoked_at = @p1 WHERE id = @p0 AND revoked_at IS NULL", id, now.ToUnixTimeMilliseconds()) == 1;

    private static KeyRow Read(DbDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5),
            row.GetString(6),
            row.GetInt64(7),
            row.IsDBNull(8) ? null : row.GetInt64(8)
        );
}
