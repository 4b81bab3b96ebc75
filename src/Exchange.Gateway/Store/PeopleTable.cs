using System.Data.Common;

namespace Exchange.Gateway.Store;

/// <summary>A person of this gateway: what it may do, and what it signs in with. Written by the journal alone.</summary>
internal sealed class PersonRow
{
    /// <summary>A UUID; the ledger names the person <c>user:ID</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What the person signs in with; unique, and never changed.</summary>
    public required string Name { get; init; }

    /// <summary>Codes of <see cref="Role"/>, with spaces between.</summary>
    public required string Roles { get; set; }

    /// <summary>Names of units, with spaces between.</summary>
    public required string Units { get; set; }

    /// <summary>Codes of <see cref="Clearance"/>, with spaces between.</summary>
    public required string Clearances { get; set; }

    public bool Disabled { get; set; }

    /// <summary>As ASP.NET Core Identity writes it; null until the person has enrolled.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>The key of the secret of the second factor, wrapped by the storage key.</summary>
    public byte[]? WrappedKey { get; set; }

    /// <summary>The secret of the second factor (TOTP), encrypted under that key.</summary>
    public byte[]? Totp { get; set; }

    /// <summary>The newest time step whose code was used: each is used once (RFC 6238, section 5.2).</summary>
    public long TotpStep { get; init; }

    /// <summary>Sign-ins that failed since the last one that did not.</summary>
    public int Failures { get; init; }

    /// <summary>Until when no sign-in succeeds.</summary>
    public long? LockedUntil { get; init; }

    /// <summary>SHA-256 of the enrolment code; null if there is none.</summary>
    public string? EnrolmentHash { get; set; }

    public long? EnrolmentEndsAt { get; set; }

    /// <summary>The identity provider that <see cref="Subject"/> is of: at another one the same text may be somebody else.</summary>
    public string? Issuer { get; set; }

    /// <summary>Who the person is at the identity provider.</summary>
    public string? Subject { get; set; }

    public required long CreatedAt { get; init; }

    /// <summary>Grows with each change, so that none is written over another that it has not seen.</summary>
    public long Version { get; init; }

    /// <summary>Who changes it, for the ledger's entry. No column.</summary>
    public string ChangedBy { get; set; } = "gateway";

    /// <summary>The request that changes it, if that has an Idempotency-Key. No column.</summary>
    public KeyedCall? Call { get; set; }

    /// <summary>Who the person is at this identity provider; null at another one, and where there is none.</summary>
    public string? SubjectAt(string? issuer) => issuer is not null && issuer == Issuer ? Subject : null;
}

/// <summary>The people of this gateway.</summary>
internal static class PeopleTable
{
    private const string Columns =
        "id, name, roles, units, clearances, disabled, password_hash, wrapped_key, totp, totp_step, failures, locked_until, "
            + "enrolment_hash, enrolment_ends_at, created_at, version, issuer, subject";

    // Until then no sign-in succeeds; what fails meanwhile is not counted.
    private const string IsOpen = "(locked_until IS NULL OR locked_until <= @p1)";

    public static PersonRow? Find(SqlSession sql, string id) => sql.First($"SELECT {Columns} FROM people WHERE id = @p0", Read, id);

    public static PersonRow? Named(SqlSession sql, string name) => sql.First($"SELECT {Columns} FROM people WHERE name = @p0", Read, name);

    public static PersonRow? Enrolling(SqlSession sql, string enrolmentHash, DateTimeOffset now) =>
        sql.First(
            $"SELECT {Columns} FROM people WHERE enrolment_hash = @p0 AND enrolment_ends_at > @p1 AND NOT disabled",
            Read,
            enrolmentHash,
            now.ToUnixTimeMilliseconds()
        );

    public static PersonRow? OfSubject(SqlSession sql, string issuer, string subject) =>
        sql.First($"SELECT {Columns} FROM people WHERE issuer = @p0 AND subject = @p1", Read, issuer, subject);

    public static List<PersonRow> All(SqlSession sql) => sql.Query($"SELECT {Columns} FROM people ORDER BY name", Read);

