namespace Exchange.Ledger.Notes;

/// <summary>A key that signs notes: its public side, and how to sign.</summary>
public sealed record NoteSigner(VerifierKey Key, SignMessage Sign);
