namespace Exchange.Gateway.Journal;

/// <summary>What ends a doubt about our log.</summary>
internal enum LogDoubtKind
{
    /// <summary>It has not been read yet.</summary>
    NotLoaded,

    /// <summary>It is not what the mark beside the keys says: the counterparts' agreement, or the operator's word.</summary>
    MarkDiffers,

    /// <summary>A counterpart holds a head that it does not lead to: restoring the exact entries, or a new origin.</summary>
    ShownOtherwise,

    /// <summary>Its parts do not belong together: restoring the exact entries, or a new origin.</summary>
    Damaged,
}
