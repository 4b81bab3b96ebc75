using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A passport, visa, identity or residence document (ICAO 9303).</summary>
public sealed record TravelDocument : Entity
{
    public const string Type = "travel-document";

    /// <summary>ICAO 9303 document code: P, V, I, A or C, with or without a second letter.</summary>
    public required string DocumentType { get; init; }

    /// <summary>ISO 3166-1 alpha-3 or ICAO 9303-3.</summary>
    public required string IssuingState { get; init; }

    public required string Number { get; init; }

    /// <summary>Id of its holder, a person in this message.</summary>
    public string? Holder { get; init; }

    public DateOnly? IssuedOn { get; init; }
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Lines of the machine-readable zone, check digits verified.</summary>
    public IReadOnlyList<string>? Mrz { get; init; }

    public string? Authority { get; init; }

    /// <summary>The type of fraud; absent if none is known.</summary>
    public FraudType? Fraud { get; init; }

    internal static TravelDocument Read(ObjectReader reader)
    {
        var document = new TravelDocument
        {
            Id = EntityReader.ReadId(reader),
            DocumentType = reader.Line("documentType", 2),
            IssuingState = EntityReader.Issuer(reader, "issuingState"),
            Number = reader.Line("number", 32),
            Holder = reader.OptionalLine("holder", LongestId),
            IssuedOn = reader.OptionalDate("issuedOn"),
            ExpiresOn = reader.OptionalDate("expiresOn"),
            Mrz = reader.Has("mrz")
                ? reader.Texts("mrz", 2, 3, "a line of a machine-readable zone", (string text, out string line) => (line = text).Length <= 44, ReceiptCode.AgainstTheVocabulary)
                : null,
            Authority = reader.OptionalLine("authority", 200),
            Fraud = reader.OptionalCode<FraudType>("fraud"),
        };
        Check(reader, document);
        return document;
    }

    private static void Check(ObjectReader reader, TravelDocument document)
    {
        if (document.DocumentType.Length > 0 && (!"PVIAC".Contains(document.DocumentType[0], StringComparison.Ordinal) || !document.DocumentType.All(char.IsAsciiLetterUpper)))
            reader.Refuse("documentType", ReceiptCode.AgainstTheVocabulary, "An ICAO 9303 document code must begin with P, V, I, A or C.");
        if (document.IssuedOn > document.ExpiresOn)
            reader.Refuse("expiresOn", ReceiptCode.AgainstTheVocabulary, "The document expires before it was issued.");
        // A fraudulent document is reported as it is, with all its errors.
        if (document.Fraud is not null)
            return;
        if (reader.Findings.IsAhead(document.IssuedOn))
            reader.Refuse("issuedOn", ReceiptCode.AgainstTheVocabulary, "The document was issued after the message. Use years of the Gregorian calendar.");
        if (document.Mrz is not { } lines || lines.Any(line => line is null))
            return;
        if (MachineReadableZone.Fault(lines) is { } fault)
            reader.Refuse("mrz", ReceiptCode.AgainstTheVocabulary, fault);
        else if (MachineReadableZone.Differences(lines, document).ToList() is { Count: > 0 } differences)
            reader.Warn("mrz", $"The machine-readable zone has another {string.Join(" and another ", differences)} than the document. If the document is fraudulent, say so in 'fraud'.");
    }
}

/// <summary>Type of document fraud.</summary>
public enum FraudType
{
    Counterfeit,
    Forged,
    Impostor,
    Stolen,
    BlankStolen,
    FraudulentlyObtained,
}
