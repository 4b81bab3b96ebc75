using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Exchange.Protocol;

namespace Exchange.Ledger.Replay;

/// <summary>
/// Up to where a log is replayed: all of it, the entries below an index, or those recorded at a time or before. A time is
/// asked of each entry, for a clock that was set back must not hide what follows.
/// </summary>
public sealed record ReplayMoment
{
    private const string DateFormat = "yyyy-MM-dd";

    private ReplayMoment(long? index, DateTimeOffset? time) => (Index, Time) = (index, time);

    /// <summary>The whole log.</summary>
    public static ReplayMoment Newest { get; } = new(null, null);

    /// <summary>Entries below it count.</summary>
    public long? Index { get; }

    /// <summary>Entries recorded then or before count (UTC).</summary>
    public DateTimeOffset? Time { get; }

    public static ReplayMoment Below(long index) => new(index, null);

    public static ReplayMoment At(DateTimeOffset time) => new(null, time);

    /// <summary>Reads an index (<c>120</c>), a time (<c>2026-11-23T16:00:00.000Z</c>), or a date, which is its first moment.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ReplayMoment? moment)
    {
        moment = null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            moment = Below(index);
        else if (ProtocolTime.TryParse(text, out var time) || TryParseDate(text, out time))
            moment = At(time);
        return moment is not null;
    }

    public bool Includes(long index, DateTimeOffset at) => (Index is null || index < Index) && (Time is null || at <= Time);

    public override string ToString() => Index is { } index
        ? index.ToString(CultureInfo.InvariantCulture)
        : Time is { } time ? ProtocolTime.Write(time) : "";

    private static bool TryParseDate(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
