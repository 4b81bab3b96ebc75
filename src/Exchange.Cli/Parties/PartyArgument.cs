using Exchange.Protocol.Parties;

namespace Exchange.Cli.Parties;

/// <summary>A party's name from the command line.</summary>
internal static class PartyArgument
{
    /// <exception cref="CommandFailedException">It is malformed.</exception>
    public static PartyName Parse(string text) => PartyName.TryParse(text, out var party) ? party : throw new CommandFailedException(
        // Not repeated: what was typed may be content.
        ExitCode.Usage, "The party's name is malformed.", "Nothing was changed.", "Give a country's three-letter code, with a unit if it has several: BGD, BGD-CID.");
}
