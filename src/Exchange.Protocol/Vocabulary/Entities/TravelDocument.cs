using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A passport, visa, identity or residence document (ICAO 9303).</summary>
public sealed record TravelDocument : Entity
{
    public const string Type = "travel-document";

    /// <summary>ICAO 9303 document code: P, V, I, A or C, with or without a second letter.</summary>
    public required string DocumentType { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string IssuingState { get; init; }

    public required string Number { get; init; }

    /// <summary>Id of the person in this message who holds it.</summary>
    public string? Holder { get; init; }

    public DateOnly? IssuedOn { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Lines of the machine-readable zone, check digits verified.</summary>
    public IReadOnlyList<string>? Mrz { get; init; }

    public string? Authority { get; init; }

    /// <summary>What is wrong with it; absent if nothing is known to be.</summary>
    public FraudType? Fraud { get; init; }

    internal static TravelDocument Read(ObjectReader reader)
    {
        var document = new TravelDocument
        {
            Id = EntityReader.ReadId(reader),
            DocumentType = reader.Text("documentType", 2),
            IssuingState = EntityReader.Country(reader, "issuingState"),
            Number = reader.Text("number", 32),
            Holder = reader.OptionalText("holder", LongestId),
            IssuedOn = reader.OptionalDate("issuedOn"),
            ExpiresOn = reader.OptionalDate("expiresOn"),
            Mrz = reader.Has("mrz")
                ? reader.Texts("mrz", 2, 3, "a line of a machine-readable zone", (string text, out string line) => (line = text).Length <= 44, ReceiptCode.AgainstTheVocabulary)
                : null,
            Authority = reader.OptionalText("authority", 200),
            Fraud = reader.OptionalCode<FraudType>("fraud"),
        };
        Check(reader, document);
        return document;
    }

    private static void Check(ObjectReader reader, TravelDocument document)
    {
        if (document.DocumentType.Length > 0 && (!"PVIAC".Contains(document.DocumentType[0], StringComparison.Ordinal) || !document.DocumentType.All(char.IsAsciiLetterUpper)))
            reader.Refuse("documentType", ReceiptCode.AgainstTheVocabulary, "An ICAO 9303 document code begins with P, V, I, A or C.");
        if (document.IssuedOn > document.ExpiresOn)
            reader.Refuse("expiresOn", ReceiptCode.AgainstTheVocabulary, "The document expires before it was issued.");
        // The zone of a bad document may be wrong: that is what is reported.
        if (document is { Mrz: { } lines, Fraud: null } && lines.All(line => line is not null) && MachineReadableZone.Fault(lines) is { } fault)
            reader.Refuse("mrz", ReceiptCode.AgainstTheVocabulary, fault);
    }
}
