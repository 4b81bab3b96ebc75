using System.Diagnostics;
using System.Globalization;

namespace Exchange.IntegrationTests.Demo;

/// <summary>The demonstration as a person starts it: a process of its own.</summary>
internal sealed class StartedDemo : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Process _demo;
    private readonly List<string> _said = [];
    private readonly CancellationTokenSource _limit = new(Limit);

    private StartedDemo(Process demo)
    {
        _demo = demo;
        Output = demo.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Everything that it writes to stdout, once it has ended.</summary>
    public Task<string> Output { get; }

    /// <summary>What it has told a person so far, a line each.</summary>
    public IReadOnlyList<string> Said => _said;

    /// <summary>The folder that it has named.</summary>
    public string Folder => _said.Single(line => line.StartsWith("Founding", StringComparison.Ordinal)).Split(' ')[^1];

    // This program was built beside the tests, as the command line is.
    public static string Program { get; } =
        Path.GetFullPath(
            Path.Combine(
                AppContext.BaseDirectory,
                "..",
                "..",
                "Exchange.Cli",
                new DirectoryInfo(AppContext.BaseDirectory).Name,
                "exchange.dll"
            )
        );

    // Whoever runs these tests in the background of a shell may ignore Ctrl+C, and so would every program that they start.
    public static StartedDemo With(params string[] options) =>
        new(
            Process.Start(
                new ProcessStartInfo("env", ["--default-signal=INT,TERM,HUP", "dotnet", "exec", Program, "demo", .. options])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!
        );

    /// <summary>Waits until it says something with this word in it.</summary>
    public async Task HearAsync(string word)
    {
        while (await _demo.StandardError.ReadLineAsync(_limit.Token) is { } line)
        {
            _said.Add(line);
            if (line.Contains(word, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"It ended without saying {word}: {string.Join('\n', _said)}");
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _demo.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        while (await _demo.StandardError.ReadLineAsync(_limit.Token) is { } line)
            _said.Add(line);
        await _demo.WaitForExitAsync(_limit.Token);
        return _demo.ExitCode;
    }

    public void Dispose()
    {
        if (!_demo.HasExited)
            _demo.Kill();
        _demo.Dispose();
        _limit.Dispose();
    }
}
