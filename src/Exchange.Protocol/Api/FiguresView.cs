using Exchange.Protocol.Life;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Protocol.Api;

/// <summary>How long an answer took, from the opening until the last word was accepted.</summary>
public enum DelayBand
{
    WithinEightHours,
    WithinOneDay,
    WithinThreeDays,
    WithinSevenDays,
    Longer,
}

/// <summary>Figures of the exchanges that were opened since a time.</summary>
/// <param name="Outcomes">How far they have come.</param>
/// <param name="Delays">How long answers took.</param>
/// <param name="OverdueOurs">Answers that we owe and that are late now, whenever the exchange was opened.</param>
/// <param name="OverdueTheirs">Those that counterparts owe.</param>
public sealed record FiguresView(
    DateTimeOffset Since,
    IReadOnlyList<OutcomeFigure> Outcomes,
    IReadOnlyList<DelayFigure> Delays,
    long OverdueOurs,
    long OverdueTheirs
)
{
    /// <summary>What came of the information.</summary>
    public IReadOnlyList<FeedbackFigure> Feedback { get; init; } = [];
}

/// <summary>Exchanges in which so much came of the information.</summary>
public sealed record FeedbackFigure(bool OpenedByUs, FeedbackOutcome Outcome, long Count);

/// <summary>Exchanges of one counterpart that have come so far.</summary>
public sealed record OutcomeFigure(string Counterpart, bool OpenedByUs, ExchangeStatus Status, long Count);

/// <summary>Exchanges that were answered in such a time.</summary>
/// <param name="OpenedByUs">True if the counterpart has answered.</param>
public sealed record DelayFigure(bool OpenedByUs, DelayBand Band, long Count);
