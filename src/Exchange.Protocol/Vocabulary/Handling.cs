using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>placeholder</summary>
public sealed record Handling(Classification Classification)
{
    internal static Handling Read(ObjectReader reader) => new(reader.Code<Classification>("classification"));
}
