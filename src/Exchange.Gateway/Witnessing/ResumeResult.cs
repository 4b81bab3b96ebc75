namespace Exchange.Gateway.Witnessing;

/// <summary>What became of an operator's word.</summary>
internal enum ResumeResult
{
    Done,

    /// <summary>There was no alarm.</summary>
    NothingToDo,

    /// <summary>No word ends it: the exact entries, or a card with a new origin.</summary>
    NeedsNewOrigin,
}
