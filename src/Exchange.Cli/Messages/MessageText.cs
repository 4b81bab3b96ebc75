using System.Globalization;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Messages;

/// <summary>Messages as lines for a person.</summary>
internal static class MessageText
{
    public static string Line(MessageView message) => string.Create(CultureInfo.InvariantCulture,
        $"{ProtocolTime.Write(message.RecordedAt)}  {message.MessageId}  {message.Reference}  {(message.Outgoing ? "to" : "from")} {message.Counterpart}  {message.Kind.Code}{By(message)}  {message.Transport}{(message.Code is > 100 ? $" (receipt code {message.Code})" : "")}");

    /// <summary>What became of a message of ours, and where the proof is; null for a counterpart's.</summary>
    public static string? Fate(MessageView message) => !message.Outgoing ? null
        : message.SettledAt is { } at ? $"    receipt of {message.Counterpart}, taken at {ProtocolTime.Write(at)}: exchange receipt {message.MessageId}"
        : $"    no receipt of {message.Counterpart} yet";

    // Of an acknowledgement alone it is known.
    private static string By(MessageView message) => message.Automatic switch
    {
        true => " (automatic)",
        false => " (by an officer)",
        null => "",
    };
}
