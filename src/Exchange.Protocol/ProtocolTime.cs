using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Exchange.Protocol;

/// <summary>The one text form of a time: UTC, exactly three decimals and <c>Z</c>, as in <c>2026-11-23T16:00:00.000Z</c>.</summary>
public static class ProtocolTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryParse([NotNullWhen(true)] string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time
        );

    /// <summary>What people write instead: such a time, or a day such as <c>2026-11-23</c>, which begins at 00:00 UTC; null for neither.</summary>
    public static DateTimeOffset? DayOrTime(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : TryParse(text, out var time) ? time
        : null;

    /// <summary>Cuts to whole milliseconds, so that a time survives being written and read.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>The present in UTC, in whole milliseconds.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) => Truncate(clock.GetUtcNow());
}
