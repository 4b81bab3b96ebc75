using Exchange.Ledger.Entries;
using Exchange.Ledger.Replay;

namespace Exchange.Cli.Ledger;

/// <summary>
/// Replays a ledger of any size in about the same memory: its message entries are put into parts by exchange, and one part is
/// folded at a time. The root is recomputed on the way, which proves that every entry is included under the signed checkpoint.
/// </summary>
internal sealed class ReplayRun : IDisposable
{
    private readonly ReplaySource _source;
    private readonly ReplayMoment _moment;
    private readonly Spool<MessageEntry> _entries;
    private readonly Spool<KeptRecord> _rows;
    private readonly Spool<ExchangeSummary> _summaries;
    private readonly RefusalPlaces _places = new();
    private readonly FaultList _faults = new();
    private LogTail _tail = LogTail.Empty;

    public ReplayRun(ReplaySource source, ReplayMoment moment)
    {
        (_source, _moment) = (source, moment);
        _entries = new(source.Size, MessageEntryForm.Write, MessageEntryForm.Read);
        _rows = Spool<KeptRecord>.OfJson(source.Size);
        _summaries = Spool<ExchangeSummary>.OfJson(source.Size);
    }

    /// <summary>Faults of the ledger itself.</summary>
    public IReadOnlyList<string> Faults => _faults.All;

    /// <summary>True if every entry is proved to be included under the signed checkpoint.</summary>
    public bool Included { get; private set; }

    /// <summary>Entries that count at the moment.</summary>
    public long Replayed { get; private set; }

    /// <summary>The time at the moment: as it was given, or that of the newest entry that counts.</summary>
    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Adds a row of the database that is compared with the ledger.</summary>
    public void Add(KeptRecord row) => _rows.Add(PartOf(row.ExchangeId, row.Entry), row);

    /// <summary>True if the database has something of an exchange.</summary>
    public bool HasRows(Guid exchangeId) => _rows.Read(PartOf(exchangeId, 0)).Any(row => row.ExchangeId == exchangeId);

    /// <summary>Reads the whole ledger.</summary>
    public Task ReadAsync(Invocation invocation, CancellationToken cancellation) =>
        WorkProgress.ShowAsync(invocation, "Replaying", async progress =>
        {
            await ReadAsync(progress, cancellation);
            return true;
        });

    private async Task ReadAsync(WorkProgress progress, CancellationToken cancellation)
    {
        Task<ReadEntry[]>? read = null;
        var next = 0L;
        await foreach (var page in _source.PagesAsync(cancellation))
        {
            // The previous page is processed while this one is read.
            var (before, first) = (read, next);
            read = Task.Run(() => Read(first, page), cancellation);
            next += page.Count;
            Take(before is null ? [] : await before, progress);
        }

        Take(read is null ? [] : await read, progress);
        Included = _tail.Size == _source.Size && (_source.Checkpoint is null || _tail.Root() == _source.Checkpoint.Root);
        if (!Included)
            _faults.Add($"The entries do not lead to the root of the checkpoint of {_source.Party}, of {_source.Size} entries.");
        Now = _moment.Time ?? Now;
    }

    /// <summary>Every exchange at the moment, in the order of its first entry.</summary>
    public IEnumerable<ExchangeSummary> Summaries()
    {
        // Each thread has one part; as many are in memory as there are processors.
        Parallel.For(0, _entries.Parts, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, part =>
        {
            foreach (var exchange in ReplayedExchange.Group(_entries.Read(part)))
            {
                if (ExchangeSummary.Of(exchange, _moment, Now) is { } summary)
                    _summaries.Add(part, summary);
            }
        });
        return _summaries.Merge(summary => summary.Entry);
    }

    /// <summary>The entries of one exchange; of several, if several counterparts gave the same id.</summary>
    public IReadOnlyList<ReplayedExchange> Find(Guid exchangeId) =>
        ReplayedExchange.Group(_entries.Read(PartOf(exchangeId, 0)).Where(entry => entry.ExchangeId == exchangeId));

