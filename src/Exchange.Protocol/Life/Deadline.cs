using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Life;

/// <summary>
/// When an answer is due: the earlier of what the request asks for and the default of its urgency, counted from the moment at
/// which the recipient's log accepted it. Both sides compute the same. Defaults as in Directive (EU) 2023/977, article 5.
/// </summary>
public static class Deadline
{
    public static DateTimeOffset DueAt(Urgency urgency, DateTimeOffset? asked, DateTimeOffset acceptedAt)
    {
        // The time is the recipient's, who may say anything.
        var usual = DateTimeOffset.MaxValue - acceptedAt > Default(urgency) ? acceptedAt + Default(urgency) : DateTimeOffset.MaxValue;
        return asked < usual ? asked.Value : ProtocolTime.Truncate(usual);
    }

    private static TimeSpan Default(Urgency urgency) => urgency switch
    {
        Urgency.Urgent => TimeSpan.FromHours(8),
        Urgency.Priority => TimeSpan.FromDays(3),
        _ => TimeSpan.FromDays(7),
    };
}
