using System.Text.Json;
using Exchange.Cli.Ledger;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Cli;

/// <summary>Turns what went wrong into sentences: what the environment does has plain words, the unforeseen its type and place.</summary>
internal static class Failure
{
    public static CommandFailedException Of(Exception exception) => exception switch
    {
        CommandFailedException failure => failure,
        LogFileException damaged => new(
            ExitCode.VerificationFailed, damaged.Message, "Nothing was changed.", "Keep the folder as it is, and ask whoever made it for another export."),
        OperationCanceledException => new(ExitCode.Failed, "It was interrupted before it ended."),
        UnauthorizedAccessException or IOException => new(ExitCode.Failed, exception.Message, toDo: "Remove the cause, and repeat the command."),
        // Its own words may repeat what it was given.
        _ => new(ExitCode.Failed, $"An unexpected error occurred: {exception.GetType().Name} in {exception.TargetSite?.DeclaringType}.{exception.TargetSite?.Name}.", toDo: "Report it with the command that was given."),
    };

    /// <summary>The same for <c>--json</c>.</summary>
    public static FailureView Document(CommandFailedException failure) =>
        new(false, (int)failure.Code, failure.Happened, failure.Kept, failure.ToDo, failure.Details);

    /// <summary>What another of our programs has said with <c>--json</c> before it ended.</summary>
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
            return new(code, $"The gateway's program ended with {exitCode}. {(said.Trim() is { Length: > 0 } words ? words : "It gave no reason.")}");
        }
    }
}
