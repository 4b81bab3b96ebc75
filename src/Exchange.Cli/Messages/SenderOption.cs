using System.CommandLine;
using Exchange.Cli.Parties;

namespace Exchange.Cli.Messages;

/// <summary>Whose message is meant: an id is its giver's, and two parties may have given the same.</summary>
internal static class SenderOption
{
    public static Option<string?> Create() => new("--sender") { Description = "Who sent it, where several parties have given a message this id.", HelpName = "PARTY" };

    /// <summary>The end of an address, with the sign that joins it; empty if nobody was named.</summary>
    public static string Query(Invocation invocation, Option<string?> option, char joint = '?') =>
        invocation.Value(option) is { } text ? $"{joint}sender={PartyArgument.Parse(text)}" : "";
}
