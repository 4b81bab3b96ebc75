using Exchange.Cli;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>Runs the command <c>exchange</c> in this process.</summary>
internal static class CommandLine
{
    public static async Task<ProgramRun> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var progress = new StringWriter();
        var code = await new ExchangeCommand(new(output, progress, _ => null, TimeProvider.System)).RunAsync(
            arguments,
            CancellationToken.None
        );
        return new(code, output.ToString(), progress.ToString());
    }
}
