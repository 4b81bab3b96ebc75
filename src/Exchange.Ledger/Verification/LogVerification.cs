using System.Globalization;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;

namespace Exchange.Ledger.Verification;

/// <summary>
/// Recomputes a log's tree while its entries pass by in their order, and holds every signed checkpoint against the root that
/// the entries have at its size. Keeps nothing but the right edge.
/// </summary>
public sealed class LogVerification
{
    private readonly Queue<Checkpoint> _expected;
    private readonly List<string> _faults = [];
    private LogTail _tail;
    private bool _hasDiverged;
    private readonly bool _isFromTheFirst;
    private long _held;

    /// <param name="start">Where to begin: the right edge of what is known to hold.</param>
    /// <param name="expected">Checkpoints whose signatures hold, by ascending size, from the start's size on.</param>
    public LogVerification(LogTail start, IEnumerable<Checkpoint> expected)
    {
        ArgumentNullException.ThrowIfNull(start);
        (_tail, _expected, _isFromTheFirst) = (start, new(expected), start.Size == 0);
        CheckDue();
    }

    /// <summary>The right edge over what has been taken.</summary>
    public LogTail Tail => _tail;

    /// <summary>What is wrong, the first first.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Takes the next entries; those that it has already are passed over. Gives the tiles that became full.</summary>
    /// <exception cref="ArgumentException">Entries before these are missing.</exception>
    public IReadOnlyList<FullTile> Add(CheckedEntries entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (entries.First > _tail.Size)
            throw new ArgumentException("Entries before these are missing.", nameof(entries));
        var full = new List<FullTile>();
        var end = entries.First + entries.Hashes.Count;
        while (_tail.Size < end)
        {
            // A checkpoint within them is held against the root at its own size.
            var until = _expected.TryPeek(out var next) ? Math.Min(next.Size, end) : end;
            Append([.. entries.Hashes.Skip((int)(_tail.Size - entries.First)).Take((int)(until - _tail.Size))], full);
            CheckDue();
        }

        return full;
    }

    /// <summary>The verdict, once all entries were taken.</summary>
    public LogVerdict Conclude()
    {
        foreach (var left in _expected.Take(1))
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"There is a checkpoint for {left.Size} entries, but there are only {_tail.Size}."));
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

    // After the first, every later root differs too.
    private void Diverge(Checkpoint checkpoint)
    {
        if (!_hasDiverged)
        {
            var where = _isFromTheFirst ? string.Create(CultureInfo.InvariantCulture, $" The first {_held} are as they were signed: the first that differs is entry {_held} or one after it, before {checkpoint.Size}.") : "";
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"The first {checkpoint.Size} entries do not lead to the root of the checkpoint that was signed for them.{where}"));
        }

        _hasDiverged = true;
    }
}
