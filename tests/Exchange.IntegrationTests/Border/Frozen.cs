using System.Diagnostics;
using System.Globalization;

namespace Exchange.IntegrationTests.Border;

/// <summary>A process that stands still (SIGSTOP), as under a paused virtual machine, until this is disposed.</summary>
internal sealed class Frozen : IAsyncDisposable
{
    private readonly int _process;

    private Frozen(int process) => _process = process;

    public static async Task<Frozen> NowAsync(int process)
    {
        await SignalAsync("STOP", process);
        return new(process);
    }

    public async ValueTask DisposeAsync() => await SignalAsync("CONT", _process);

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }
}
