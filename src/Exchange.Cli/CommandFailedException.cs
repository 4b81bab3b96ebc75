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

    /// <summary>The stable code that the gateway gave; null where it is not the gateway that failed.</summary>
    public string? Problem { get; init; }

    /// <summary>Further lines, one for each fault of a refused submission.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];
}
