using Exchange.Cli.Ledger;

namespace Exchange.Cli;

/// <summary>Turns what went wrong into sentences: what the environment does has plain words, the unforeseen its type and message.</summary>
internal static class Failure
{
    public static CommandFailedException Of(Exception exception) => exception switch
    {
        CommandFailedException failure => failure,
        LogFileException damaged => new(
            ExitCode.VerificationFailed, damaged.Message, "Nothing was changed.", "Keep the folder as it is, and ask whoever made it for another export."),
        OperationCanceledException => new(ExitCode.Failed, "It was interrupted before it ended."),
        UnauthorizedAccessException or IOException => new(ExitCode.Failed, exception.Message),
        _ => new(ExitCode.Failed, $"Something went wrong that was not foreseen ({exception.GetType().Name}): {exception.Message}"),
    };

    /// <summary>The same for <c>--json</c>.</summary>
    public static object Document(CommandFailedException failure) => new
    {
        ok = false,
        exitCode = (int)failure.Code,
        happened = failure.Happened,
        kept = failure.Kept,
        toDo = failure.ToDo,
        details = failure.Details,
    };
}
