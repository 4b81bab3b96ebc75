namespace Exchange.Cli.Ledger;

/// <summary>What a verification of an export came to.</summary>
/// <param name="Folder">The export.</param>
/// <param name="Checkpoints">Kept checkpoints that hold.</param>
/// <param name="Cosignatures">Cosignatures that hold, over all of them.</param>
/// <param name="Receipts">Receipts that it has.</param>
/// <param name="Notes">What a reader should know, though it is no fault.</param>
/// <param name="Faults">What is wrong, at most twenty; none if all holds.</param>
internal sealed record FolderVerdict(LogFolder Folder, int Checkpoints, int Cosignatures, long Receipts, IReadOnlyList<string> Notes, IReadOnlyList<string> Faults)
{
    /// <summary>What lies in the folder and is no part of the export, a sentence each; at most twenty.</summary>
    public IReadOnlyList<string> Aliens { get; init; } = [];

    public bool Holds => Faults.Count == 0;
}
