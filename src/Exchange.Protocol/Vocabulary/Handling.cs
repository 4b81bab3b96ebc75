using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary;

/// <summary>How a message's content is to be treated, and on what ground it was given. Every case message has one.</summary>
public sealed record Handling : Content
{
    public required Classification Classification { get; init; }

    /// <summary>At least one, none twice; <c>H0</c> stands alone.</summary>
    public required IReadOnlyList<HandlingCode> HandlingCodes { get; init; }

    /// <summary>The restriction that <c>H3</c> stands for.</summary>
    public string? HandlingText { get; init; }

    public required Tlp Tlp { get; init; }

    public required Purpose Purpose { get; init; }

    public required LegalBasis LegalBasis { get; init; }

    /// <summary>Last day on which the content may be kept.</summary>
    public required DateOnly RetainUntil { get; init; }

    public required bool ContainsVictimData { get; init; }

    public required bool ContainsMinorData { get; init; }

    internal static Handling Read(ObjectReader reader)
    {
        var handling = new Handling
        {
            Classification = reader.Code<Classification>("classification"),
            HandlingCodes = ReadCodes(reader),
            HandlingText = reader.OptionalText("handlingText", 500),
            Tlp = reader.Code<Tlp>("tlp"),
            Purpose = reader.Code<Purpose>("purpose"),
            LegalBasis = reader.Object("legalBasis", LegalBasis.Read),
            RetainUntil = reader.Date("retainUntil"),
            ContainsVictimData = reader.Boolean("containsVictimData"),
            ContainsMinorData = reader.Boolean("containsMinorData"),
        };
        if (handling.HandlingCodes.Contains(HandlingCode.H3) != handling.HandlingText is not null)
            reader.Refuse("handlingText", ReceiptCode.AgainstTheVocabulary, "The text is there exactly when H3 is among the handling codes.");
        return handling;
    }

    /// <summary>Handling codes of a message or of one item of it.</summary>
    internal static IReadOnlyList<HandlingCode> ReadCodes(ObjectReader reader)
    {
        var codes = reader.Codes<HandlingCode>("handlingCodes", 1, 4);
        if (codes.Distinct().Count() != codes.Count || (codes.Count > 1 && codes.Contains(HandlingCode.H0)))
            reader.Refuse("handlingCodes", ReceiptCode.AgainstTheVocabulary, "No handling code stands twice, and H0 stands alone.");
        return codes;
    }
}
