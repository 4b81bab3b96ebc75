using System.Collections.Concurrent;
using Exchange.Gateway.Border;

namespace Exchange.Gateway.Dispatching;

/// <summary>
/// Brings one counterpart's outbox to its mailbox, in the order of sending, and again until receipts come. What is not
/// confirmed is read again from the outbox; so a crash, a dead broker or a lost confirm costs a repeat, never a message. While
/// nothing gets through, one message now and then finds out whether it does again.
/// </summary>
internal sealed class Dispatcher(
    Counterpart counterpart,
    MailboxPublisher publisher,
    Database database,
    JournalWriter journal,
    WireRecord record,
    BorderSettings settings,
    StepLog steps,
    TimeProvider clock,
    ILogger<Dispatcher> logger
) : IDisposable
{
    private const int Window = 256;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // For one that fails by a fault of our own, which is not that of the others.
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, byte> _underWay = new();
    private readonly Outage _outage = new(settings.Connection.BackOffMinimum, settings.Connection.BackOffMaximum);
    private readonly SemaphoreSlim _room = new(Window);
    private readonly SemaphoreSlim _wake = new(1);
    private long _readUpTo;
    private long _lastProbe;
    private int _toReadAgain;

    /// <summary>Something new may be in the outbox.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
            _wake.Release();
    }

    public void Dispose()
    {
        _room.Dispose();
        _wake.Dispose();
    }

    /// <summary>Goes on until it is stopped, or the publisher can go on no more.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var dispatching = DispatchAsync(ending.Token);
        try
        {
            await await Task.WhenAny(dispatching, publisher.Ended);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAny(dispatching);
            // Who is under way gives its place back, and must find it.
            for (var place = 0; place < Window; place++)
                await _room.WaitAsync(CancellationToken.None);
        }
    }

    private async Task DispatchAsync(CancellationToken stopping)
    {
        using var sql = database.OpenSession();
        while (!stopping.IsCancellationRequested)
        {
            if (_outage.IsOn)
                await ProbeAsync(sql, stopping);
            else if (await StartAsync(sql, stopping) < Window)
                await _wake.WaitAsync(Pause, stopping);
        }
    }

    // Not always the same one: if that one were the reason, it would hold up all others.
    private async Task ProbeAsync(SqlSession sql, CancellationToken stopping)
    {
        await Task.Delay(_outage.NextPause(), clock, stopping);
        var waiting = Waiting(sql);
        // All but one of them are only looked at, and must be found again.
        Volatile.Write(ref _toReadAgain, 1);
        if (waiting.Count == 0)
            return;
        _lastProbe = waiting.Exists(id => id > _lastProbe) ? waiting.First(id => id > _lastProbe) : waiting[0];
        await _room.WaitAsync(stopping);
        await PublishAsync(sql, _lastProbe, stopping);
    }

    /// <summary>Starts what waits and is not under way; says how many.</summary>
    private async Task<int> StartAsync(SqlSession sql, CancellationToken stopping)
    {
        var started = 0;
        foreach (var id in Waiting(sql))
        {
            await _room.WaitAsync(stopping);
            if (_outage.IsOn)
            {
                _room.Release();
                // What was read and not started is behind the place up to which the outbox was read.
                Volatile.Write(ref _toReadAgain, 1);
                break;
            }

            _ = PublishAsync(sql, id, stopping);
            started++;
        }

        return started;
    }

    // Ids alone: most of what is read again and again while a broker stands still is under way, and may be a MiB each.
    private List<long> Waiting(SqlSession sql)
    {
        if (Interlocked.Exchange(ref _toReadAgain, 0) == 1)
            _readUpTo = 0;
        var limit = Window + _underWay.Count;
        var fresh = OutboxTable.Fresh(sql, counterpart.Name, _readUpTo, journal.Released.Outbox, clock.Now(), limit);
        _readUpTo = fresh.Count > 0 ? fresh[^1] : _readUpTo;
        var due = OutboxTable.Due(sql, counterpart.Name, clock.Now(), limit);
        return [.. fresh.Concat(due).Distinct().Where(id => !_underWay.ContainsKey(id))];
    }

    // Reads before it is awaited, as the session is not for two at once. Takes over a place in the room.
    private Task PublishAsync(SqlSession sql, long id, CancellationToken stopping)
    {
        OutboxItem? item;
        try
        {
            item = OutboxTable.Read(sql, id);
        }
        catch
        {
            _room.Release();
            throw;
        }

        if (item is not null && _underWay.TryAdd(id, 0))
            return PublishAsync(item, stopping);
        // It was settled, or replaced by a newer one, meanwhile.
        _room.Release();
        return Task.CompletedTask;
    }

    private async Task PublishAsync(OutboxItem item, CancellationToken stopping)
    {
        var isConfirmed = await TryPublishAsync(item, stopping);
        // First out of the way, then asked for: else the next reading would pass it over.
        _underWay.TryRemove(item.Id, out _);
        if (!isConfirmed)
            Volatile.Write(ref _toReadAgain, 1);
        _room.Release();
    }

    private async Task<bool> TryPublishAsync(OutboxItem item, CancellationToken stopping)
    {
        // What set out before is no sign of how it is now.
        var isProbe = _outage.IsOn;
        try
        {
            record.Write(item);
            await publisher.PublishAsync(new BorderMessage(Guid.Parse(item.MessageId), item.Sealed), stopping);
            steps.Say(DurableStep.Published, item);
            await journal.ProposeAsync(
                "outbox.confirm",
                transaction => OutboxTable.Confirm(transaction.Sql, item, transaction.Now, settings.FirstResend),
                CancellationToken.None
            );
            steps.Say(DurableStep.Confirmed, item);
            if (isProbe && _outage.End())
                logger.LogInformation("What is for {Counterpart} goes out again", counterpart);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception) when (exception is BorderException or JournalUnavailableException)
        {
            if (_outage.Begin())
            {
                logger.LogWarning(
                    "{Message} to {Counterpart} is not confirmed: {Reason} It stays in the outbox with all that follows, and is "
                        + "tried again until it is",
                    item,
                    counterpart,
                    exception.Message
                );
            }

            return false;
        }
        catch (Exception exception)
        {
            logger.LogError(
                exception,
                "{Message} to {Counterpart} could not be published by a fault of our own; it stays in the outbox",
                item,
                counterpart
            );
            await Task.Delay(LongPause, clock, stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
            return false;
        }
    }
}
