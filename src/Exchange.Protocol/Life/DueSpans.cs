using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Life;

/// <summary>
/// The times to answer: the usual ones, or those that two parties have agreed for their link. The recipient's entry of an
/// opening message says them, so that both sides count alike.
/// </summary>
/// <param name="UrgentDirect">Urgent, while no acknowledgement says that the access is not direct.</param>
/// <param name="Urgent">Urgent, with other access.</param>
/// <param name="Routine">All others.</param>
public sealed record DueSpans(TimeSpan UrgentDirect, TimeSpan Urgent, TimeSpan Routine)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>As in Directive (EU) 2023/977, article 5.</summary>
    public static DueSpans Default { get; } = new(TimeSpan.FromHours(8), TimeSpan.FromDays(3), TimeSpan.FromDays(7));

    /// <summary>Whole minutes, in the order of the members.</summary>
    internal IReadOnlyList<int> Minutes => [(int)UrgentDirect.TotalMinutes, (int)Urgent.TotalMinutes, (int)Routine.TotalMinutes];

    /// <summary>The spans of so many minutes; null if no link can have them.</summary>
    internal static DueSpans? Of(IReadOnlyList<int> minutes) =>
        minutes is [var direct, var urgent, var routine]
        && new DueSpans(TimeSpan.FromMinutes(direct), TimeSpan.FromMinutes(urgent), TimeSpan.FromMinutes(routine)) is { Fault: null } spans
            ? spans
            : null;

    /// <summary>The member that no link can have, and why; null if there is none.</summary>
    public (string Member, string Text)? Fault =>
        Limits(nameof(UrgentDirect), UrgentDirect)
        ?? Limits(nameof(Urgent), Urgent)
        ?? Limits(nameof(Routine), Routine)
        ?? Order(nameof(Urgent), Urgent, nameof(UrgentDirect), UrgentDirect)
        ?? Order(nameof(Routine), Routine, nameof(Urgent), Urgent);

    public override string ToString() => $"{string.Join(", ", Minutes)} minutes";

    internal TimeSpan? Of(Urgency? urgency, Access? access) =>
        urgency switch
        {
            null => null,
            Vocabulary.Urgency.Urgent => access is null or Access.Direct ? UrgentDirect : Urgent,
            _ => Routine,
        };

    private static (string, string)? Limits(string member, TimeSpan span) =>
        span >= Shortest && span <= Longest && span.Ticks % TimeSpan.TicksPerMinute == 0
            ? null
            : (member, $"{span:c} is not a number of whole minutes from {Shortest:c} to {Longest:c}.");

    private static (string, string)? Order(string member, TimeSpan span, string before, TimeSpan shorter) =>
        span >= shorter ? null : (member, $"{span:c} is shorter than {before}, {shorter:c}. What is less urgent cannot be due earlier.");
}
