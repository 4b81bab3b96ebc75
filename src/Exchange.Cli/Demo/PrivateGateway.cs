using System.Diagnostics;
using System.Globalization;
using System.Net;
using Exchange.Cli.Gateway;

namespace Exchange.Cli.Demo;

/// <summary>A gateway as a process of its own, which ends with the process that started it, however that ends.</summary>
/// <param name="home">Its home.</param>
/// <param name="log">File to which its log is appended.</param>
internal sealed class PrivateGateway(Home home, string log) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private Process? _supervisor;

    public string Log => log;

    /// <summary>Process id of the gateway while it runs.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>Starts it and waits until its API answers and its own broker is connected.</summary>
    /// <exception cref="CommandFailedException">It ended, or was not ready in time.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await LaunchAsync(cancellation);
        await WaitUntilReadyAsync(cancellation);
    }

    /// <summary>Starts it, and waits for nothing.</summary>
    public async Task LaunchAsync(CancellationToken cancellation)
    {
        if (_supervisor is not null)
            throw new InvalidOperationException("The gateway runs already.");
        _supervisor = Process.Start(Supervision()) ?? throw NotStarted("its supervising shell did not start");
        ProcessId = int.TryParse(await _supervisor.StandardOutput.ReadLineAsync(cancellation), CultureInfo.InvariantCulture, out var id)
            ? id
            : throw NotStarted("its supervising shell ended at once; it needs bash, setsid and setpriv (util-linux)");
    }

    /// <summary>Waits until its API answers and its own broker is connected.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = home.Settings().ApiUrl };
        var waited = Stopwatch.StartNew();
        while (!await IsReadyAsync(http, cancellation))
        {
            if (_supervisor is null or { HasExited: true })
                throw NotStarted(LastWords());
            if (waited.Elapsed > StartLimit)
                throw NotStarted($"it was not ready within {StartLimit.TotalSeconds:0} s");
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Waits until the process has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellation)
    {
        var supervisor = _supervisor ?? throw new InvalidOperationException("The gateway does not run.");
        await supervisor.WaitForExitAsync(cancellation);
        var code = supervisor.ExitCode;
        await EndAsync(supervisor);
        return code;
    }

    /// <summary>Stops it in good order.</summary>
    public async Task StopAsync()
    {
        if (_supervisor is null)
            return;
        _supervisor.StandardInput.Close();
        await EndAsync(_supervisor);
    }

    /// <summary>Kills it as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_supervisor is null || ProcessId is not { } id)
            return;
        // The supervising shell has not reaped it yet, so the id is no other process's.
        using (var gateway = Process.GetProcessById(id))
            gateway.Kill();
        await EndAsync(_supervisor);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task EndAsync(Process supervisor)
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await supervisor.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Its children die with it.
            supervisor.Kill();
            await supervisor.WaitForExitAsync(CancellationToken.None);
        }

        supervisor.Dispose();
        (_supervisor, ProcessId) = (null, null);
    }

    private ProcessStartInfo Supervision()
    {
        // A session of its own: Ctrl+C in a terminal reaches whoever started it, not the gateway.
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        var program = GatewayProgram.Find();
        foreach (var argument in (string[])["bash", "-c", Script(), "private-gateway", log, program.FileName, .. program.Arguments("run", "--home", home.Folder)])
            start.ArgumentList.Add(argument);
        start.Environment["EXCHANGE_PASSPHRASE_FILE"] = home.PassphraseFile;
        return start;
    }

    private static string Script()
    {
        using var resource = typeof(PrivateGateway).Assembly.GetManifestResourceStream("private-gateway.sh")!;
        return new StreamReader(resource).ReadToEnd();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private CommandFailedException NotStarted(string reason) =>
        new(ExitCode.Failed, $"The gateway of {home.Folder} did not start: {reason}.", toDo: $"Its log is {log}.");

    private string LastWords() => File.Exists(log) && File.ReadLines(log).LastOrDefault(line => line.Length > 0) is { } line ? line.TrimEnd('.') : "it gave no reason";
}
