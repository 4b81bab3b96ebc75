namespace Exchange.Cli.Ledger;

/// <summary>One of two exports that were compared.</summary>
/// <param name="Party">Whose ledger.</param>
/// <param name="Size">Entries.</param>
/// <param name="Root">Root under its signed checkpoint.</param>
internal sealed record ComparedExport(string Party, long Size, string Root)
{
    public static ComparedExport Of(LogFolder folder) => new(folder.Owner.Value, folder.Size, folder.Checkpoint.Checkpoint.Root.ToString());
}
