using Exchange.Cli.Ledger;

namespace Exchange.Cli;

/// <summary>Turns an exception into sentences. Of an unexpected one only type and place are shown.</summary>
internal static class Failure
{
    public static CommandFailedException Of(Exception exception) =>
        exception switch
        {
            CommandFailedException failure => failure,
            LogFileException damaged => new(
                ExitCode.VerificationFailed,
                damaged.Message,
                "Nothing was changed.",
                "Keep the folder unchanged, and ask its sender for another export."
            ),
            OperationCanceledException => new(ExitCode.Failed, "The command was interrupted before it ended."),
            UnauthorizedAccessException or IOException => new(
                ExitCode.Failed,
                exception.Message,
                toDo: "Remove the cause, and repeat the command."
            ),
            // Its own words may repeat what it was given.
            _ => new(
                ExitCode.Failed,
                $"An unexpected error occurred: {exception.GetType().Name} in "
                    + $"{exception.TargetSite?.DeclaringType}.{exception.TargetSite?.Name}.",
                toDo: "Report it with the command that was given."
            ),
        };

    /// <summary>The same for <c>--json</c>.</summary>
    public static FailureView Document(CommandFailedException failure) =>
        new(false, (int)failure.Code, failure.Happened, failure.Kept, failure.ToDo, failure.Details);

    /// <summary>Reads the failure that the gateway's program wrote with <c>--json</c>.</summary>
    public static CommandFailedException Read(string said, int exitCode)
    {
        var code = Enum.IsDefined((ExitCode)exitCode) ? (ExitCode)exitCode : ExitCode.Failed;
        try
        {
            var failure = JsonSerializer.Deserialize<FailureView>(said, ProtocolJson.Options)!;
            return new(code, failure.Happened, failure.Kept, failure.ToDo) { Details = failure.Details };
        }
        catch (JsonException)
        {
            return new(
                code,
                $"The gateway's program ended with {exitCode}. {(said.Trim() is { Length: > 0 } words ? words : "It gave no reason.")}"
            );
        }
    }
}

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

/// <summary>What the command ends with; scripts depend on these numbers.</summary>
internal enum ExitCode
{
    Ok = 0,

    /// <summary>The environment failed.</summary>
    Failed = 1,

    /// <summary>The command line, the home or a setting is wrong.</summary>
    Usage = 2,

    /// <summary>The gateway or a rule refused it.</summary>
    Refused = 3,

    /// <summary>A signature or a proof does not hold.</summary>
    VerificationFailed = 4,

    /// <summary>The gateway could not be reached, or the counterpart's did not answer it.</summary>
    Unreachable = 5,
}
