using System.Diagnostics;
using System.Text;

namespace Exchange.Cli.Demo;

/// <summary>
/// A program under a small shell, which ends it when its own standard input ends: when the process that started it asks
/// for it or has ended. It runs in its own session, so that Ctrl+C in a terminal does not reach it.
/// </summary>
/// <param name="script">Name of the embedded shell script; its first line of output is the program's process id.</param>
internal sealed class SupervisedProcess(string script)
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private Process? _supervisor;

    /// <summary>Process id of the program while it runs.</summary>
    public int? Id { get; private set; }
    public bool HasEnded => _supervisor is null or { HasExited: true };

    /// <returns>False if the shell ended at once.</returns>
    public async Task<bool> StartAsync(
        IEnumerable<string> arguments,
        Action<IDictionary<string, string?>> environment,
        CancellationToken cancellation
    )
    {
        if (_supervisor is not null)
            throw new InvalidOperationException("It runs already.");
        var start = new ProcessStartInfo(
            "setsid",
            ["bash", "-c", Encoding.UTF8.GetString(StoryFile.Read(script)), Path.GetFileNameWithoutExtension(script), .. arguments]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        environment(start.Environment);
        _supervisor = Process.Start(start)!;
        Id = int.TryParse(await _supervisor.StandardOutput.ReadLineAsync(cancellation), CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
        return Id is not null;
    }

    /// <summary>Waits until it is up; returns why it is not, if it ended or is late.</summary>
    public async Task<string?> WaitUntilAsync(Func<Task<bool>> isUp, TimeSpan limit, string late, CancellationToken cancellation)
    {
        for (var waited = Stopwatch.StartNew(); !await isUp(); await Task.Delay(Pause, cancellation))
        {
            if (HasEnded || waited.Elapsed > limit)
                return HasEnded ? "it ended" : late;
        }

        return null;
    }

    public async Task StopAsync()
    {
        if (_supervisor is null)
            return;
        _supervisor.StandardInput.Close();
        await EndAsync(_supervisor);
    }

    /// <summary>Kills it as a power failure would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_supervisor is null || Id is not { } id)
            return;
        try
        {
            // While the shell has not reaped it, no other process has this id.
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }

        await EndAsync(_supervisor);
    }

    /// <summary>Waits until it has ended by itself; returns its exit code.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellation)
    {
        var supervisor = _supervisor ?? throw new InvalidOperationException("It does not run.");
        await supervisor.WaitForExitAsync(cancellation);
        var code = supervisor.ExitCode;
        await EndAsync(supervisor);
        return code;
    }

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
        (_supervisor, Id) = (null, null);
    }
}

/// <summary>The last lines of a service log, for an error message.</summary>
internal static class LastWords
{
    private const int Most = 8;

    public static IReadOnlyList<string> Of(string log) =>
        File.Exists(log) && File.ReadLines(log).Where(line => line.Length > 0).TakeLast(Most).ToList() is { Count: > 0 } lines
            ? lines
            : ["(empty)"];
}
