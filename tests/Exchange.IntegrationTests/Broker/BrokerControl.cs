using System.Diagnostics;

namespace Exchange.IntegrationTests.Broker;

/// <summary>What an administrator types on a broker's machine: a line of shell in the node's own environment.</summary>
internal static class BrokerControl
{
    public static async Task<string> RunAsync(int node, string line)
    {
        var start = new ProcessStartInfo("/usr/bin/bash", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var variable in (await File.ReadAllTextAsync($"/proc/{node}/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries))
            start.Environment[variable[..variable.IndexOf('=')]] = variable[(variable.IndexOf('=') + 1)..];
        // Before the system's own, which is for the system's broker.
        start.Environment["PATH"] = "/usr/lib/rabbitmq/bin:" + start.Environment["PATH"];
        using var control = Process.Start(start)!;
        var error = control.StandardError.ReadToEndAsync();
        var output = await control.StandardOutput.ReadToEndAsync();
        await control.WaitForExitAsync();
        control.ExitCode.ShouldBe(0, await error);
        return output;
    }
}
