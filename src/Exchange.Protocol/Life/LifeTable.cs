using Exchange.Protocol.Messages;

namespace Exchange.Protocol.Life;

/// <summary>
/// The life of an exchange as a table: after which status a step may be taken, and which status it leads to. The status is the
/// furthest that the steps of both sides lead to, so both sides reach the same one in whatever order the steps arrive.
/// </summary>
public static class LifeTable
{
    private const Wanted Reply = Wanted.Answer | Wanted.Consent;
    private const Wanted NoReply = Wanted.Nothing | Wanted.Action;

    private static readonly ExchangeStatus[] Begun =
    [
        ExchangeStatus.Sent,
        ExchangeStatus.Delivered,
        ExchangeStatus.Acknowledged,
        ExchangeStatus.PartiallyAnswered,
        ExchangeStatus.InClarification,
    ];

    private static readonly ExchangeStatus[] Ended = [ExchangeStatus.Answered, ExchangeStatus.Refused];

    private static readonly ExchangeStatus[] Accepted = [.. Begun, .. Ended, ExchangeStatus.Closed, ExchangeStatus.Withdrawn];

    // What is in no row is refused with code 505.
    private static readonly Row[] Rows =
    [
        // step                  in exchanges that want   leads to                           after
        new(LifeStep.None, Wanted.Any, null, Accepted),
        new(LifeStep.Acknowledges, Wanted.Any, ExchangeStatus.Acknowledged, Begun),
        new(LifeStep.Asks, Wanted.Any, ExchangeStatus.InClarification, [.. Begun, .. Ended]),
        new(LifeStep.Explains, Wanted.Any, null, [.. Begun, .. Ended]),
        new(LifeStep.AnswersInPart, Reply, ExchangeStatus.PartiallyAnswered, Begun),
        new(LifeStep.Answers, Reply, ExchangeStatus.Answered, Begun),
        new(LifeStep.Refuses, Reply, ExchangeStatus.Refused, Begun),
        new(LifeStep.Extends, Wanted.Any, null, Begun),
        new(LifeStep.Reminds, Wanted.Any, null, Begun),
        new(LifeStep.Closes, Reply, ExchangeStatus.Closed, [.. Ended, ExchangeStatus.Closed]),
        new(LifeStep.Closes, NoReply, ExchangeStatus.Closed, [.. Begun, ExchangeStatus.Closed]),
        new(LifeStep.Withdraws, Wanted.Any, ExchangeStatus.Withdrawn, [.. Begun, .. Ended, ExchangeStatus.Closed]),
        new(LifeStep.Corrects, Wanted.Any, null, Accepted),
        new(LifeStep.Applies, Wanted.Any, null, Accepted),
    ];

    /// <summary>True while something is still to come: the clock counts, and a reminder makes sense.</summary>
    public static bool IsBegun(ExchangeStatus status) => Array.IndexOf(Begun, status) >= 0;

    /// <summary>True if a step may be taken in an exchange that has come so far.</summary>
    public static bool Allows(LifeStep step, ExchangeStatus after, Wanted wants) =>
        Rows.Any(row => row.Step == step && row.In.HasFlag(wants) && Array.IndexOf(row.After, after) >= 0);

    /// <summary>Which status a step leads to; null if it leads to none.</summary>
    public static ExchangeStatus? LeadsTo(LifeStep step) => Array.Find(Rows, row => row.Step == step)?.To;

    private sealed record Row(LifeStep Step, Wanted In, ExchangeStatus? To, ExchangeStatus[] After);
}
