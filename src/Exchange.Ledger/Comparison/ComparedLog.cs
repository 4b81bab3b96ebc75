using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Comparison;

/// <summary>One of the two logs that are compared.</summary>
/// <param name="Party">Whose.</param>
/// <param name="Size">Entries of it that are there.</param>
public sealed record ComparedLog(PartyName Party, long Size);
