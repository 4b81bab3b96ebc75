using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Exchange.Protocol.Vocabulary.Entities;

namespace Exchange.Protocol.Reading;

/// <summary>How this project writes JSON: camelCase, without nulls; times, digests, ids and codes in their one text form.</summary>
public static class ProtocolJson
{
    public static JsonSerializerOptions Options { get; } = Create(indented: false);

    /// <summary>The same, indented for people.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // A null member is not written, so it must not be required when reading.
            RespectRequiredConstructorParameters = false,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = indented,
            NewLine = "\n",
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { EntityType.Describe } },
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

/// <summary>Writes and reads a value in its one text form.</summary>
internal sealed class TextConverter<T>(Func<T, string> write, TextParser<T> parse) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && parse(reader.GetString()!, out var value)
            ? value
            : throw new JsonException($"Not the text form of {typeToConvert.Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
}

/// <summary>Enumerations as their codes; receipt codes as their numbers.</summary>
internal sealed class CodeConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum && typeToConvert != typeof(ReceiptCode);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(CodeConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class CodeConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && CodeNames<T>.TryParse(reader.GetString()!, out var code)
                ? code
                : throw new JsonException($"Not one of {CodeNames<T>.All}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(CodeNames<T>.Write(value));
    }
}
