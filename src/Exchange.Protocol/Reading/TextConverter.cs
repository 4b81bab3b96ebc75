using System.Text.Json;
using System.Text.Json.Serialization;

namespace Exchange.Protocol.Reading;

/// <summary>Writes and reads a value in its one text form.</summary>
internal sealed class TextConverter<T>(Func<T, string> write, TextParser<T> parse) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && parse(reader.GetString()!, out var value)
            ? value
            : throw new JsonException($"Not the text form of {typeToConvert.Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
}
