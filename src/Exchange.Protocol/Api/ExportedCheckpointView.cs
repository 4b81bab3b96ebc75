namespace Exchange.Protocol.Api;

/// <summary>A cosigned head of our log that belongs to an export.</summary>
/// <param name="Size">Entries.</param>
/// <param name="Cosignatures">How many witnesses have cosigned it so far.</param>
public sealed record ExportedCheckpointView(long Size, int Cosignatures);
