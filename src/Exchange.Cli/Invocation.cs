namespace Exchange.Cli;

/// <summary>One run of a verb: its command line, its output and its home.</summary>
internal sealed class Invocation(ParseResult parsed, Surroundings surroundings)
{
    public Surroundings Surroundings => surroundings;
    public bool Json => parsed.GetValue(CommonOptions.Json);

    /// <exception cref="CommandFailedException">No home was named.</exception>
    public Home Home =>
        HomeOrNone
        ?? throw new CommandFailedException(
            ExitCode.Usage,
            "No home was given.",
            toDo: "Give the gateway's home with --home DIR or in the environment variable EXCHANGE_HOME."
        );

    /// <summary>The home that the command line itself gives.</summary>
    public Home? NamedHome => parsed.GetValue(CommonOptions.Home) is { Length: > 0 } folder ? new(Path.GetFullPath(folder)) : null;
    public Home? HomeOrNone =>
        NamedHome ?? (surroundings.Variable("EXCHANGE_HOME") is { Length: > 0 } folder ? new(Path.GetFullPath(folder)) : null);

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    public T? Value<T>(Argument<T> argument) => parsed.GetValue(argument);

    public T Required<T>(Option<T> option) => parsed.GetRequiredValue(option);

    public T Required<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>Writes the verb's data: the document with <c>--json</c>, else the lines.</summary>
    public void Answer<T>(T document, params IEnumerable<string> lines)
    {
        if (Json)
            WriteLines(surroundings.Output, PlainLine.OfJson(JsonSerializer.Serialize(document, ProtocolJson.Indented)));
        else
            WriteLines(surroundings.Output, lines);
    }

    public void Say(string sentence) => WriteLines(surroundings.Progress, [sentence]);

    /// <summary>Reports why the verb failed, without a stack trace; returns its exit code.</summary>
    public ExitCode Report(Exception exception)
    {
        var failure = Failure.Of(exception);
        if (Json)
        {
            WriteLines(surroundings.Progress, PlainLine.OfJson(JsonSerializer.Serialize(Failure.Document(failure), ProtocolJson.Indented)));
        }
        else
        {
            WriteLines(
                surroundings.Progress,
                [
                    $"exchange: {failure.Message}{(failure.Problem is { } code ? $" ({code})" : "")}",
                    .. failure.Details.Select(detail => $"  {detail}"),
                ]
            );
        }

        return failure.Code;
    }

    private static void WriteLines(TextWriter writer, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            writer.WriteLine(PlainLine.Of(line));
    }
}

/// <summary>The parts of its process that a verb uses.</summary>
internal sealed record Surroundings(TextWriter Output, TextWriter Progress, Func<string, string?> Variable, TimeProvider Time)
{
    /// <summary>Asks the person for a secret, which is not shown as it is typed.</summary>
    public Func<string, string> AskSecret { get; init; } = Terminal.AskSecret;

    public static Surroundings OfThisProcess() => new(Console.Out, Console.Error, Environment.GetEnvironmentVariable, TimeProvider.System);

    /// <summary>The same, as the library hands it to a verb.</summary>
    public sealed class Configuration : InvocationConfiguration
    {
        public Configuration(Surroundings surroundings)
        {
            (Surroundings, Output, Error, EnableDefaultExceptionHandler) = (
                surroundings,
                surroundings.Output,
                surroundings.Progress,
                false
            );
            // The library would end the process two seconds after a signal, whatever still runs.
            ProcessTerminationTimeout = null;
        }

        public Surroundings Surroundings { get; }
    }
}

/// <summary>The terminal of a person.</summary>
internal static class Terminal
{
    /// <summary>Reads a line without showing it; from stdin, if that is a file or a pipe.</summary>
    /// <exception cref="CommandFailedException">There is nobody to ask.</exception>
    public static string AskSecret(string what)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine()
                ?? throw new CommandFailedException(
                    ExitCode.Usage,
                    $"There is nobody to ask: {what}.",
                    "Nothing was sent.",
                    "Use a terminal, or give a line for each question on stdin."
                );
        }

        Console.Error.Write($"{what}: ");
        var text = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
                text.Length = Math.Max(0, text.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                text.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return text.ToString();
    }
}
