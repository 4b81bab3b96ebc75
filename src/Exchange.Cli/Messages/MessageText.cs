using System.Globalization;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Messages;

/// <summary>Messages as lines of text.</summary>
internal static class MessageText
{
    public static string Line(MessageView message) => string.Create(CultureInfo.InvariantCulture,
        $"{ProtocolTime.Write(message.RecordedAt)}  {message.MessageId}  {message.Reference}  {(message.Outgoing ? "to" : "from")} {message.Counterpart}  {message.Kind.Code}{By(message)}  {message.Transport}{(message.Code is > 100 ? $" (receipt code {message.Code})" : "")}");

    /// <summary>The receipt of a message of ours; null for a counterpart's.</summary>
    public static string? Fate(MessageView message) => !message.Outgoing ? null
        : message.SettledAt is { } at ? $"    receipt of {message.Counterpart}, taken at {ProtocolTime.Write(at)}: exchange receipt {message.MessageId}"
        : $"    no receipt of {message.Counterpart} yet";

    // Known of an acknowledgement only.
    private static string By(MessageView message) => message.Automatic switch
    {
        true => " (automatic)",
        false => " (by an officer)",
        null => "",
    };
}