    public static void Insert(SqlSession sql, PersonRow person) =>
        sql.Execute(
            """
            INSERT INTO people (id, name, roles, units, clearances, disabled, password_hash, wrapped_key, totp, totp_step, failures, enrolment_hash, enrolment_ends_at, created_at, version)
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, 0, 0, @p9, @p10, @p11, 0)
            """,
            person.Id,
            person.Name,
            person.Roles,
            person.Units,
            person.Clearances,
            person.Disabled,
            person.PasswordHash,
            person.WrappedKey,
            person.Totp,
            person.EnrolmentHash,
            person.EnrolmentEndsAt,
            person.CreatedAt
        );

    /// <summary>
    /// Writes all that an administrator or the person itself changes, not what sign-ins count; false if another change came before.
    /// </summary>
    public static bool Update(SqlSession sql, PersonRow person) =>
        sql.Execute(
            """
            UPDATE people SET roles = @p1, units = @p2, clearances = @p3, disabled = @p4, password_hash = @p5, wrapped_key = @p6, totp = @p7,
                enrolment_hash = @p8, enrolment_ends_at = @p9, issuer = @p11, subject = @p12, version = version + 1
            WHERE id = @p0 AND version = @p10
            """,
            person.Id,
            person.Roles,
            person.Units,
            person.Clearances,
            person.Disabled,
            person.PasswordHash,
            person.WrappedKey,
            person.Totp,
            person.EnrolmentHash,
            person.EnrolmentEndsAt,
            person.Version,
            person.Issuer,
            person.Subject
        ) == 1;

    /// <summary>Uses up the codes until this time step; false if it was used before.</summary>
    public static bool UseCode(SqlSession sql, string id, long totpStep) =>
        sql.Execute("UPDATE people SET totp_step = @p1 WHERE id = @p0 AND totp_step < @p1", id, totpStep) == 1;

    /// <summary>Ends the count of failures; false if the person may not sign in now.</summary>
    public static bool SignIn(SqlSession sql, string id, DateTimeOffset now, string passwordHash) =>
        sql.Execute(
            $"""
            UPDATE people SET failures = 0, locked_until = NULL
            WHERE id = @p0 AND {IsOpen} AND NOT disabled AND password_hash = @p2
            """,
            id,
            now.ToUnixTimeMilliseconds(),
            passwordHash
        ) == 1;

    /// <summary>Counts a failure; true if it was the last one that is allowed, so that the person is locked now.</summary>
    public static bool Fail(SqlSession sql, string id, DateTimeOffset now, int most, TimeSpan locked)
    {
        sql.Execute($"UPDATE people SET failures = failures + 1 WHERE id = @p0 AND {IsOpen}", id, now.ToUnixTimeMilliseconds());
        return sql.Execute(
                $"UPDATE people SET failures = 0, locked_until = @p3 WHERE id = @p0 AND {IsOpen} AND failures >= @p2",
                id,
                now.ToUnixTimeMilliseconds(),
                most,
                (now + locked).ToUnixTimeMilliseconds()
            ) == 1;
    }

    private static PersonRow Read(DbDataReader row) =>
        new()
        {
            Id = row.GetString(0),
            Name = row.GetString(1),
            Roles = row.GetString(2),
            Units = row.GetString(3),
            Clearances = row.GetString(4),
            Disabled = row.GetBoolean(5),
            PasswordHash = row.IsDBNull(6) ? null : row.GetString(6),
            WrappedKey = row.IsDBNull(7) ? null : row.GetFieldValue<byte[]>(7),
            Totp = row.IsDBNull(8) ? null : row.GetFieldValue<byte[]>(8),
            TotpStep = row.GetInt64(9),
            Failures = row.GetInt32(10),
            LockedUntil = row.IsDBNull(11) ? null : row.GetInt64(11),
            EnrolmentHash = row.IsDBNull(12) ? null : row.GetString(12),
            EnrolmentEndsAt = row.IsDBNull(13) ? null : row.GetInt64(13),
            CreatedAt = row.GetInt64(14),
            Version = row.GetInt64(15),
            Issuer = row.IsDBNull(16) ? null : row.GetString(16),
            Subject = row.IsDBNull(17) ? null : row.GetString(17),
        };
}
