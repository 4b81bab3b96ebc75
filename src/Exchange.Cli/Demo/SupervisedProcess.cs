using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Exchange.Cli.Demo;

/// <summary>
/// A program under a small shell, which ends it when its own standard input ends: when the process that started it asks
/// for it or has ended. It runs in its own session, so that Ctrl+C in a terminal does not reach it.
/// </summary>
/// <param name="script">Name of the embedded shell script; its first line of output is the program's process id.</param>
internal sealed class SupervisedProcess(string script)
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private Process? _supervisor;

    /// <summary>Process id of the program while it runs.</summary>
    public int? Id { get; private set; }

    public bool HasEnded => _supervisor is null or { HasExited: true };

    /// <summary>Starts the program.</summary>
    /// <param name="arguments">Arguments of the script.</param>
    /// <param name="environment">Changes the environment of the shell.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False if the shell ended at once.</returns>
    public async Task<bool> StartAsync(IEnumerable<string> arguments, Action<IDictionary<string, string?>> environment, CancellationToken cancellation)
    {
        if (_supervisor is not null)
            throw new InvalidOperationException("It runs already.");
        var start = new ProcessStartInfo("setsid", ["bash", "-c", Script(), Path.GetFileNameWithoutExtension(script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        environment(start.Environment);
        _supervisor = Process.Start(start)!;
        Id = int.TryParse(await _supervisor.StandardOutput.ReadLineAsync(cancellation), CultureInfo.InvariantCulture, out var id) ? id : null;
        return Id is not null;
    }

    /// <summary>Stops it in good order.</summary>
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

    private string Script()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(script)!;
        return new StreamReader(resource).ReadToEnd();
    }
}
