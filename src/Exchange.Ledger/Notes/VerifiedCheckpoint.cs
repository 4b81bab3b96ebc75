namespace Exchange.Ledger.Notes;

/// <summary>A checkpoint whose two signatures hold.</summary>
/// <param name="Checkpoint">What the log says.</param>
/// <param name="SignedAt">When it said so, whole seconds (UTC).</param>
/// <param name="Note">The exact text of the note.</param>
public sealed record VerifiedCheckpoint(Checkpoint Checkpoint, DateTimeOffset SignedAt, string Note);
