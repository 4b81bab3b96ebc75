using System.Diagnostics;
using Exchange.Gateway.Store;
using Npgsql;

namespace Exchange.Tests;

/// <summary>
/// A PostgreSQL of the tests' own: on a Unix socket in a folder of its own, apart from any other server, and ended with the tests.
/// The server refuses to run as root, so there it runs as nobody.
/// </summary>
internal sealed class PrivatePostgreSql : IDisposable
{
    private const string Part = "postgres";
    private const string Template = "exchange_template";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly Lock Starting = new();
    private static readonly string Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory
            .EnumerateDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Order(StringComparer.Ordinal)
            .LastOrDefault("")
        : "";

    private static PrivatePostgreSql? _shared;

    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-pg-").FullName;
    private Process? _server;
    private bool _hasTemplate;
    private int _made;

    private PrivatePostgreSql()
    {
        Own(_folder);
        Run("initdb", "--pgdata", Data, "--auth", "trust", "--username", "exchange", "--encoding", "UTF8", "--no-locale").ShouldBe(0);
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>The one that all fixtures share.</summary>
    public static PrivatePostgreSql Shared
    {
        get
        {
            Need();
            lock (Starting)
            {
                return _shared ??= Start();
            }
        }
    }

    public static void EndShared() => _shared?.Dispose();

    /// <summary>A server that one test has for itself.</summary>
    public static PrivatePostgreSql Start()
    {
        Need();
        var server = new PrivatePostgreSql();
        server.Launch();
        return server;
    }

    /// <summary>Starts it, again too, on its data.</summary>
    public void Launch()
    {
        _server = Process.Start(
            AsUser(
                "postgres",
                "-D",
                Data,
                "-k",
                _folder,
                "-c",
                "listen_addresses=",
                "-c",
                "max_connections=500",
                "-c",
                "shared_buffers=32MB"
            )
        )!;
        var watch = Stopwatch.StartNew();
        while (!IsUp())
        {
            if (_server.HasExited || watch.Elapsed > StartLimit)
                throw new InvalidOperationException("PostgreSQL did not start.");
            Thread.Sleep(50);
        }
    }

    /// <summary>Kills it as a power cut would (SIGKILL); its data stays as it is.</summary>
    public void Kill()
    {
        _server?.Kill(entireProcessTree: true);
        _server?.WaitForExit();
    }

    /// <summary>An empty database with the gateway's schema, as the setting of a gateway.</summary>
    public string NewDatabase()
    {
        lock (Starting)
        {
            if (!_hasTemplate)
            {
                _hasTemplate = true;
                Execute($"CREATE DATABASE {Template}");
                using (var template = new Database(new PostgreSqlDialect(Setting(Template))))
                    template.Prepare();
                // One that waits in a pool would keep the template from being copied.
                NpgsqlConnection.ClearAllPools();
            }

            var name = $"exchange_{Interlocked.Increment(ref _made)}";
            Execute($"CREATE DATABASE {name} TEMPLATE {Template}");
            return Setting(name);
        }
    }

    /// <summary>A database without anything in it.</summary>
    public string NewEmptyDatabase()
    {
        var name = $"empty_{Interlocked.Increment(ref _made)}";
        Execute($"CREATE DATABASE {name}");
        return Setting(name);
    }

    public void Dispose()
    {
        if (_server is { HasExited: false })
        {
            // The polite end, in which it takes its shared memory away.
            using var end = Process.Start("kill", ["-INT", $"{_server.Id}"]);
            if (!_server.WaitForExit(TimeSpan.FromSeconds(10)))
                Kill();
        }

        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Need() =>
        Requirement.Need(Part, File.Exists(Path.Combine(Programs, "initdb")), "PostgreSQL's server files are not in /usr/lib/postgresql.");

    private string Setting(string database) => $"Host={_folder};Database={database};Username=exchange";

    private void Execute(string statement)
    {
        using var connection = new NpgsqlConnection(Setting("postgres") + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    private bool IsUp()
    {
        try
        {
            Execute("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static void Own(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        using var chown = Process.Start("chown", ["nobody", folder]);
        chown.WaitForExit();
        chown.ExitCode.ShouldBe(0);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(AsUser(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }

    // setpriv replaces itself with the program, so the process is the program's.
    private static ProcessStartInfo AsUser(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Programs, program), .. arguments];
        if (Environment.IsPrivilegedProcess)
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", .. command];
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", .. command]) { WorkingDirectory = "/" };
        return start;
    }
}

/// <summary>Ends the server that the fixtures share.</summary>
[SetUpFixture]
internal sealed class SharedPostgreSql
{
    [OneTimeTearDown]
    public void Stop() => PrivatePostgreSql.EndShared();
}
