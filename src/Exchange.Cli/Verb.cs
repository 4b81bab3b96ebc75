namespace Exchange.Cli;

/// <summary>
/// One verb of the command line: its arguments and options are fields, its work is <see cref="RunAsync"/>. It returns
/// when all is well and throws <see cref="CommandFailedException"/> otherwise.
/// </summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction(ActAsync);
    }

    /// <summary>Whole command lines, shown by <c>--help</c>.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Adds arguments and options, in the order of the help.</summary>
    protected void Take(params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                Arguments.Add(argument);
            else
                Options.Add((Option)symbol);
        }
    }

    protected abstract Task RunAsync(Invocation invocation, CancellationToken cancellation);

    private async Task<int> ActAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var invocation = new Invocation(parsed, ((Surroundings.Configuration)parsed.InvocationConfiguration).Surroundings);
        try
        {
            await RunAsync(invocation, cancellation);
            return (int)ExitCode.Ok;
        }
        catch (Exception exception)
        {
            return (int)invocation.Report(exception);
        }
    }
}
