namespace Exchange.Cli;

/// <summary>The parts of its process that a verb uses.</summary>
/// <param name="Output">Data.</param>
/// <param name="Progress">Progress and error messages.</param>
/// <param name="Variable">An environment variable, or null.</param>
/// <param name="Time">The clock.</param>
internal sealed record Surroundings(TextWriter Output, TextWriter Progress, Func<string, string?> Variable, TimeProvider Time)
{
    public static Surroundings OfThisProcess() =>
        new(Console.Out, Console.Error, Environment.GetEnvironmentVariable, TimeProvider.System);
}
