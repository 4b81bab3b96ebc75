using System.Globalization;
using Exchange.Protocol;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Messages;

/// <summary>Messages as lines for a person.</summary>
internal static class MessageText
{
    public static string Line(MessageView message) => string.Create(CultureInfo.InvariantCulture,
        $"{ProtocolTime.Write(message.RecordedAt)}  {message.MessageId}  {message.Reference}  {(message.Outgoing ? "to" : "from")} {message.Counterpart}  {message.Kind.Code}  {message.Transport}{(message.Code is > 100 ? $" {message.Code}" : "")}");
}
