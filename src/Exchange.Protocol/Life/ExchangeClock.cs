using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Life;

/// <summary>The time in which an exchange must be answered.</summary>
/// <param name="Urgency">Null if only the own date counts.</param>
/// <param name="Asked">The opener's own date, if it asks for one.</param>
public sealed record Term(Urgency? Urgency, DateTimeOffset? Asked);

/// <summary>When an answer is due.</summary>
/// <param name="At">Null if there is no deadline, if it is not known yet, or while the clock stands still.</param>
/// <param name="Stopped">True while a question of the side that must act is not answered.</param>
public sealed record DueTime(DateTimeOffset? At, bool Stopped);

/// <summary>
/// The one clock of an exchange. It counts only times in the recipients' ledgers, which both sides know from the receipts, so both
/// compute the same due time.
/// </summary>
public static class ExchangeClock
{
    public static DueTime Of(ExchangeState state)
    {
        if (state is not { AcceptedAt: { } acceptedAt, Term: { } term })
            return new(null, false);
        var actor = state.OpenerActs == state.OpenedByUs;
        var settled = state.Steps.Where(step => !step.Pending).ToList();
        var access = settled.Where(step => step.IsOurs == actor && step.Access is not null).MinBy(step => step.Sequence)?.Access;
        var stops = Stops(settled, actor);
        IEnumerable<DateTimeOffset?> times =
        [
            Within(First(acceptedAt, (state.Spans ?? DueSpans.Default).Of(term.Urgency, access), term.Asked), acceptedAt, stops),
            .. settled
                .Where(step => step.IsOurs == actor && step.NewDueAt is not null)
                .Select(step => Within(step.NewDueAt!.Value, step.At ?? acceptedAt, stops)),
        ];
        return times.Contains(null) ? new(null, true) : new(ProtocolTime.Truncate(times.Max()!.Value), false);
    }

    // The recipient states the time of acceptance, and may state any.
    private static DateTimeOffset First(DateTimeOffset acceptedAt, TimeSpan? within, DateTimeOffset? asked)
    {
        var usual = within is { } span ? Later(acceptedAt, span) : DateTimeOffset.MaxValue;
        return asked < usual ? asked.Value : usual;
    }

    // Null while the clock stands still. A time that had passed when the question came stays as it was.
    private static DateTimeOffset? Within(DateTimeOffset due, DateTimeOffset from, List<(DateTimeOffset From, DateTimeOffset? Until)> stops)
    {
        foreach (var (stopped, until) in stops)
        {
            var begin = stopped > from ? stopped : from;
            if (begin >= due)
                break;
            if (until is not { } end)
                return null;
            if (end > begin)
                (due, from) = (Later(due, end - begin), end);
        }

        return due;
    }

    private static List<(DateTimeOffset From, DateTimeOffset? Until)> Stops(List<TakenStep> settled, bool actor) =>
        [
            .. settled
                .Where(step => step.Step == LifeStep.Asks && step.IsOurs == actor && step.At is not null)
                .Select(asking => (asking.At!.Value, settled.FirstOrDefault(step => step.Explains(asking))?.At))
                .OrderBy(stop => stop.Value),
        ];

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan by) =>
        DateTimeOffset.MaxValue - time > by ? time + by : DateTimeOffset.MaxValue;
}
