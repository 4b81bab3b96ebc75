using System.CommandLine;

namespace Exchange.Cli;

/// <summary>
/// One verb of the command line: its arguments and options are fields, its work is <see cref="RunAsync"/>. It returns
/// when all is well and throws <see cref="CommandFailedException"/> otherwise.
/// </summary>
internal abstract class Verb : Command
{
    private readonly Surroundings _surroundings;

    protected Verb(Surroundings surroundings, string name, string description, params string[] examples)
        : base(name, description)
    {
        _surroundings = surroundings;
        Examples = examples;
        SetAction(ActAsync);
    }

    /// <summary>Whole command lines, shown by <c>--help</c>.</summary>
    public IReadOnlyList<string> Examples { get; }

    protected abstract Task RunAsync(Invocation invocation, CancellationToken cancellation);

    private async Task<int> ActAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var invocation = new Invocation(parsed, _surroundings);
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
