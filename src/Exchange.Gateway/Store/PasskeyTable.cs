using System.Data.Common;

namespace Exchange.Gateway.Store;

/// <summary>A passkey of a person: what is known of the key pair that its authenticator has (WebAuthn Level 3, credential record).</summary>
/// <param name="Id">A UUID, by which the API names it.</param>
/// <param name="Name">By what the person knows it again.</param>
/// <param name="CredentialId">By what its authenticator knows it; at most 1,023 bytes.</param>
/// <param name="PublicKey">Verifies what it signs (COSE, RFC 9052).</param>
/// <param name="SignCount">How often it has signed, as it says; 0 of an authenticator that does not count.</param>
/// <param name="BackupEligible">Whether it may be on more devices than one: that never changes.</param>
/// <param name="UsedAt">When it last signed its person in.</param>
internal sealed record PasskeyRow(
    string Id,
    string PersonId,
    string Name,
    byte[] CredentialId,
    byte[] PublicKey,
    long SignCount,
    bool BackupEligible,
    long MadeAt,
    long? UsedAt
);

/// <summary>The passkeys of the people of this gateway.</summary>
internal static class PasskeyTable
{
    private const string Columns = "id, person_id, name, credential_id, public_key, sign_count, backup_eligible, made_at, used_at";

    /// <summary>Those of a person, the oldest first.</summary>
    public static List<PasskeyRow> Of(SqlSession sql, string personId) =>
        sql.Query($"SELECT {Columns} FROM passkeys WHERE person_id = @p0 ORDER BY id", Read, personId);

    public static PasskeyRow? Find(SqlSession sql, byte[] credentialId) =>
        sql.First($"SELECT {Columns} FROM passkeys WHERE credential_id = @p0", Read, credentialId);

    public static void Insert(SqlSession sql, PasskeyRow passkey) =>
        sql.Execute(
            $"INSERT INTO passkeys ({Columns}) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)",
            passkey.Id,
            passkey.PersonId,
            passkey.Name,
            passkey.CredentialId,
            passkey.PublicKey,
            passkey.SignCount,
            passkey.BackupEligible,
            passkey.MadeAt,
            passkey.UsedAt
        );

    /// <summary>Takes over its count; false if the person has it no more, or it has counted so far before.</summary>
    public static bool Use(SqlSession sql, string personId, byte[] credentialId, long signCount, DateTimeOffset now) =>
        sql.Execute(
            """
            UPDATE passkeys SET sign_count = @p2, used_at = @p3
            WHERE credential_id = @p0 AND person_id = @p1 AND (sign_count < @p2 OR (sign_count = 0 AND @p2 = 0))
            """,
            credentialId,
            personId,
            signCount,
            now.ToUnixTimeMilliseconds()
        ) == 1;

    /// <summary>Removes one; false if the person has none of this id.</summary>
    public static bool Remove(SqlSession sql, string personId, string id) =>
        sql.Execute("DELETE FROM passkeys WHERE id = @p0 AND person_id = @p1", id, personId) == 1;

    public static void RemoveAll(SqlSession sql, string personId) =>
        sql.Execute("DELETE FROM passkeys WHERE person_id = @p0", personId);

    private static PasskeyRow Read(DbDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetFieldValue<byte[]>(3),
            row.GetFieldValue<byte[]>(4),
            row.GetInt64(5),
            row.GetBoolean(6),
            row.GetInt64(7),
            row.IsDBNull(8) ? null : row.GetInt64(8)
        );
}
