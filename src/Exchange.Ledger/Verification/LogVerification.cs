namespace Exchange.Ledger.Verification;

/// <summary>
/// Recomputes the tree of a ledger from its entries, in order, and compares every signed checkpoint with the root of the
/// entries at its size. Keeps only the right edge in memory.
/// </summary>
public sealed class LogVerification
{
    private readonly Queue<Checkpoint> _expected;
    private readonly List<string> _faults = [];
    private LogTail _tail;
    private bool _hasDiverged;
    private readonly bool _isFromTheFirst;
    private long _held;

    /// <param name="start">The right edge of the part that is already verified.</param>
    /// <param name="expected">Checkpoints with verified signatures, by ascending size, from the size of the start.</param>
    public LogVerification(LogTail start, IEnumerable<Checkpoint> expected)
    {
        (_tail, _expected, _isFromTheFirst) = (start, new(expected), start.Size == 0);
        CheckDue();
    }

    /// <summary>The right edge of the entries so far.</summary>
    public LogTail Tail => _tail;

    /// <summary>The faults so far, in order.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Adds the next entries and skips those that were added before. Returns the tiles that became full.</summary>
    /// <exception cref="ArgumentException">Entries before these are missing.</exception>
    public IReadOnlyList<FullTile> Add(CheckedEntries entries)
    {
        if (entries.First > _tail.Size)
            throw new ArgumentException("Entries before these are missing.", nameof(entries));
        var full = new List<FullTile>();
        var end = entries.First + entries.Hashes.Count;
        while (_tail.Size < end)
        {
            // A checkpoint within these entries is compared at its own size.
            var until = _expected.TryPeek(out var next) ? Math.Min(next.Size, end) : end;
            Append([.. entries.Hashes.Skip((int)(_tail.Size - entries.First)).Take((int)(until - _tail.Size))], full);
            CheckDue();
        }

        return full;
    }

    /// <summary>The verdict after all entries were added.</summary>
    public LogVerdict Conclude()
    {
        foreach (var left in _expected.Take(1))
        {
            _faults.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"There is a checkpoint of {left.Size} entries, but only {_tail.Size} entries are present."
                )
            );
        }

        return new(_tail.Size, _tail.Root(), _faults);
    }

    private void Append(List<MerkleHash> hashes, List<FullTile> full)
    {
        var appended = _tail.Append(hashes);
        full.AddRange(appended.FullTiles);
        _tail = appended.Tail;
    }

    private void CheckDue()
    {
        while (_expected.TryPeek(out var due) && due.Size <= _tail.Size)
        {
            _expected.Dequeue();
            if (due.Size < _tail.Size || _tail.Root() != due.Root)
                Diverge(due);
            else if (!_hasDiverged)
                _held = due.Size;
        }
    }

    // After the first difference every later root differs too.
    private void Diverge(Checkpoint checkpoint)
    {
        if (!_hasDiverged)
        {
            var where = _isFromTheFirst
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $" The first entry that differs is between {_held} and {checkpoint.Size - 1}."
                )
                : "";
            _faults.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The first {checkpoint.Size} entries do not match the root of their signed checkpoint.{where}"
                )
            );
        }

        _hasDiverged = true;
    }
}

/// <summary>The result of verifying a whole ledger: its size, its recomputed root, and the faults in order.</summary>
public sealed record LogVerdict(long Size, MerkleHash Root, IReadOnlyList<string> Faults)
{
    public bool Holds => Faults.Count == 0;
}
