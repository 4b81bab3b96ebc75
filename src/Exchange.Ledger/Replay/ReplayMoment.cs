namespace Exchange.Ledger.Replay;

/// <summary>
/// The part of a ledger that is replayed: all of it, the entries below an index, or those recorded up to a time. The time of
/// each entry is checked, so that a clock that was set back does not hide later entries.
/// </summary>
public sealed record ReplayMoment
{
    private const string DateFormat = "yyyy-MM-dd";

    private ReplayMoment(long? index, DateTimeOffset? time) => (Index, Time) = (index, time);

    /// <summary>The whole ledger.</summary>
    public static ReplayMoment Newest { get; } = new(null, null);

    /// <summary>Entries below it are included.</summary>
    public long? Index { get; }

    /// <summary>Entries up to this time are included (UTC).</summary>
    public DateTimeOffset? Time { get; }

    public static ReplayMoment Below(long index) => new(index, null);

    public static ReplayMoment At(DateTimeOffset time) => new(null, time);

    /// <summary>Reads an index (<c>120</c>), a time (<c>2026-11-23T16:00:00.000Z</c>), or a date, which means its start.</summary>
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

    public override string ToString() =>
        Index is { } index ? index.ToString(CultureInfo.InvariantCulture)
        : Time is { } time ? ProtocolTime.Write(time)
        : "";

    private static bool TryParseDate(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            DateFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time
        );
}
