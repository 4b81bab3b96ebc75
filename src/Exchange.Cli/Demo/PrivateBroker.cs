using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Exchange.Cli.Broker;

namespace Exchange.Cli.Demo;

/// <summary>
/// A private RabbitMQ node, without root and separate from any other broker: on loopback only, with its own epmd, home,
/// data and cookie. It ends with the process that started it, and can be started again on its data.
/// </summary>
internal sealed class PrivateBroker(BrokerFolder configuration, PrivateBrokerFiles files, int port) : IAsyncDisposable
{
    /// <summary>The server itself; <c>/usr/sbin/rabbitmq-server</c> is a wrapper for the system's own broker.</summary>
    public const string ServerProgram = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    // A start takes about 6 s on an idle machine of two cores.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly int[] _ports = LoopbackPorts.Free(2);
    private readonly SupervisedProcess _process = new("private-broker.sh");

    public static bool IsInstalled => File.Exists(ServerProgram);
    public int Port => port;
    public PrivateBrokerFiles Files => files;
    public int? NodeId => _process.Id;

    /// <summary>Starts the node and waits until it takes connections, its definitions loaded.</summary>
    /// <exception cref="CommandFailedException">It ended, or did not listen in time.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        files.Create();
        if (!await _process.StartAsync([ServerProgram, files.Console], SetEnvironment, cancellation))
            throw NotStarted("its supervising shell ended at once; install bash, setsid and setpriv (util-linux)");
        try
        {
            await WaitUntilListeningAsync(cancellation);
        }
        catch
        {
            // A node that is still starting does not react to SIGTERM.
            await KillAsync();
            throw;
        }
    }

    /// <summary>Stops the node in good order; its data stays.</summary>
    public Task StopAsync() => _process.StopAsync();

    /// <summary>Kills the node as a power failure would (SIGKILL); its data stays.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync() => await StopAsync();

    private void SetEnvironment(IDictionary<string, string?> environment)
    {
        environment.Clear();
        foreach (var (name, value) in NodeEnvironment())
            environment[name] = value;
    }

    private IEnumerable<(string Name, string Value)> NodeEnvironment() =>
        [
            ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            ("LANG", "C.UTF-8"),
            ("HOME", files.Home),
            ("RABBITMQ_NODENAME", $"exchange-{port}@localhost"),
            ("RABBITMQ_MNESIA_BASE", files.Data),
            ("RABBITMQ_LOG_BASE", files.Logs),
            ("RABBITMQ_PID_FILE", files.ProcessId),
            ("RABBITMQ_CONFIG_FILE", configuration.Configuration),
            ("RABBITMQ_ADVANCED_CONFIG_FILE", configuration.Advanced),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", configuration.EnabledPlugins),
            // Else the system broker's own settings in /etc/rabbitmq would be read.
            ("RABBITMQ_CONF_ENV_FILE", Path.Combine(files.Folder, "none")),
            // And every file of /etc/rabbitmq/conf.d after ours.
            ("RABBITMQ_CONFIG_FILES", Path.Combine(files.Folder, "none", "*.conf")),
            // The server's script then becomes the node instead of standing before it, as under any supervisor.
            ("RUNNING_UNDER_SYSTEMD", "true"),
            ("RABBITMQ_DIST_PORT", Text(_ports[0])),
            ("ERL_EPMD_PORT", Text(_ports[1])),
            // For every Erlang that the node starts, too: listen on loopback, and leave no epmd behind.
            ("ERL_AFLAGS", "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"),
        ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task WaitUntilListeningAsync(CancellationToken cancellation)
    {
        var late = $"it did not listen on port {port} within {StartLimit.TotalSeconds:0} s";
        if (await _process.WaitUntilAsync(() => IsListeningAsync(cancellation), StartLimit, late, cancellation) is { } reason)
            throw NotStarted(reason == late ? late : Reason());
    }

    // The node opens its listener last, after its definitions are loaded.
    private async Task<bool> IsListeningAsync(CancellationToken cancellation)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync([IPAddress.Loopback, IPAddress.IPv6Loopback], port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private CommandFailedException NotStarted(string reason) =>
        new(ExitCode.Failed, $"The broker on port {port} did not start: {reason}. The last lines of its service log:")
        {
            Details = LastWords.Of(files.Console),
        };

    // The node repeats itself; its first error names the cause.
    private string Reason() =>
        (File.Exists(files.Console) ? File.ReadLines(files.Console) : [])
            .Where(line => line.Contains("[error]", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf('>') + 1)..].Trim())
            .FirstOrDefault(line => line.Length > 0)
            is { } reason
            ? reason
            : "it ended and gave no reason";
}

/// <summary>The files of a private broker. Nothing of the system's broker is read.</summary>
internal sealed record PrivateBrokerFiles(string Folder)
{
    public string Home => Path.Combine(Folder, "home");
    public string Data => Path.Combine(Folder, "data");
    public string Logs => Path.Combine(Folder, "log");
    public string ProcessId => Path.Combine(Folder, "pid");

    /// <summary>Output of the node before its log is open, and the reason of a failed start.</summary>
    public string Console => Path.Combine(Logs, "console.log");

    public void Create()
    {
        foreach (var folder in new[] { Home, Data, Logs })
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        CreateCookie();
    }

    // Who knows the cookie can run code in the node; a cookie made by Erlang can be guessed.
    private void CreateCookie()
    {
        var cookie = Path.Combine(Home, ".erlang.cookie");
        if (File.Exists(cookie))
            return;
        File.WriteAllText(cookie, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
    }
}
