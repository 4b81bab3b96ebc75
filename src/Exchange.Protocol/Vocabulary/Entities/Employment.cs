using System.Text.RegularExpressions;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>Work as it was promised and as it was: the difference is often the deception.</summary>
public sealed record Employment : Entity
{
    /// <summary>Id of the worker, a person or a victim in this message.</summary>
    public string? Worker { get; init; }

    public WorkTerms? Promised { get; init; }
    public WorkTerms? Actual { get; init; }

    internal override IEnumerable<Reference> References =>
        [
            new("worker", Worker, typeof(Person), typeof(Victim)),
            Reference.To("promised/employer", Promised?.Employer, Reference.Actors),
            Reference.To("actual/employer", Actual?.Employer, Reference.Actors),
        ];

    internal static Employment Read(ObjectReader reader)
    {
        var employment = new Employment
        {
            Worker = reader.OptionalReference("worker"),
            Promised = reader.OptionalObject("promised", WorkTerms.Read),
            Actual = reader.OptionalObject("actual", WorkTerms.Read),
        };
        if (!reader.Has("promised") && !reader.Has("actual"))
            reader.Refuse("actual", ReceiptCode.AgainstTheVocabulary, "Give the work as promised, as it was, or both.");
        if (employment.Actual?.From is { } from && reader.Findings.IsAhead(from))
            reader.RefuseAt("/actual/from", EntityReader.Ahead);
        return employment;
    }
}

/// <summary>Terms of work.</summary>
public sealed record WorkTerms : Content
{
    public string? Work { get; init; }
    public Mention? Employer { get; init; }

    /// <summary>ISIC code.</summary>
    public string? Industry { get; init; }

    public Place? Place { get; init; }
    public Money? Wage { get; init; }

    /// <summary>What the wage is paid for.</summary>
    public WagePeriod? Per { get; init; }

    public decimal? HoursPerDay { get; init; }
    public decimal? DaysPerWeek { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? Until { get; init; }

    internal static WorkTerms Read(ObjectReader reader)
    {
        var terms = new WorkTerms
        {
            Work = reader.OptionalLine("work", 200),
            Employer = reader.OptionalObject("employer", Mention.Read),
            Industry = reader.OptionalLine("industry", Organisation.Isic),
            Place = reader.OptionalObject("place", Place.Read),
            Wage = reader.OptionalObject("wage", Money.Read),
            Per = reader.OptionalCode<WagePeriod>("per"),
            HoursPerDay = reader.Has("hoursPerDay") ? reader.Number("hoursPerDay", 0, 24) : null,
            DaysPerWeek = reader.Has("daysPerWeek") ? reader.Number("daysPerWeek", 0, 7) : null,
            From = reader.OptionalDate("from"),
            Until = reader.OptionalDate("until"),
        };
        if (terms.Until < terms.From)
            reader.Refuse("until", ReceiptCode.AgainstTheVocabulary, "The end is before the beginning.");
        return terms;
    }
}

/// <summary>What a wage is paid for.</summary>
public enum WagePeriod
{
    Hour,
    Day,
    Week,
    Month,
    Year,
    Piece,
}

/// <summary>A sum of money.</summary>
/// <param name="Amount">In decimal digits, such as <c>450000.00</c>.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Asset">For what has no such code: the name of a crypto asset.</param>
public sealed partial record Money(string Amount, string? Currency, string? Asset) : Content
{
    private static readonly Form AmountForm = new("amount", Amounts(), "an amount in digits, such as 450000.00, without separators");

    internal static Money Read(ObjectReader reader)
    {
        var money = new Money(
            reader.Line("amount", AmountForm),
            reader.OptionalLine("currency", PublishedCodes.Currency),
            reader.OptionalLine("asset", 32)
        );
        if (reader.Has("currency") == reader.Has("asset"))
            reader.Refuse("currency", ReceiptCode.AgainstTheVocabulary, "Give either the currency, or the name of a crypto asset.");
        return money;
    }

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,14})(\.[0-9]{1,8})?\z")]
    private static partial Regex Amounts();
}
