using Exchange.Cli;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Cli;

/// <summary>One command line, run in this process with surroundings of its own.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Progress)
{
    public static Task<CommandRun> OfAsync(params string[] arguments) => OfAsync([], arguments);

    public static Task<CommandRun> OfAsync(Dictionary<string, string> variables, params string[] arguments) =>
        OfAsync(variables, new FakeTimeProvider(), arguments);

    public static Task<CommandRun> NowAsync(params string[] arguments) => OfAsync([], TimeProvider.System, arguments);

    private static async Task<CommandRun> OfAsync(Dictionary<string, string> variables, TimeProvider clock, string[] arguments)
    {
        using var output = new StringWriter();
        using var progress = new StringWriter();
        var surroundings = new Surroundings(output, progress, variables.GetValueOrDefault, clock);
        var code = await new ExchangeCommand(surroundings).RunAsync(arguments, CancellationToken.None);
        return new(code, output.ToString(), progress.ToString());
    }
}
