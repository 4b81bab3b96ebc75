namespace Exchange.Protocol.Life;

/// <summary>Something in an exchange that is not settled.</summary>
public enum OpenPoint
{
    /// <summary>We must act.</summary>
    OurTurn,

    /// <summary>The counterpart must act.</summary>
    TheirTurn,

    /// <summary>A question of the opening message has no outcome.</summary>
    Questions,

    /// <summary>The counterpart has asked back, and we have not answered: also where its answer is given and no clock runs.</summary>
    AskedHere,

    /// <summary>We have asked back, and the counterpart has not answered.</summary>
    AskedThere,

    /// <summary>The counterpart has taken messages back, and we have not said that what they say is destroyed here.</summary>
    TakenBackHere,

    /// <summary>We have taken messages back, and the counterpart has not said that it destroyed what they say.</summary>
    TakenBackThere,

    /// <summary>The counterpart has put something right, and we have not said that we apply it.</summary>
    CorrectedHere,

    /// <summary>We have put something right, and the counterpart has not said that it applies it.</summary>
    CorrectedThere,

    /// <summary>A message of ours has no receipt.</summary>
    Receipts,
}

/// <summary>What is still open in an exchange: shown with it, and to who closes it.</summary>
public static class OpenPoints
{
    public static IReadOnlyList<OpenPoint> Of(ExchangeState state) =>
        [
            .. state.OurTurn is { } ours ? [ours ? OpenPoint.OurTurn : OpenPoint.TheirTurn] : Array.Empty<OpenPoint>(),
            .. state.OpenQuestions is [_, ..] ? [OpenPoint.Questions] : Array.Empty<OpenPoint>(),
            .. IsAsked(state, byUs: false) ? [OpenPoint.AskedHere] : Array.Empty<OpenPoint>(),
            .. IsAsked(state, byUs: true) ? [OpenPoint.AskedThere] : Array.Empty<OpenPoint>(),
            .. state.ToDestroyHere > 0 ? [OpenPoint.TakenBackHere] : Array.Empty<OpenPoint>(),
            .. state.ToDestroyThere > 0 ? [OpenPoint.TakenBackThere] : Array.Empty<OpenPoint>(),
            .. state.IsUnapplied(ofUs: false) ? [OpenPoint.CorrectedHere] : Array.Empty<OpenPoint>(),
            .. state.IsUnapplied(ofUs: true) ? [OpenPoint.CorrectedThere] : Array.Empty<OpenPoint>(),
            .. state.Pending > 0 ? [OpenPoint.Receipts] : Array.Empty<OpenPoint>(),
        ];

    /// <summary>A point as a sentence.</summary>
    public static string Sentence(OpenPoint point) =>
        point switch
        {
            OpenPoint.OurTurn => "We must act.",
            OpenPoint.TheirTurn => "The counterpart must act.",
            OpenPoint.Questions => "A question of the opening message has no outcome.",
            OpenPoint.AskedHere => "We have not answered a question that the counterpart asked back.",
            OpenPoint.AskedThere => "The counterpart has not answered a question that we asked back.",
            OpenPoint.TakenBackHere => "We have not said that we destroyed what the counterpart took back.",
            OpenPoint.TakenBackThere => "The counterpart has not said that it destroyed what we took back.",
            OpenPoint.CorrectedHere => "We have not said that we apply the counterpart's newest correction.",
            OpenPoint.CorrectedThere => "The counterpart has not said that it applies our newest correction.",
            _ => "A message of ours has no receipt.",
        };

    private static bool IsAsked(ExchangeState state, bool byUs) =>
        state.Steps.Any(asking =>
            asking.Step == LifeStep.Asks && asking.IsOurs == byUs && !state.Steps.Any(step => step.Explains(asking))
        );
}
