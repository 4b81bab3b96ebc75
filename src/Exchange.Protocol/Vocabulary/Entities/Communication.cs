using System.Text.RegularExpressions;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A number, an account or a device by which somebody communicates.</summary>
public sealed partial record Communication : Entity
{
    private static readonly Form E164Form = new(
        "e164",
        E164s(),
        "a telephone number as in E.164: + and 7 to 15 digits, the first of them not 0"
    );

    public required CommunicationType CommunicationType { get; init; }

    /// <summary>As written or told.</summary>
    public required string Value { get; init; }

    /// <summary>The telephone number in its international form, such as <c>+8801712345678</c>.</summary>
    public string? E164 { get; init; }

    /// <summary>The service of an account, or the operator of a number.</summary>
    public string? Service { get; init; }

    public Mention? User { get; init; }
    public DateOnly? FirstSeen { get; init; }
    public DateOnly? LastSeen { get; init; }

    internal override IEnumerable<Reference> References =>
        [Reference.To("user", User, typeof(Person), typeof(Organisation), typeof(Victim))];

    internal static Communication Read(ObjectReader reader)
    {
        var communication = new Communication
        {
            CommunicationType = reader.Code<CommunicationType>("communicationType"),
            Value = reader.Line("value", 400),
            E164 = reader.OptionalLine("e164", E164Form),
            Service = reader.OptionalLine("service", 64),
            User = reader.OptionalObject("user", Mention.Read),
            FirstSeen = reader.OptionalDate("firstSeen"),
            LastSeen = reader.OptionalDate("lastSeen"),
        };
        communication.Check(reader);
        return communication;
    }

    private void Check(ObjectReader reader)
    {
        if (Fault is { } fault)
            reader.Refuse("value", ReceiptCode.AgainstTheVocabulary, fault);
        if (CommunicationType == CommunicationType.Email && !Value.Contains('@', StringComparison.Ordinal))
            reader.Warn("value", "An e-mail address has an @.");
        if (E164 is not null && reader.Findings.IsOfWriter && !reader.IsAtFault("e164") && !NumberingPlan.Has(E164))
            reader.Warn("e164", "By the numbering plan of its country, there is no such number. Check the digits.");
        if (LastSeen < FirstSeen)
            reader.Refuse("lastSeen", ReceiptCode.AgainstTheVocabulary, "The end is before the beginning.");
        if (reader.Findings.IsAhead(FirstSeen))
            reader.Refuse("firstSeen", ReceiptCode.AgainstTheVocabulary, EntityReader.Ahead);
        if (reader.Findings.IsAhead(LastSeen))
            reader.Refuse("lastSeen", ReceiptCode.AgainstTheVocabulary, EntityReader.Ahead);
    }

    private string? Fault =>
        CommunicationType switch
        {
            CommunicationType.Imei when !Imeis().IsMatch(Value) =>
                "An IMEI has 14 digits, 15 with its check digit, or 16 with a software version; no separators.",
            CommunicationType.Imei when Value.Length == 15 && !HasCheckDigit(Value) =>
                "The check digit (the last one) of the IMEI is wrong.",
            CommunicationType.Imsi when !Imsis().IsMatch(Value) => "An IMSI has 6 to 15 digits, without separators.",
            _ => null,
        };

    // Luhn (ISO/IEC 7812-1, annex B; 3GPP TS 23.003, annex B): from the right, every second digit doubled, and its digits added.
    private static bool HasCheckDigit(string imei) =>
        imei.Select((digit, index) => index % 2 == 0 ? digit - '0' : (digit - '0') * 2).Sum(value => value > 9 ? value - 9 : value) % 10
        == 0;

    [GeneratedRegex(@"\A\+[1-9][0-9]{6,14}\z")]
    private static partial Regex E164s();

    [GeneratedRegex(@"\A[0-9]{14,16}\z")]
    private static partial Regex Imeis();

    [GeneratedRegex(@"\A[0-9]{6,15}\z")]
    private static partial Regex Imsis();
}

/// <summary>Type of communication.</summary>
public enum CommunicationType
{
    Telephone,
    Email,
    Messaging,
    SocialMedia,
    Website,

    /// <summary>International Mobile Equipment Identity (3GPP TS 23.003): a device.</summary>
    Imei,

    /// <summary>International Mobile Subscriber Identity (ITU-T E.212): a subscriber.</summary>
    Imsi,
    Other,
}
