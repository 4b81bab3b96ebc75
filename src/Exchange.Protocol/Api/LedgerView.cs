namespace Exchange.Protocol.Api;

/// <summary>The newest head of a party's own log.</summary>
/// <param name="Party">Whose log.</param>
/// <param name="Size">Entries.</param>
/// <param name="Checkpoint">The signed note; nothing while the log is empty.</param>
/// <param name="Doubt">Why the log signs nothing, or nothing.</param>
/// <param name="WitnessHalted">Why this party cosigns nobody's log until its operator says so, or nothing.</param>
/// <param name="Cosignatures">Cosignature lines of counterparts on the newest head that each cosigned.</param>
public sealed record LedgerView(string Party, long Size, string? Checkpoint, string? Doubt, string? WitnessHalted, IReadOnlyList<CosignatureView> Cosignatures);
