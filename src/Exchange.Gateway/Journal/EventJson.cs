using System.Text.Json;
using Exchange.Protocol.Contracts;

namespace Exchange.Gateway.Journal;

/// <summary>Events as rows keep them until their consumer has recorded what follows from them.</summary>
internal static class EventJson
{
    public static string Write(IGatewayEvent @event) => JsonSerializer.Serialize(@event, @event.GetType(), ProtocolJson.Options);

    public static IGatewayEvent? Read(string type, string body) => type switch
    {
        nameof(MessageReceived) => JsonSerializer.Deserialize<MessageReceived>(body, ProtocolJson.Options),
        _ => null,
    };
}
