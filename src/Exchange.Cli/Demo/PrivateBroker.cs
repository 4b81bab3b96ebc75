using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly int[] _ports = LoopbackPorts.Free(2);
    private readonly SupervisedProcess _process = new("private-broker.sh");

    /// <summary>Whether the server's files are on this machine.</summary>
    public static bool IsInstalled => File.Exists(ServerProgram);

    /// <summary>The port that its configuration lets it listen on.</summary>
    public int Port => port;

    public PrivateBrokerFiles Files => files;

    /// <summary>Process id of the node while it runs.</summary>
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
        var waited = Stopwatch.StartNew();
        while (!await IsListeningAsync(cancellation))
        {
            if (_process.HasEnded)
                throw NotStarted(Reason());
            if (waited.Elapsed > StartLimit)
                throw NotStarted($"it did not listen on port {port} within {StartLimit.TotalSeconds:0} s");
            await Task.Delay(Pause, cancellation);
        }
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
        new(ExitCode.Failed, $"The broker on port {port} did not start: {reason}. The last lines of its service log:") { Details = LastWords.Of(files.Console) };

    // The node repeats itself; its first error names the cause.
    private string Reason() =>
        (File.Exists(files.Console) ? File.ReadLines(files.Console) : [])
            .Where(line => line.Contains("[error]", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf('>') + 1)..].Trim())
            .FirstOrDefault(line => line.Length > 0) is { } reason ? reason : "it ended and gave no reason";
}
