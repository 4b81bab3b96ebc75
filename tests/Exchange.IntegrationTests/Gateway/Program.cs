using System.Diagnostics;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>Runs a program to its end.</summary>
internal static class Program
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<ProgramRun> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{program} did not end within {Limit.TotalSeconds:0} s.");
        }
    }
}
