using Exchange.Protocol.Reading;

namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>A date of birth as far as it is known; what is not known is set to the first.</summary>
public sealed record BirthDate(DateOnly Date, DatePrecision Precision) : Content
{
    internal static BirthDate Read(ObjectReader reader)
    {
        var birth = new BirthDate(reader.Date("date"), reader.Code<DatePrecision>("precision"));
        if (birth is { Precision: DatePrecision.Month, Date.Day: not 1 } or { Precision: DatePrecision.Year, Date: not { Month: 1, Day: 1 } })
            reader.Refuse("date", ReceiptCode.AgainstTheVocabulary, "What is not known of a date is set to the first.");
        if (reader.Findings.IsAhead(birth.Date))
            reader.Refuse("date", ReceiptCode.AgainstTheVocabulary, "Nobody is born after the message was issued. Years are those of the Gregorian calendar.");
        if (birth is { Precision: DatePrecision.Day, Date: { Month: 1, Day: 1 } })
            reader.Warn("date", "1 January often stands for a year of which no day is known: then its precision is year.");
        return birth;
    }
}

/// <summary>How much of a date is known.</summary>
public enum DatePrecision
{
    Day,
    Month,
    Year,
    Estimated,
}
