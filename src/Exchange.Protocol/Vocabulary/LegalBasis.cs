using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>On which law or treaty the content is given.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Article">Where in it, if known.</param>
public sealed record LegalBasis(string Text, string? Article) : Content
{
    internal static LegalBasis Read(ObjectReader reader) => new(reader.Text("text", 500), reader.OptionalText("article", 100));
}
