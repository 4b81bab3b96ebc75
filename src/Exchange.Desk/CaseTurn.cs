using Exchange.Protocol.Life;

namespace Exchange.Desk;

/// <summary>
/// Who has something to do in a case. Whose turn it is says who owes the answer; once that is given, something else may still be open: a
/// question, a correction that nobody has applied.
/// </summary>
internal enum CaseTurn
{
    /// <summary>We owe the answer.</summary>
    Ours,

    /// <summary>The counterpart owes it.</summary>
    Theirs,

    /// <summary>No answer is owed, and something is open for us.</summary>
    OpenHere,

    /// <summary>No answer is owed, and something is open for the counterpart alone.</summary>
    OpenThere,

    Nobodys,
}

internal static class CaseTurns
{
    public static CaseTurn Of(ExchangeStateView state) =>
        state.OurTurn switch
        {
            true => CaseTurn.Ours,
            false => CaseTurn.Theirs,
            null when Has(state, OpenPoint.AskedHere, OpenPoint.CorrectedHere, OpenPoint.TakenBackHere) => CaseTurn.OpenHere,
            null when Has(state, OpenPoint.AskedThere, OpenPoint.CorrectedThere, OpenPoint.TakenBackThere) => CaseTurn.OpenThere,
            null => CaseTurn.Nobodys,
        };

    // Once a case is closed, no question in it can be answered any more.
    private static bool Has(ExchangeStateView state, OpenPoint asked, params IEnumerable<OpenPoint> others) =>
        (state.Status.IsOpen() && state.StillOpen.Contains(asked)) || others.Any(state.StillOpen.Contains);
}
