namespace Exchange.Ledger.Comparison;

/// <summary>What does not agree between two parties' logs.</summary>
public enum FindingKind
{
    /// <summary>The parties do not know each other by the cards that they use, or an export ends before what the other holds of it.</summary>
    Export,

    /// <summary>A log's owner signed heads that its own export does not lead to: there are two histories.</summary>
    Divergence,

    /// <summary>One log tells of something of which the other must, and does not.</summary>
    Gap,

    /// <summary>Both tell of the same message, and not the same.</summary>
    Contradiction,

    /// <summary>A sender used one id, or one sequence of an exchange, for two messages.</summary>
    Equivocation,

    /// <summary>The two clocks cannot both be right.</summary>
    Clock,

    /// <summary>An entry that tells of a message without what such an entry has.</summary>
    Malformed,
}
