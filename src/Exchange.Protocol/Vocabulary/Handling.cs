using System.Text.Json.Serialization;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Protocol.Vocabulary;

/// <summary>How the content of a message must be handled, and its legal basis. Every case message has one.</summary>
public sealed record Handling : Content
{
    public required Classification Classification { get; init; }

    /// <summary>At least one, no duplicates; <c>H0</c> only alone.</summary>
    public required IReadOnlyList<HandlingCode> HandlingCodes { get; init; }

    /// <summary>The restriction that <c>H3</c> refers to.</summary>
    public string? HandlingText { get; init; }

    public required Purpose Purpose { get; init; }
    public required LegalBasis LegalBasis { get; init; }

    /// <summary>Last day on which the content may be kept.</summary>
    public required DateOnly RetainUntil { get; init; }

    public required bool ContainsVictimData { get; init; }
    public required bool ContainsMinorData { get; init; }

    /// <summary>Language of the texts (ISO 639-3), such as <c>eng</c>.</summary>
    public required string Language { get; init; }

    internal static Handling Read(ObjectReader reader)
    {
        var handling = new Handling
        {
            Classification = reader.Code<Classification>("classification"),
            HandlingCodes = ReadCodes(reader),
            HandlingText = reader.OptionalText("handlingText", 500),
            Purpose = reader.Code<Purpose>("purpose"),
            LegalBasis = reader.Object("legalBasis", LegalBasis.Read),
            RetainUntil = reader.Date("retainUntil"),
            ContainsVictimData = reader.Boolean("containsVictimData"),
            ContainsMinorData = reader.Boolean("containsMinorData"),
            Language = reader.Line("language", PublishedCodes.Language),
        };
        if (handling.HandlingCodes.Contains(HandlingCode.H3) != handling.HandlingText is not null)
        {
            reader.Refuse(
                "handlingText",
                ReceiptCode.AgainstTheVocabulary,
                "The text must be present if H3 is among the handling codes, and absent if it is not."
            );
        }

        if (reader.Findings.IssuedAt is { } at && handling.RetainUntil < DateOnly.FromDateTime(at.UtcDateTime))
            reader.Refuse("retainUntil", ReceiptCode.AgainstTheVocabulary, "The retention period ends before the message was issued.");
        return handling;
    }

    /// <summary>Codes of an item or an entity, in addition to its message's; null if it has none.</summary>
    internal static IReadOnlyList<HandlingCode>? ReadOwnCodes(ObjectReader reader) =>
        reader.Has("handlingCodes") ? ReadCodes(reader) : null;

    private static IReadOnlyList<HandlingCode> ReadCodes(ObjectReader reader)
    {
        var codes = reader.Codes<HandlingCode>("handlingCodes", 1, 4);
        if (codes.Distinct().Count() != codes.Count || (codes.Count > 1 && codes.Contains(HandlingCode.H0)))
        {
            reader.Refuse(
                "handlingCodes",
                ReceiptCode.AgainstTheVocabulary,
                "A handling code must not occur twice, and H0 must be the only one."
            );
        }

        return codes;
    }
}

/// <summary>Security classification; a gateway refuses what is above its own maximum.</summary>
public enum Classification
{
    Unclassified,
    Restricted,
    Confidential,
}

/// <summary>Permitted use of the content (Europol handling codes).</summary>
public enum HandlingCode
{
    /// <summary>No restriction beyond the legal basis.</summary>
    [JsonStringEnumMemberName("H0")]
    H0,

    /// <summary>Not as evidence in court without permission.</summary>
    [JsonStringEnumMemberName("H1")]
    H1,

    /// <summary>Not passed on without permission of the provider.</summary>
    [JsonStringEnumMemberName("H2")]
    H2,

    /// <summary>Another restriction, given as text.</summary>
    [JsonStringEnumMemberName("H3")]
    H3,
}

/// <summary>The one purpose for which the data may be used (purpose limitation).</summary>
public enum Purpose
{
    Prevention,
    Detection,
    Investigation,
    Prosecution,
    VictimProtection,
}

/// <summary>The law or treaty under which the content is provided.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Article">The article, if known.</param>
public sealed record LegalBasis(string Text, string? Article) : Content
{
    internal static LegalBasis Read(ObjectReader reader) => new(reader.Line("text", 500), reader.OptionalLine("article", 100));
}
