using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Exchange.Gateway.Store;

/// <summary>
/// PostgreSQL: one gateway per database. The session that writes holds an advisory lock, so a second gateway cannot, and a
/// connection that broke in the middle of a commit has ended, one way or the other, before the next one writes.
/// </summary>
internal sealed class PostgreSqlDialect : Dialect
{
    // The key of our advisory lock: "EXCH".
    private const long WriterLock = 0x4558_4348;

    private const int MostPrepared = 256;
    private const int IdleSeconds = 5;

    private readonly string _connectionString;
    private readonly string _pooled;

    /// <param name="setting">A connection string of Npgsql's, in which <see cref="FaultOf"/> finds no fault.</param>
    public PostgreSqlDialect(string setting)
    {
        var server = new NpgsqlConnectionStringBuilder(setting)
        {
            Pooling = false,
            ApplicationName = "exchange-gateway",
            MaxAutoPrepare = MostPrepared,
            AutoPrepareMinUsages = 2,
            Enlist = false,
            IncludeErrorDetail = false,
        };
        (_connectionString, Name) = (server.ConnectionString, $"{server.Database} at {server.Host}");
        (server.Pooling, server.ConnectionIdleLifetime, server.ConnectionPruningInterval) = (true, IdleSeconds, IdleSeconds);
        _pooled = server.ConnectionString;
    }

    public override string Name { get; }

    public override bool Exists => true;

    // Any other writer, such as an administrator, waits.
    public override string Begin => "BEGIN; SELECT batch FROM journal WHERE id = 1 FOR UPDATE";

    public override string Tables => "SELECT table_name FROM information_schema.tables WHERE table_schema = ANY (current_schemas(FALSE))";

    // A gateway that is frozen during a batch does not hold the row lock for ever.
    protected override string Settings =>
        "SET idle_in_transaction_session_timeout = '10s'; SELECT set_config('synchronous_commit', 'on', FALSE) WHERE "
            + "current_setting('synchronous_commit') = 'off'";

    /// <summary>Why a setting cannot be used, or null.</summary>
    public static string? FaultOf(string setting)
    {
        NpgsqlConnectionStringBuilder server;
        try
        {
            server = new(setting);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return "It is not a connection string such as Host=/var/run/postgresql;Database=exchange.";
        }

        if (
            string.IsNullOrEmpty(server.Host)
            || string.IsNullOrEmpty(server.Database)
            || server.Host.Contains(',', StringComparison.Ordinal)
        )
        {
            return "It must name one Host and a Database.";
        }

        if (server.Password is not null)
            return "Take the password out. Let PostgreSQL know this user (peer), or name a password file of mode 0600 with Passfile.";
        if (
            server.Passfile is { } file
            && File.Exists(file)
            && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0
        )
        {
            return $"Others may read or change {file}. Run: chmod 600 {file}";
        }

        return server.Host[0] == '/' || server.SslMode == SslMode.VerifyFull
            ? null
            : "Over the network it needs SSL Mode=VerifyFull, and Root Certificate with the authority of the server's certificate.";
    }

    /// <summary>What of a setting may be shown: where the database is, and who the gateway is there.</summary>
    public static string Shown(string setting)
    {
        var server = new NpgsqlConnectionStringBuilder(setting);
        return $"Host={server.Host};Port={server.Port};Database={server.Database};Username={server.Username}";
    }

    public override ExchangeDb Open() =>
        new PostgreSqlDb(
            new DbContextOptionsBuilder<PostgreSqlDb>()
                .UseNpgsql(_pooled)
                .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
                .Options
        );

    public override void Prepare(SqlSession sql)
    {
        if (
            sql.Query("SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'", row =>
                row.GetString(0)
            )
            is [var off, ..]
        )
        {
            throw new DatabaseUnusableException(
                $"The database {Name} runs with {off}=off and would lose what it has confirmed. Nothing was changed. Set {off}=on "
                    + "in postgresql.conf."
            );
        }
    }

    public override bool TryHold(SqlSession sql) => sql.Scalar<bool>("SELECT pg_try_advisory_lock(@p0)", WriterLock);

    public override void CountOn(SqlSession sql, string table) =>
        sql.Scalar<long>($"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 0) + 1, FALSE) FROM {table}");

    public override void Analyze(SqlSession sql) => sql.Execute("ANALYZE");

    protected override DbConnection NewConnection() => new NpgsqlConnection(_connectionString);
}
