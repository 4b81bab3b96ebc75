namespace Exchange.Cli.Ledger;

/// <summary>The result of verifying an export.</summary>
/// <param name="Folder">The export.</param>
/// <param name="Checkpoints">Valid checkpoints.</param>
/// <param name="Cosignatures">Valid cosignatures, over all checkpoints.</param>
/// <param name="Receipts">Number of receipts.</param>
/// <param name="Notes">What a reader should know that is no fault.</param>
/// <param name="Faults">Faults; none if the export holds.</param>
internal sealed record FolderVerdict(LogFolder Folder, int Checkpoints, int Cosignatures, long Receipts, IReadOnlyList<string> Notes, IReadOnlyList<string> Faults)
{
    /// <summary>Files in the folder that are no part of the export, a sentence each.</summary>
    public IReadOnlyList<string> Aliens { get; init; } = [];

    public bool Holds => Faults.Count == 0;
}
