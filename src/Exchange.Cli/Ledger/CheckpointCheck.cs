namespace Exchange.Cli.Ledger;

/// <summary>Every checkpoint in an export: the ledger's two signatures, the witnesses' cosignatures, and their times in order.</summary>
internal sealed class CheckpointCheck(LogFolder folder, FaultList faults)
{
    public const string Folder = "checkpoints";

    private const int AtOnce = 64;

    private DateTimeOffset _before = DateTimeOffset.MinValue;

    public int Cosignatures { get; private set; }

    /// <summary>The valid ones, by ascending size, with the newest.</summary>
    public IReadOnlyList<Checkpoint> Check(long from)
    {
        var held = new List<Checkpoint>();
        foreach (var sizes in Sizes().Where(size => size > from).Order().Chunk(AtOnce))
        {
            var verified = new (VerifiedCheckpoint? Checkpoint, int Cosignatures, string? Fault)[sizes.Length];
            Parallel.For(0, sizes.Length, at => verified[at] = Verify(sizes[at]));
            foreach (var (checkpoint, cosignatures, fault) in verified)
                Take(checkpoint, cosignatures, fault, held);
        }

        if (held.Count == 0 || held[^1] != folder.Checkpoint.Checkpoint)
            faults.Add($"{PathOf(folder.Size)} is missing, or is not the checkpoint in '{LogFolder.CheckpointFile}'.");
        return held;
    }

    /// <summary>Checks those that were cosigned late, for sizes whose entries and tiles were verified before.</summary>
    public void CheckLate(IEnumerable<long> sizes)
    {
        LogTail? tail = null;
        foreach (var size in sizes)
        {
            var (checkpoint, _, fault) = Verify(size);
            if (checkpoint is null)
                faults.Add(fault!);
            else if (TreeRoot.At(size, tail ??= folder.Tail(), folder.ReadTile) != checkpoint.Checkpoint.Root)
                faults.Add($"{PathOf(size)} has a root that the first {size} entries do not lead to.");
        }
    }

    public static string PathOf(long size) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{size}");

    /// <summary>The size in the path of a checkpoint; null for any other path.</summary>
    public static long? SizeOf(string path) =>
        path.StartsWith(Folder + "/", StringComparison.Ordinal)
        && long.TryParse(path.AsSpan(Folder.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        && size > 0
        && PathOf(size) == path
            ? size
            : null;

    private void Take(VerifiedCheckpoint? checkpoint, int cosignatures, string? fault, List<Checkpoint> held)
    {
        if (checkpoint is null)
        {
            faults.Add(fault!);
            return;
        }

        Cosignatures += cosignatures;
        if (checkpoint.SignedAt < _before)
            faults.Add($"{PathOf(checkpoint.Checkpoint.Size)} has an earlier time than a checkpoint before it.");
        _before = checkpoint.SignedAt;
        held.Add(checkpoint.Checkpoint);
    }

    // Other files are named by AlienCheck.
    private IEnumerable<long> Sizes()
    {
        var path = Path.Combine(folder.Files.Folder, Folder);
        return Directory.Exists(path)
            ? Directory
                .EnumerateFileSystemEntries(path)
                .Select(file => SizeOf($"{Folder}/{Path.GetFileName(file)}"))
                .OfType<long>()
                .Where(size => size <= folder.Size)
            : [];
    }

    private (VerifiedCheckpoint? Checkpoint, int Cosignatures, string? Fault) Verify(long size)
    {
        var path = PathOf(size);
        try
        {
            var read = LogFolder.ReadNote(folder.Files, path);
            if (
                folder.Cards.Verify(read.Note, folder.Owner) is not { } verified
                || verified.Checkpoint.Origin != folder.Checkpoint.Checkpoint.Origin
            )
            {
                return (null, 0, $"{path} is not signed by both keys of this ledger.");
            }

            if (verified.Checkpoint.Size != size)
                return (null, 0, $"{path} is a checkpoint for {verified.Checkpoint.Size} entries.");
            if (
                read.Cosignatures.FirstOrDefault(line => folder.Cards.VerifyCosignature(verified.Checkpoint, line, folder.Owner) is null) is
                { } stranger
            )
            {
                return (
                    null,
                    0,
                    $"{path} bears a cosignature of '{CosignedCheckpoint.NameOf(stranger)}' that no counterpart's card verifies."
                );
            }

            return read.Cosignatures.Count > 0
                ? (verified, read.Cosignatures.Count, null)
                : (null, 0, $"{path} bears no counterpart's cosignature.");
        }
        catch (LogFileException damaged)
        {
            return (null, 0, damaged.Message);
        }
    }
}
