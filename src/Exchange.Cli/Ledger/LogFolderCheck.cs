using Exchange.Ledger.Verification;

namespace Exchange.Cli.Ledger;

/// <summary>
/// Recomputes an export from its bytes: entries, tiles of every level, the root at each checkpoint, signatures,
/// cosignatures, receipts, cards. Several bundles are read and checked at once, the tree grows in their order; the
/// memory used does not grow with the ledger.
/// </summary>
internal sealed class LogFolderCheck
{
    private const int BundlesAtOnce = 64;

    private readonly LogFolder _folder;
    private readonly WorkProgress _progress;
    private readonly FaultList _faults = new();
    private readonly FaultList _others = new();
    private readonly CheckpointBook _heads;
    private readonly BundleCheck _bundles;
    private readonly CheckpointCheck _checkpoints;
    private long _receipts;
    private int _taken;

    public LogFolderCheck(LogFolder folder, WorkProgress progress)
    {
        (_folder, _progress, _heads) = (folder, progress, new(folder));
        (_bundles, _checkpoints) = (new(folder, _heads), new(folder, _others));
    }

    public FolderVerdict CheckAll(DateTimeOffset now)
    {
        var cards = new CardsCheck(_folder.Cards, now);
        _others.AddRange(cards.Faults());
        var held = _checkpoints.Check(from: 0);
        CheckEntries(new(LogTail.Empty, held), from: 0);
        // Which checkpoints belong there is known when every receipt was read.
        var aliens = _faults.IsFull ? null : new AlienCheck(_folder, _heads);
        _others.AddRange(aliens?.Faults() ?? []);
        return new(_folder, held.Count, _checkpoints.Cosignatures, _receipts, [.. cards.Notes()], All)
        {
            Aliens = [.. aliens?.Notes() ?? []],
        };
    }

    /// <summary>Verifies what was added since an older checkpoint (null for a new folder), and that it continues that one.</summary>
    public IReadOnlyList<string> CheckSince(Checkpoint? old)
    {
        var from = old?.Size ?? 0;
        IEnumerable<Checkpoint> expected = old is null ? [] : [old];
        var held = _checkpoints.Check(from);
        // The bundle that was unfinished then is read again.
        _faults.Try(() => CheckEntries(new(LogTail.Load(from - (from % TileId.Width), [], _folder.ReadTile), expected.Concat(held)), from));
        return All;
    }

    /// <summary>Verifies checkpoints that were added for the older size or below.</summary>
    public IReadOnlyList<string> CheckLate(IReadOnlyList<long> sizes)
    {
        _others.Try(() => _checkpoints.CheckLate(sizes));
        return All;
    }

    // Faults of entries come first: twenty damaged checkpoints must not hide the first wrong entry.
    private IReadOnlyList<string> All => [.. _faults.All, .. _others.All];

    private void CheckEntries(LogVerification tree, long from)
    {
        var (first, end) = (tree.Tail.Size / TileId.Width, (_folder.Size / TileId.Width) + (_folder.Size % TileId.Width > 0 ? 1 : 0));
        var results = new BundleCheck.Result[(int)Math.Min(BundlesAtOnce, end - first)];
        for (var at = first; at < end && !_faults.IsFull; at += results.Length)
        {
            var count = (int)Math.Min(results.Length, end - at);
            Parallel.For(0, count, index => results[index] = _bundles.Check(at + index, from));
            if (!results.Take(count).All(result => Take(result, tree)))
                return;
            _progress.Tell(at + count - first, end - first);
        }

        CheckUnfinished(tree.Tail);
        tree.Conclude();
        TakeFaults(tree);
    }

    // Without a bundle's entries the tree cannot grow.
    private bool Take(BundleCheck.Result result, LogVerification tree)
    {
        _faults.AddRange(result.Faults);
        _receipts += result.Receipts;
        if (result.Entries is null)
            return false;
        var full = tree.Add(result.Entries);
        // Faults of entries before those of receipts.
        TakeFaults(tree);
        foreach (var tile in full)
            CheckTile(tile.Id, tile.Tile);
        _faults.AddRange(result.ReceiptFaults);
        return true;
    }

    private void TakeFaults(LogVerification tree)
    {
        _faults.AddRange(tree.Faults.Skip(_taken));
        _taken = tree.Faults.Count;
    }

    private void CheckUnfinished(LogTail tail)
    {
        foreach (var (id, tile) in tail.Unfinished())
            CheckTile(id, tile);
    }

    // Level 0 was compared entry by entry.
    private void CheckTile(TileId id, Tile tile)
    {
        if (id.Level == 0 || _faults.IsFull)
            return;
        _faults.Try(() =>
        {
            if (!_folder.TileBytes(id).AsSpan().SequenceEqual(tile.ToBytes()))
                _faults.Add($"{_folder.PathOf(id)} does not match the entries.");
        });
    }
}

/// <summary>The result of verifying an export.</summary>
internal sealed record FolderVerdict(
    LogFolder Folder,
    int Checkpoints,
    int Cosignatures,
    long Receipts,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Faults
)
{
    /// <summary>Files in the folder that are no part of the export, a sentence each.</summary>
    public IReadOnlyList<string> Aliens { get; init; } = [];
    public bool Holds => Faults.Count == 0;
}

/// <summary>The faults that a verification finds: the first twenty.</summary>
internal sealed class FaultList
{
    public const int Most = 20;

    private readonly List<string> _faults = [];

    /// <summary>The faults; a list that is full ends with a line that says so.</summary>
    public IReadOnlyList<string> All =>
        IsFull ? [.. _faults, FormattableString.Invariant($"These are the first {Most}; there may be more.")] : _faults;
    public bool IsFull => _faults.Count == Most;

    public void Add(string fault)
    {
        if (!IsFull)
            _faults.Add(fault);
    }

    public void AddRange(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
            Add(fault);
    }

    /// <summary>Runs an action that reads a file; a damaged file is a fault.</summary>
    public void Try(Action read)
    {
        try
        {
            read();
        }
        catch (LogFileException damaged)
        {
            Add(damaged.Message);
        }
    }
}
