namespace Exchange.Ledger.Notes;

/// <summary>The two keys that sign a log's checkpoints: one for today, one against quantum computers.</summary>
public sealed record LogSigners(NoteSigner Ed25519, NoteSigner MlDsa44);
