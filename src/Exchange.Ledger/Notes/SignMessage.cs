namespace Exchange.Ledger.Notes;

/// <summary>Signs a message with a private key that stays where it is; returns the raw signature.</summary>
public delegate byte[] SignMessage(ReadOnlySpan<byte> message);
