using System.Text.RegularExpressions;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A passport, visa, identity or residence document (ICAO 9303).</summary>
public sealed partial record TravelDocument : Entity
{
    private static readonly Form TypeForm = new(
        "documentType",
        Types(),
        "an ICAO 9303 document code: P, V, I, A or C, with or without a second letter"
    );

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

    internal override IEnumerable<Reference> References => [new("holder", Holder, typeof(Person))];

    internal override (object Value, string Member, string Text)? Once =>
        (
            (DocumentType, IssuingState, Number, Fraud),
            "number",
            "The same document occurs twice. If one of the two is a forgery, say so in its 'fraud'."
        );

    internal static TravelDocument Read(ObjectReader reader)
    {
        var document = new TravelDocument
        {
            DocumentType = reader.Line("documentType", TypeForm),
            IssuingState = reader.Line("issuingState", CountryCodes.Issuer),
            Number = reader.Line("number", 32),
            Holder = reader.OptionalReference("holder"),
            IssuedOn = reader.OptionalDate("issuedOn"),
            ExpiresOn = reader.OptionalDate("expiresOn"),
            Mrz = reader.Has("mrz") ? reader.Lines("mrz", 2, 3, 44) : null,
            Authority = reader.OptionalLine("authority", 200),
            Fraud = reader.OptionalCode<FraudType>("fraud"),
        };
        Check(reader, document);
        return document;
    }

    private static void Check(ObjectReader reader, TravelDocument document)
    {
        if (document.IssuedOn > document.ExpiresOn)
            reader.Refuse("expiresOn", ReceiptCode.AgainstTheVocabulary, "The document expires before it was issued.");
        // A fraudulent document is reported as it is, with all its errors.
        if (document.Fraud is not null)
            return;
        if (reader.Findings.IsAhead(document.IssuedOn))
            reader.Refuse("issuedOn", ReceiptCode.AgainstTheVocabulary, EntityReader.Ahead);
        if (document.Mrz is not { } lines || lines.Any(line => line.Length == 0))
            return;
        if (MachineReadableZone.Fault(lines) is { } fault)
        {
            reader.Refuse("mrz", ReceiptCode.AgainstTheVocabulary, fault);
        }
        else if (MachineReadableZone.Differences(lines, document).ToList() is { Count: > 0 } differences)
        {
            reader.Warn(
                "mrz",
                $"The machine-readable zone has another {string.Join(" and another ", differences)} than the document. If the document is fraudulent, say so in 'fraud'."
            );
        }
    }

    [GeneratedRegex(@"\A[PVIAC][A-Z]?\z")]
    private static partial Regex Types();
}

/// <summary>What is wrong with a document (Smuggling of Migrants Protocol, article 3 (c)).</summary>
public enum FraudType
{
    MadeOrAltered,
    ImproperlyObtained,
    UsedByAnother,
}
