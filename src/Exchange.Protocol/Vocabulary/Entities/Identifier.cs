using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A number by which somebody is known.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Value">The number.</param>
/// <param name="Issuer">Country (ISO 3166-1 alpha-3) that gave it.</param>
public sealed record Identifier(IdentifierType Type, string Value, string? Issuer) : Content
{
    internal static Identifier Read(ObjectReader reader) =>
        new(reader.Code<IdentifierType>("type"), reader.Text("value", 64), EntityReader.OptionalCountry(reader, "issuer"));
}
