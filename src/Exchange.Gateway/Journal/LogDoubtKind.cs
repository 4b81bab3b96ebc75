namespace Exchange.Gateway.Journal;

/// <summary>What ends a doubt about our log.</summary>
internal enum LogDoubtKind
{
    /// <summary>It has not been read yet.</summary>
    NotLoaded,

    /// <summary>It has entries and no mark: every counterpart's agreement, or the operator's word.</summary>
    MarkMissing,

    /// <summary>
    /// Less or other than the mark says was signed: the operator's word. The counterparts' agreement is not enough, for what
    /// was signed may still be on its way to them.
    /// </summary>
    MarkDiffers,

    /// <summary>The log in the database is a former one, whose successor was begun already: restoring that, or a new origin.</summary>
    Restored,

    /// <summary>A counterpart holds a head that it does not lead to: restoring the exact entries, or a new origin.</summary>
    ShownOtherwise,

    /// <summary>Its parts do not belong together: restoring the exact entries, or a new origin.</summary>
    Damaged,
}
