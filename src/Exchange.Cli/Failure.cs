using System.Text.Json;
using Exchange.Cli.Ledger;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Cli;

/// <summary>Turns an exception into sentences. Of an unexpected one only type and place are shown.</summary>
internal static class Failure
{
    public static CommandFailedException Of(Exception exception) => exception switch
    {
        CommandFailedException failure => failure,
        LogFileException damaged => new(
            ExitCode.VerificationFailed, damaged.Message, "Nothing was changed.", "Keep the folder unchanged, and ask its sender for another export."),
        OperationCanceledException => new(ExitCode.Failed, "The command was interrupted before it ended."),
        UnauthorizedAccessException or IOException => new(ExitCode.Failed, exception.Message, toDo: "Remove the cause, and repeat the command."),
        // Its own words may repeat what it was given.
        _ => new(ExitCode.Failed, $"An unexpected error occurred: {exception.GetType().Name} in {exception.TargetSite?.DeclaringType}.{exception.TargetSite?.Name}.", toDo: "Report it with the command that was given."),
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
            return new(code, $"The gateway's program ended with {exitCode}. {(said.Trim() is { Length: > 0 } words ? words : "It gave no reason.")}");
        }
    }
}
