using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary.Codes;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>One name of a person.</summary>
/// <param name="AsWritten">The whole name as written: bin, binti, a/l, a/p and MD are kept as they are.</param>
/// <param name="Form">Source or script of the name.</param>
/// <param name="Family">Family name, if there is one.</param>
/// <param name="Given">Given names, if told apart.</param>
/// <param name="Script">ISO 15924 code of its script, such as <c>Beng</c>; always for a native script.</param>
public sealed record PersonName(string AsWritten, NameForm Form, string? Family, string? Given, string? Script) : Content
{
    internal static PersonName Read(ObjectReader reader)
    {
        var name = new PersonName(
            reader.Line("asWritten", 400),
            reader.Code<NameForm>("form"),
            reader.OptionalLine("family", 200),
            reader.OptionalLine("given", 200),
            reader.OptionalLine("script", PublishedCodes.Script)
        );
        if (name.Form == NameForm.NativeScript && name.Script is null)
            reader.Refuse("script", ReceiptCode.AgainstTheVocabulary, "A name in native script must state the script.");
        return name;
    }
}

/// <summary>Source or script of a name.</summary>
public enum NameForm
{
    /// <summary>As a document has it.</summary>
    Document,
    NativeScript,
    Transliteration,
    Alias,

    /// <summary>An alias that many others have too, which helps only together with more.</summary>
    WeakAlias,
    Former,
}

/// <summary>A date of birth as far as it is known; unknown parts are set to the first day, month or year.</summary>
/// <param name="Date">In the Gregorian calendar.</param>
/// <param name="Precision">What is known of it.</param>
/// <param name="EstimatedOn">When the age was estimated, for that precision alone.</param>
/// <param name="AsWritten">As a document has it, such as a date of the Bangla calendar.</param>
public sealed record BirthDate(DateOnly Date, DatePrecision Precision, DateOnly? EstimatedOn, string? AsWritten) : Content
{
    /// <summary>Age at which one is no minor, in years.</summary>
    public const int Majority = 18;

    /// <summary>True if the person may be under 18 on that day and cannot be older: unknown parts are set to the first.</summary>
    internal bool IsMinor(DateOnly day) => (Date.Year + Majority, Date.Month, Date.Day).CompareTo((day.Year, day.Month, day.Day)) > 0;

    internal static BirthDate Read(ObjectReader reader)
    {
        var birth = new BirthDate(
            reader.Date("date"),
            reader.Code<DatePrecision>("precision"),
            reader.OptionalDate("estimatedOn"),
            reader.OptionalLine("asWritten", 100)
        );
        if (!birth.IsSetToFirst)
            reader.Refuse("date", ReceiptCode.AgainstTheVocabulary, "Set the unknown parts of a date to the first day, month or year.");
        if (reader.Findings.IsAhead(birth.Date))
            reader.Refuse("date", ReceiptCode.AgainstTheVocabulary, EntityReader.Ahead);
        if (reader.IsAtFault("precision"))
            return birth;
        if ((birth.Precision == DatePrecision.Estimated) != birth.EstimatedOn is not null)
        {
            reader.Refuse(
                "estimatedOn",
                ReceiptCode.AgainstTheVocabulary,
                "The date of the estimate must be present for the precision 'estimated', and absent for others."
            );
        }

        if (reader.Findings.IsAhead(birth.EstimatedOn))
            reader.Refuse("estimatedOn", ReceiptCode.AgainstTheVocabulary, EntityReader.Ahead);
        if (birth.EstimatedOn < birth.Date)
            reader.Refuse("estimatedOn", ReceiptCode.AgainstTheVocabulary, "The age was estimated before the birth.");
        if (birth is { Precision: DatePrecision.Day, Date: { Month: 1, Day: 1 } })
            reader.Warn("date", "1 January is often entered when only the year is known. If so, use the precision 'year'.");
        return birth;
    }

    private bool IsSetToFirst =>
        Precision switch
        {
            DatePrecision.Month => Date.Day == 1,
            DatePrecision.Year => Date is { Month: 1, Day: 1 },
            DatePrecision.Decade => Date is { Month: 1, Day: 1 } && Date.Year % 10 == 0,
            _ => true,
        };
}

/// <summary>Which parts of a date are known.</summary>
public enum DatePrecision
{
    Day,
    Month,
    Year,
    Decade,
    Estimated,
}
