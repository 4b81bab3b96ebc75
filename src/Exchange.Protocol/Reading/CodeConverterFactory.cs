using System.Text.Json;
using System.Text.Json.Serialization;

namespace Exchange.Protocol.Reading;

/// <summary>Enumerations as their codes; receipt codes as their numbers.</summary>
internal sealed class CodeConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum && typeToConvert != typeof(ReceiptCode);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(CodeConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class CodeConverter<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && CodeNames<T>.TryParse(reader.GetString()!, out var code)
                ? code
                : throw new JsonException($"Not one of {CodeNames<T>.All}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(CodeNames<T>.Write(value));
    }
}
