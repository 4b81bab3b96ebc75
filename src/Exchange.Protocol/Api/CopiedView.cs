namespace Exchange.Protocol.Api;

/// <summary>What copying a gateway's database came to.</summary>
/// <param name="From">The database that was copied.</param>
/// <param name="To">The one that has it now too.</param>
/// <param name="Rows">By table.</param>
/// <param name="Entries">Of the ledger.</param>
/// <param name="Root">Of the ledger, computed from the copied entries; none while it is empty.</param>
public sealed record CopiedView(string From, string To, IReadOnlyDictionary<string, long> Rows, long Entries, string? Root);
