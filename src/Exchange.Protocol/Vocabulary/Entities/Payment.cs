using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Money that was paid, is owed, or was withheld.</summary>
public sealed record Payment : Entity
{
    public required PaymentType PaymentType { get; init; }
    public Money? Sum { get; init; }
    public PaymentMethod? Method { get; init; }

    /// <summary>Where it was paid to.</summary>
    public Account? Account { get; init; }

    public Mention? Payer { get; init; }
    public Mention? Beneficiary { get; init; }

    /// <summary>When it was paid, or became due.</summary>
    public DateOnly? Date { get; init; }

    internal override IEnumerable<Reference> References =>
        [
            Reference.To("payer", Payer, typeof(Person), typeof(Organisation), typeof(Victim)),
            Reference.To("beneficiary", Beneficiary, Reference.Actors),
        ];

    internal static Payment Read(ObjectReader reader)
    {
        var payment = new Payment
        {
            PaymentType = reader.Code<PaymentType>("paymentType"),
            Sum = reader.OptionalObject("sum", Money.Read),
            Method = reader.OptionalCode<PaymentMethod>("method"),
            Account = reader.OptionalObject("account", Account.Read),
            Payer = reader.OptionalObject("payer", Mention.Read),
            Beneficiary = reader.OptionalObject("beneficiary", Mention.Read),
            Date = reader.OptionalDate("date"),
        };
        if (payment.PaymentType != PaymentType.Debt && reader.Findings.IsAhead(payment.Date))
            reader.Refuse("date", ReceiptCode.AgainstTheVocabulary, EntityReader.Ahead);
        return payment;
    }
}

/// <summary>What a payment is for.</summary>
public enum PaymentType
{
    MigrationFee,

    /// <summary>A debt; its date may be ahead.</summary>
    Debt,
    WageWithheld,
    Ransom,
    Bribe,
    Proceeds,
    Other,
}

/// <summary>How money moves.</summary>
public enum PaymentMethod
{
    Cash,
    Bank,
    MobileWallet,
    Remittance,
    Hundi,
    Crypto,
    Other,
}

/// <summary>An account at a bank or a service, as it is written.</summary>
/// <param name="Country">Where it is held (ISO 3166-1 alpha-3).</param>
/// <param name="Institution">Bank, operator or exchange.</param>
/// <param name="Branch">Branch of a bank.</param>
/// <param name="Number">Number, wallet or address.</param>
public sealed record Account(string? Country, string? Institution, string? Branch, string Number) : Content
{
    internal static Account Read(ObjectReader reader) =>
        new(
            reader.OptionalLine("country", CountryCodes.Country),
            reader.OptionalLine("institution", 200),
            reader.OptionalLine("branch", 200),
            reader.Line("number", 128)
        );
}
