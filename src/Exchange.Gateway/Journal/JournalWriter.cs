using System.Data.Common;

namespace Exchange.Gateway.Journal;

/// <summary>
/// The only writer. It takes the waiting proposals, runs them in one transaction, appends their entries, signs the new checkpoint,
/// seals the receipts that they owe, commits once, writes the mark, and only then completes them.
/// </summary>
internal sealed class JournalWriter(
    Database database,
    LogBook log,
    LogRenewal renewal,
    TileReader tiles,
    ReceiptWriter receipts,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    StepLog steps,
    ILogger<JournalWriter> logger
) : IDisposable
{
    private static readonly TimeSpan BetweenMarks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ProposalQueue _waiting = new();
    private readonly List<(Proposal Proposal, Exception Fault)> _losers = [];
    private Thread? _thread;
    private SqlSession? _session;
    private long _batch;
    private long _since;
    private volatile bool _failed;
    private volatile Released _released = new(0, 0);

    /// <summary>What may be published now.</summary>
    public Released Released => _released;

    /// <summary>The newest batch was not recorded, or its mark not written, or it has been under way for more than 2 s.</summary>
    public bool Fails => _failed || (Volatile.Read(ref _since) is var since and not 0 && clock.GetElapsedTime(since) > Patience);

    /// <summary>Raised after each commit, on the journal's thread: must not block.</summary>
    public event Action? Committed;

    /// <summary>Loads the ledger and starts the thread.</summary>
    public void Start()
    {
        _session = OpenSession();
        _thread = new Thread(Loop) { IsBackground = true, Name = "journal" };
        _thread.Start();
    }

    /// <summary>
    /// Records what <paramref name="run"/> does; completes when that is durable. It may be run a second time, after the first was
    /// undone: outside of the transaction it may change only what it sets anew each time.
    /// </summary>
    /// <exception cref="JournalUnavailableException">It was not recorded; the reason is this machine.</exception>
    public async Task<T> ProposeAsync<T>(ProposalHeader header, Func<JournalTransaction, T> run, CancellationToken cancellation = default)
    {
        var proposal = new Proposal<T>(header, run);
        await _waiting.AddAsync(proposal, cancellation);
        return await proposal.Done;
    }

    public Task ProposeAsync(ProposalHeader header, Action<JournalTransaction> run, CancellationToken cancellation = default) =>
        ProposeAsync(
            header,
            transaction =>
            {
                run(transaction);
                return true;
            },
            cancellation
        );

    /// <summary>Takes no more proposals, and finishes those that wait.</summary>
    public void Dispose()
    {
        _waiting.End();
        _thread?.Join();
        _session?.Dispose();
    }

    private void Loop()
    {
        var batch = new List<Proposal>(ProposalQueue.MaximumBatch);
        while (_waiting.Take(batch))
        {
            Volatile.Write(ref _since, clock.GetTimestamp());
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
            var fault =
                exception as JournalUnavailableException
                ?? new JournalUnavailableException(
                    "This gateway could not write to its database; nothing was recorded. See the service log.",
                    exception
                );
            logger.LogError(
                Trace.Of(exception),
                "The journal could not record a batch of {Count}: {Reason}",
                batch.Count,
                exception.Message
            );
            Reset();
            if (exception is LogDamagedException)
                FindDamaged(exception);
            batch.ForEach(proposal => proposal.Fail(fault));
            return;
        }

        _losers.ForEach(loser => loser.Proposal.Fail(loser.Fault));
        batch.ForEach(proposal => proposal.Complete());
        Notify();
    }

    // A listener that fails changes nothing of what is durable.
    private void Notify()
    {
        try
        {
            Committed?.Invoke();
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "A listener of the journal failed");
        }
    }

    private void Commit(List<Proposal> batch)
    {
        var session = _session ??= OpenSession();
        var transaction = RunTogether(session, batch) ?? RunEachAlone(session, batch);
        // The proposals may have suspended the ledger, or resumed it.
        var suspensions = log.Save(session);
        var checkpoint = log.Stage(transaction);
        receipts.Write(transaction, checkpoint);
        var released = Released.Read(session);
        JournalTable.SetBatch(session, _batch + 1);
        steps.Say(DurableStep.Recording, _batch + 1);
        Commit(session);
        _batch++;
        log.Saved(suspensions);
        steps.Say(DurableStep.Recorded, _batch);
        Advance(checkpoint);
        steps.Say(DurableStep.Marked, _batch);
        _released = released;
    }

    // A savepoint for each would copy every page that it writes, and almost no proposal throws: so they are first run without. If one
    // throws, nothing is kept, of the ledger's suspensions neither.
    private JournalTransaction? RunTogether(SqlSession session, List<Proposal> batch)
    {
        var (transaction, before) = Begin(session);
        try
        {
            batch.ForEach(transaction.Run);
            return transaction;
        }
        catch (Exception exception) when (exception is not DbException fault || Database.IsConflict(fault))
        {
            session.Rollback();
            log.GoBack(before);
            return null;
        }
    }

    private JournalTransaction RunEachAlone(SqlSession session, List<Proposal> batch)
    {
        var (transaction, _) = Begin(session);
        foreach (var proposal in batch)
            RunOrLose(transaction, proposal);
        return transaction;
    }

    // Before a proposal can end it: a suspension is saved in any case, and cosigning stops until the operator confirms.
    private (JournalTransaction Transaction, LedgerSuspensions Suspensions) Begin(SqlSession session)
    {
        session.Begin();
        return (new JournalTransaction(session, log, clock.Now()), log.Save(session));
    }

    // A proposal that throws fails alone; a fault of the database itself fails the batch.
    private void RunOrLose(JournalTransaction transaction, Proposal proposal)
    {
        try
        {
            transaction.RunAlone(proposal);
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

    // Nothing can be proved without the missing part: the ledger is suspended as a whole, instead of each proof failing by itself.
    private void FindDamaged(Exception exception) =>
        log.FindDamaged($"{exception.Message} The database was changed. {LedgerSuspension.WayOut}");

    // A commit that throws may have succeeded: the number of the batch shows it.
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
            _session = database.OpenWriter();
            return JournalTable.Batch(_session) == _batch + 1;
        }
        catch (DbException exception)
        {
            throw new JournalUnavailableException(
                "This gateway's database failed during a write. Whether it was recorded is not known yet; repeating the request "
                    + "with the same key has no second effect. See the service log.",
                exception
            );
        }
    }

    // What is committed stays, but nothing may be sent before the mark is on the disk: so it is tried until it is written.
    private void Advance(StagedCheckpoint? checkpoint)
    {
        while (true)
        {
            try
            {
                log.Advance(checkpoint);
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _failed = true;
                if (lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    throw new JournalUnavailableException(
                        "This gateway is stopping, and could not write the ledger's mark beside its keys. The request is "
                            + "recorded and is sent after the next start; repeating it with the same key has no second effect.",
                        exception
                    );
                }

                logger.LogCritical(
                    "The ledger's mark beside the keys cannot be written; it is tried again. What is recorded is kept; nothing "
                        + "is sent until then: {Reason}",
                    exception.Message
                );
                lifetime.ApplicationStopping.WaitHandle.WaitOne(BetweenMarks);
            }
        }
    }

    // A batch whose outcome was unknown may be in the database: the ledger is loaded again.
    private SqlSession OpenSession()
    {
        var session = database.OpenWriter();
        try
        {
            _batch = JournalTable.Batch(session);
            renewal.RenewIfDue(session);
            log.Load(session);
            log.Mark();
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
        tiles.Forget();
    }
}

/// <summary>The newest rows that may go out, of the outbox and of the events: their batch is committed, and the mark says so.</summary>
internal sealed record Released(long Outbox, long Events)
{
    public static Released Read(SqlSession sql) => new(OutboxTable.Newest(sql), EventTable.Newest(sql));
}