    /// <summary>
    /// Differences between the rows that were added and those that the whole ledger leads to; its size before the rows were read was
    /// stable.
    /// </summary>
    public IEnumerable<Drift> Drifts(Guid? only, long stable)
    {
        _places.Judge(_entries.ReadAll());
        var check = new DriftCheck(stable);
        var parts = only is { } id ? [PartOf(id, 0)] : Enumerable.Range(0, _entries.Parts);
        return parts.SelectMany(part => check.Compare(OfLog(part, only), OfDatabase(part, only)));
    }

    public void Dispose()
    {
        _entries.Dispose();
        _rows.Dispose();
        _summaries.Dispose();
    }

    private ReadEntry[] Read(long first, IReadOnlyList<ReadOnlyMemory<byte>> page)
    {
        var entries = new ReadEntry[page.Count];
        Parallel.For(0, page.Count, at => entries[at] = ReadEntry.Of(first + at, page[at], _source.Party, _entries));
        return entries;
    }

    private void Take(ReadEntry[] entries, WorkProgress progress)
    {
        foreach (var entry in entries)
            Take(entry);
        _tail = _tail.Append([.. entries.Select(entry => entry.Hash)]).Tail;
        progress.Tell(_tail.Size, _source.Size);
    }

    private void Take(ReadEntry entry)
    {
        if (entry.Fault is { } fault)
            _faults.Add(fault);
        else if (_moment.Includes(entry.Index, entry.At))
            (Replayed, Now) = (Replayed + 1, entry.At);
        if (entry.Message is not { } message)
            return;
        _places.Note(message);
        _entries.AddWritten(PartOf(message.ExchangeId, message.Index), entry.Written!);
    }

    // Entries of one exchange are in one part; entries of none are spread by index.
    private int PartOf(Guid? exchangeId, long index) => exchangeId is { } id ? _entries.PartOf(id) : (int)Math.Abs(index % _entries.Parts);

    private KeptRows OfLog(int part, Guid? only) =>
        KeptRows.Of([.. _entries.Read(part).Where(entry => only is null || entry.ExchangeId == only)], _places);

    private KeptRows OfDatabase(int part, Guid? only)
    {
        var rows = _rows.Read(part).Where(row => only is null || row.ExchangeId == only).ToList();
        return new(
            [.. rows.Select(row => row.Exchange).OfType<KeptExchange>()],
            [.. rows.Select(row => row.Message).OfType<KeptMessage>()]
        );
    }
}

/// <summary>A row of a database in a spool: an exchange or a message.</summary>
internal sealed record KeptRecord(KeptExchange? Exchange, KeptMessage? Message)
{
    /// <summary>Null for a refused message that named no exchange.</summary>
    public Guid? ExchangeId => Exchange is { } exchange ? exchange.ExchangeId : Message!.ExchangeId;

    /// <summary>Index of a message's entry.</summary>
    public long Entry => Message?.Entry ?? 0;
}

/// <summary>An entry that was read for a replay. It does not depend on entries before it, so several can be read at once.</summary>
internal sealed record ReadEntry(long Index, MerkleHash Hash, DateTimeOffset At, string? Fault, MessageEntry? Message, byte[]? Written)
{
    public static ReadEntry Of(long index, ReadOnlyMemory<byte> bytes, PartyName owner, Spool<MessageEntry> spool)
    {
        var read = LedgerLeaf.Read(bytes);
        if (read.Value is not { } leaf)
        {
            return new(
                index,
                MerkleHash.OfLeaf(bytes.Span),
                default,
                FormattableString.Invariant($"Entry {index} is malformed: {read.Faults[0].Pointer} {read.Faults[0].Text}"),
                null,
                null
            );
        }

        if (leaf.Party != owner)
        {
            return new(
                index,
                leaf.Hash,
                leaf.At,
                FormattableString.Invariant($"Entry {index} is of {leaf.Party}, not of {owner}."),
                null,
                null
            );
        }

        var message = MessageEntry.Of(index, leaf);
        return new(index, leaf.Hash, leaf.At, null, message, message is null ? null : spool.Write(message));
    }
}
