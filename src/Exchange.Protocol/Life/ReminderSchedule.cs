namespace Exchange.Protocol.Life;

/// <summary>
/// When an exchange is brought to mind again: at three quarters of its time, when the answer is due, and each day after that. The
/// stages are counted, so that one is missed neither over a restart nor over a clock that jumps, and none comes twice.
/// </summary>
public static class ReminderSchedule
{
    /// <summary>The stage at which the answer is due.</summary>
    public const int Due = 2;

    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    /// <summary>
    /// The stage that has come: 0 none, 1 three quarters of the time are over, 2 the answer is due, and one more for each day after.
    /// </summary>
    /// <param name="from">When the time began.</param>
    /// <param name="dueAt">When the answer is due.</param>
    /// <param name="now">The time of asking.</param>
    public static int StageAt(DateTimeOffset from, DateTimeOffset dueAt, DateTimeOffset now)
    {
        if (now >= dueAt)
            return Due + (int)Math.Min((now - dueAt).Ticks / Daily.Ticks, int.MaxValue - Due);
        return now >= NextAt(from, dueAt, 0) ? 1 : 0;
    }

    /// <summary>When the stage after <paramref name="stage"/> comes.</summary>
    public static DateTimeOffset NextAt(DateTimeOffset from, DateTimeOffset dueAt, int stage) =>
        stage switch
        {
            0 => dueAt > from ? from + ((dueAt - from) / 4 * 3) : dueAt,
            1 => dueAt,
            _ => DateTimeOffset.MaxValue - dueAt > Daily * (stage - 1) ? dueAt + (Daily * (stage - 1)) : DateTimeOffset.MaxValue,
        };
}
