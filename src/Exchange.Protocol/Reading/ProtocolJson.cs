using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Exchange.Protocol.Reading;

/// <summary>How this project writes JSON: camelCase, nulls left out, times, digests, ids and codes in their one text form.</summary>
public static class ProtocolJson
{
    public static JsonSerializerOptions Options { get; } = Create(indented: false);

    /// <summary>The same for people: indented.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // What is null is left out, so it must not be required either.
            RespectRequiredConstructorParameters = false,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = indented,
            NewLine = "\n",
            Converters =
            {
                new TextConverter<DateTimeOffset>(ProtocolTime.Write, ProtocolTime.TryParse),
                new TextConverter<Digest>(digest => digest.ToString(), Digest.TryParse),
                new TextConverter<Guid>(MessageId.Write, MessageId.TryParse),
                new TextConverter<Parties.PartyName>(name => name.Value, Parties.PartyName.TryParse!),
                new TextConverter<Messages.MessageKind>(kind => kind.Code, Messages.MessageKind.TryParse!),
                new CodeConverterFactory(),
            },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
