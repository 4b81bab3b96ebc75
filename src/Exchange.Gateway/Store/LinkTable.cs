namespace Exchange.Gateway.Store;

/// <summary>The state of one link.</summary>
internal sealed class LinkRow
{
    public required string Counterpart { get; init; }

    /// <summary>Size of the newest checkpoint of our ledger that we sent it; 0 for none.</summary>
    public required long SentSize { get; init; }

    public long? SentAt { get; init; }

    /// <summary>Why the link is suspended (fork, unproven), or null.</summary>
    public string? Suspended { get; init; }

    public long? SuspendedAt { get; init; }

    /// <summary>How many arrivals in its mailbox were quarantined.</summary>
    public long Quarantined { get; init; }

    /// <summary>How many of them our ledger has counted.</summary>
    public long QuarantineCounted { get; init; }

    public long? QuarantineCountedAt { get; init; }

    /// <summary>When it last answered a ping.</summary>
    public long? PongAt { get; init; }
}

/// <summary>The state of each link.</summary>
internal static class LinkTable
{
    public static bool IsSuspended(SqlSession sql, PartyName counterpart) => Suspension(sql, counterpart) is not null;

    public static string? Suspension(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<string>("SELECT suspended FROM links WHERE counterpart = @p0", counterpart.Value);

    public static SentCheckpoint Sent(SqlSession sql, PartyName counterpart) =>
        sql.First(
            "SELECT sent_size, COALESCE(sent_at, 0) FROM links WHERE counterpart = @p0",
            row => new SentCheckpoint(row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))),
            counterpart.Value
        ) ?? new(0, DateTimeOffset.UnixEpoch);

    /// <summary>From now on this is the checkpoint that was sent last.</summary>
    public static void SetSent(SqlSession sql, PartyName counterpart, long size, DateTimeOffset now) =>
        sql.Execute(
            """
            INSERT INTO links (counterpart, sent_size, quarantined, quarantine_counted, sent_at) VALUES (@p0, @p1, 0, 0, @p2)
            ON CONFLICT (counterpart) DO UPDATE SET sent_size = @p1, sent_at = @p2
            """,
            counterpart.Value,
            size,
            now.ToUnixTimeMilliseconds()
        );

    /// <summary>No counterpart was sent a checkpoint of a new ledger.</summary>
    public static void ForgetSent(SqlSession sql) => sql.Execute("UPDATE links SET sent_size = 0, sent_at = NULL");

    /// <summary>How many arrivals were quarantined, ever.</summary>
    public static long Quarantined(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<long>("SELECT quarantined FROM links WHERE counterpart = @p0", counterpart.Value);

    public static void CountQuarantined(SqlSession sql, PartyName counterpart) =>
        sql.Execute(
            "INSERT INTO links (counterpart, sent_size, quarantined, quarantine_counted) VALUES (@p0, 0, 1, 0) ON CONFLICT "
                + "(counterpart) DO UPDATE SET quarantined = links.quarantined + 1",
            counterpart.Value
        );

    /// <summary>
    /// How many quarantined arrivals our ledger has not counted, if it counted the last ones before <paramref name="before"/>; else 0.
    /// </summary>
    public static long UncountedQuarantine(SqlSession sql, PartyName counterpart, DateTimeOffset before, DateTimeOffset now) =>
        sql.Scalar<long>(
            // A time ahead of our clock was written by a clock that has been corrected since.
            "SELECT quarantined - quarantine_counted FROM links WHERE counterpart = @p0 AND NOT COALESCE(quarantine_counted_at, "
                + "0) BETWEEN @p1 + 1 AND @p2",
            counterpart.Value,
            before.ToUnixTimeMilliseconds(),
            now.ToUnixTimeMilliseconds()
        );

    public static void QuarantineIsCounted(SqlSession sql, PartyName counterpart, DateTimeOffset now) =>
        sql.Execute(
            "UPDATE links SET quarantine_counted = quarantined, quarantine_counted_at = @p1 WHERE counterpart = @p0",
            counterpart.Value,
            now.ToUnixTimeMilliseconds()
        );

    public static DateTimeOffset? Pong(SqlSession sql, PartyName counterpart) =>
        sql.Scalar<long>("SELECT pong_at FROM links WHERE counterpart = @p0", counterpart.Value) is > 0 and var at
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;

    public static void SetPong(SqlSession sql, PartyName counterpart, DateTimeOffset now) =>
        sql.Execute(
            """
            INSERT INTO links (counterpart, sent_size, quarantined, quarantine_counted, pong_at) VALUES (@p0, 0, 0, 0, @p1)
            ON CONFLICT (counterpart) DO UPDATE SET pong_at = @p1
            """,
            counterpart.Value,
            now.ToUnixTimeMilliseconds()
        );

    public static void Resume(SqlSession sql, PartyName counterpart) =>
        sql.Execute("UPDATE links SET suspended = NULL, suspended_at = NULL WHERE counterpart = @p0", counterpart.Value);

    public static void Suspend(SqlSession sql, PartyName counterpart, string reason, DateTimeOffset now) =>
        sql.Execute(
            """
            INSERT INTO links (counterpart, sent_size, quarantined, quarantine_counted, suspended, suspended_at) VALUES (@p0, 0, 0, 0, @p1, @p2)
            ON CONFLICT (counterpart) DO UPDATE SET suspended = @p1, suspended_at = @p2
            """,
            counterpart.Value,
            reason,
            now.ToUnixTimeMilliseconds()
        );
}

/// <summary>The newest checkpoint of our ledger that a counterpart was sent; size 0 for none.</summary>
internal sealed record SentCheckpoint(long Size, DateTimeOffset At);
