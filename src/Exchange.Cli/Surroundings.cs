namespace Exchange.Cli;

/// <summary>What a verb may use of the process it runs in.</summary>
/// <param name="Output">Data.</param>
/// <param name="Progress">Everything that is said to a person while it works, and errors.</param>
/// <param name="Variable">An environment variable, or null.</param>
/// <param name="Time">The clock.</param>
internal sealed record Surroundings(TextWriter Output, TextWriter Progress, Func<string, string?> Variable, TimeProvider Time)
{
    public static Surroundings OfThisProcess() =>
        new(Console.Out, Console.Error, Environment.GetEnvironmentVariable, TimeProvider.System);
}
