using System.Data.Common;

namespace Exchange.Gateway.Store;

/// <summary>A key with which a machine opens the API.</summary>
/// <param name="Id">A UUID; the ledger names the key <c>key:ID</c>.</param>
/// <param name="Name">Which machine has it; unique, also among revoked ones.</param>
/// <param name="Hash">SHA-256 of the key.</param>
/// <param name="Roles">Codes of <see cref="Role"/>, with spaces between.</param>
/// <param name="Units">Names of units, with spaces between.</param>
/// <param name="Clearances">Codes of <see cref="Clearance"/>, with spaces between.</param>
internal sealed record KeyRow(string Id, string Name, string Hash, string Roles, string Units, string Clearances, long MadeAt, long? RevokedAt);

/// <summary>The keys of machines. A revoked one stays, so that the ledger's <c>key:ID</c> can still be looked up.</summary>
internal static class KeyTable
{
    private const string Columns = "id, name, hash, roles, units, clearances, made_at, revoked_at";

    public static KeyRow? Find(SqlSession sql, string hash) => sql.First($"SELECT {Columns} FROM api_keys WHERE hash = @p0 AND revoked_at IS NULL", Read, hash);

    public static KeyRow? Named(SqlSession sql, string name) => sql.First($"SELECT {Columns} FROM api_keys WHERE name = @p0", Read, name);

    public static string? NameOf(SqlSession sql, string id) => sql.Scalar<string>("SELECT name FROM api_keys WHERE id = @p0", id);

    public static List<KeyRow> All(SqlSession sql) => sql.Query($"SELECT {Columns} FROM api_keys ORDER BY name", Read);

    public static void Insert(SqlSession sql, KeyRow key) => sql.Execute(
        "INSERT INTO api_keys (id, name, hash, roles, units, clearances, made_at) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)",
        key.Id, key.Name, key.Hash, key.Roles, key.Units, key.Clearances, key.MadeAt);

    /// <summary>Revokes one; false if it was revoked before.</summary>
    public static bool Revoke(SqlSession sql, string id, DateTimeOffset now) =>
        sql.Execute("UPDATE api_keys SET revoked_at = @p1 WHERE id = @p0 AND revoked_at IS NULL", id, now.ToUnixTimeMilliseconds()) == 1;

    private static KeyRow Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.GetInt64(6), row.IsDBNull(7) ? null : row.GetInt64(7));
}
