namespace Exchange.Cli.Demo;

/// <summary>The last lines of a service log, for an error message.</summary>
internal static class LastWords
{
    private const int Most = 8;

    public static IReadOnlyList<string> Of(string log) =>
        File.Exists(log) && File.ReadLines(log).Where(line => line.Length > 0).TakeLast(Most).ToList() is { Count: > 0 } lines ? lines : ["(empty)"];
}
