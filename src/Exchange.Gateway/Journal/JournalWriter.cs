using System.Data.Common;

namespace Exchange.Gateway.Journal;

/// <summary>
/// The one place that writes. It takes the proposals that wait, runs each under a savepoint, appends their entries, signs the
/// new head, seals the receipts that they owe, commits once, writes the mark, and only then tells those who wait.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private static readonly TimeSpan BetweenMarks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ProposalQueue _waiting = new();
    private readonly Database _database;
    private readonly LogBook _log;
    private readonly LogRenewal _renewal;
    private readonly TileReader _tiles;
    private readonly ReceiptWriter _receipts;
    private readonly TimeProvider _clock;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly StepLog _steps;
    private readonly ILogger<JournalWriter> _logger;
    private readonly Thread _thread;
    private readonly List<(Proposal Proposal, Exception Fault)> _losers = [];
    private SqlSession? _session;
    private long _batch;
    private long _since;
    private volatile bool _failed;
    private volatile Released _released = new(0, 0);

    public JournalWriter(Database database, LogBook log, LogRenewal renewal, TileReader tiles, ReceiptWriter receipts, TimeProvider clock, IHostApplicationLifetime lifetime, StepLog steps,
        ILogger<JournalWriter> logger)
    {
        (_database, _log, _renewal, _tiles, _receipts, _clock, _lifetime, _steps, _logger) = (database, log, renewal, tiles, receipts, clock, lifetime, steps, logger);
        _thread = new Thread(Loop) { IsBackground = true, Name = "journal" };
    }

    /// <summary>What may go out now.</summary>
    public Released Released => _released;

    /// <summary>The newest batch was not recorded, or its mark not written, or it has been under way for more than 2 s.</summary>
    public bool Fails => _failed || (Volatile.Read(ref _since) is var since and not 0 && _clock.GetElapsedTime(since) > Patience);

    /// <summary>Raised after each commit, on the journal's thread: must not block.</summary>
    public event Action? Committed;

    /// <summary>Reads where the log stands, and begins.</summary>
    public void Start()
    {
        _session = OpenSession();
        _thread.Start();
    }

    /// <summary>Records what <paramref name="run"/> does; completes when that is durable.</summary>
    /// <exception cref="JournalUnavailableException">It was not recorded, for a reason of this machine's.</exception>
    public async Task<T> ProposeAsync<T>(ProposalHeader header, Func<JournalTransaction, T> run, CancellationToken cancellation = default)
    {
        var proposal = new Proposal<T>(header, run);
        await _waiting.AddAsync(proposal, cancellation);
        return await proposal.Done;
    }

    public Task ProposeAsync(ProposalHeader header, Action<JournalTransaction> run, CancellationToken cancellation = default) => ProposeAsync(
        header,
        transaction =>
        {
            run(transaction);
            return true;
        },
        cancellation);

    /// <summary>Takes no more, finishes what waits.</summary>
    public void Dispose()
    {
        _waiting.End();
        if (_thread.IsAlive)
            _thread.Join();
        _session?.Dispose();
    }

    private void Loop()
    {
        var batch = new List<Proposal>(ProposalQueue.MaximumBatch);
        while (_waiting.Take(batch))
        {
            Volatile.Write(ref _since, _clock.GetTimestamp());
            Write(batch);
            Volatile.Write(ref _since, 0);
        }
    }

    private void Write(List<Proposal> batch)
    {
        _losers.Clear();
        try
        {
            Commit(batch);
            _failed = false;
        }
        catch (Exception exception)
        {
            _failed = true;
            var fault = exception as JournalUnavailableException ?? new JournalUnavailableException(
                "This gateway could not write to its database; nothing was recorded. See the service log.", exception);
            _logger.LogError(Trace.Of(exception), "The journal could not record a batch of {Count}: {Reason}", batch.Count, exception.Message);
            Reset();
            if (exception is LogDamagedException)
                FindDamaged(exception);
            batch.ForEach(proposal => proposal.Fail(fault));
            return;
        }

        _losers.ForEach(loser => loser.Proposal.Fail(loser.Fault));
        batch.ForEach(proposal => proposal.Complete());
        Tell();
    }

    // What is durable stays so, whatever a listener does.
    private void Tell()
    {
        try
        {
            Committed?.Invoke();
        }
        catch (Exception exception)
        {
            _logger.LogError(exception, "A listener of the journal has failed");
        }
    }

    private void Commit(List<Proposal> batch)
    {
        var session = _session ??= OpenSession();
        session.Begin();
        // Before a proposal settles it: that our memory was doubted is kept in any case, and the witness waits for the operator.
        _ = _log.Save(session);
        var transaction = new JournalTransaction(session, _log, _clock.Now());
        foreach (var proposal in batch)
            RunOrLose(transaction, proposal);
        // They may have put the log in doubt, or settled one.
        var doubts = _log.Save(session);
        var head = _log.Stage(transaction);
        _receipts.Write(transaction, head);
        var released = Released.Read(session);
        JournalTable.SetBatch(session, _batch + 1);
        _steps.Say(DurableStep.Recording, _batch + 1);
        Commit(session);
        _batch++;
        _log.Saved(doubts);
        _steps.Say(DurableStep.Recorded, _batch);
        Advance(head);
        _steps.Say(DurableStep.Marked, _batch);
        _released = released;
    }

    // A proposal that throws has lost alone; a fault of the database itself ends the batch.
    private void RunOrLose(JournalTransaction transaction, Proposal proposal)
    {
        try
        {
            transaction.Run(proposal);
        }
        catch (DbException exception) when (!Database.IsConflict(exception))
        {
            throw;
        }
        catch (Exception exception)
        {
            if (exception is LogDamagedException)
                FindDamaged(exception);
            _losers.Add((proposal, exception));
        }
    }

    // Without it nothing can be proved, now or later: better that the log stands than that each proof fails for itself.
    private void FindDamaged(Exception exception) => _log.FindDamaged($"{exception.Message} The database was changed. {LogDoubt.WayOut}");

    // A commit that throws may have happened all the same: the batch's number tells.
    private void Commit(SqlSession session)
    {
        try
        {
            session.Commit();
        }
        catch (DbException)
        {
            session.Dispose();
            _session = null;
            if (!ReadBack())
                throw;
        }
    }

    private bool ReadBack()
    {
        try
        {
            _session = _database.OpenWriter();
            return JournalTable.Batch(_session) == _batch + 1;
        }
        catch (DbException exception)
        {
            throw new JournalUnavailableException(
                "This gateway's database failed in the middle of a write. Whether it was recorded is not known and will be found out; asking again under the same key does nothing twice. See the service log.",
                exception);
        }
    }

    // What is committed stays, and nothing may be said of it before the mark is on the disk: so that is tried until it is.
    private void Advance(StagedHead? head)
    {
        while (true)
        {
            try
            {
                _log.Advance(head);
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _failed = true;
                if (_lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    throw new JournalUnavailableException(
                        "This gateway stops, and could not write the ledger's mark beside its keys. What was asked is recorded, and goes out after the next start; asking again under the same key does nothing twice.",
                        exception);
                }

                _logger.LogCritical("The ledger's mark beside the keys cannot be written; it is tried again. What is recorded is kept, and nothing is sent meanwhile: {Reason}", exception.Message);
                _lifetime.ApplicationStopping.WaitHandle.WaitOne(BetweenMarks);
            }
        }
    }

    // A session that is opened anew may find more in the database than was told of before: the log's head is read again.
    private SqlSession OpenSession()
    {
        var session = _database.OpenWriter();
        try
        {
            _batch = JournalTable.Batch(session);
            _renewal.RenewIfDue(session);
            _log.Load(session);
            _log.Mark();
            _released = Released.Read(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void Reset()
    {
        _session?.Dispose();
        _session = null;
        _tiles.Forget();
    }
}

/// <summary>The newest rows that may go out, of the outbox and of the events: their batch is committed, and the mark says so.</summary>
internal sealed record Released(long Outbox, long Events)
{
    public static Released Read(SqlSession sql) => new(OutboxTable.Newest(sql), EventTable.Newest(sql));
}
