namespace Exchange.Cli;

/// <summary>
/// Ends a verb with an exit code and with sentences for a person: what happened, what was kept, what to do.
/// </summary>
internal sealed class CommandFailedException(ExitCode code, string happened, string? kept = null, string? toDo = null)
    : Exception(string.Join(' ', new[] { happened, kept, toDo }.Where(sentence => sentence is not null)))
{
    public ExitCode Code => code;

    public string Happened => happened;

    /// <summary>What stays as it was, or is safe, although the verb failed.</summary>
    public string? Kept => kept;

    public string? ToDo => toDo;

    /// <summary>The stable name that the gateway gave to what went wrong; nothing where it was not the gateway.</summary>
    public string? Problem { get; init; }

    /// <summary>What else there is to say, a line each: the faults of a refused submission.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];
}
