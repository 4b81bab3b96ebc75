using System.Collections.Concurrent;
using Exchange.Gateway.Border;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Protocol;

namespace Exchange.Gateway.Dispatching;

/// <summary>
/// Brings one counterpart's outbox to its mailbox, in the order of sending, and again until receipts come. What is not
/// confirmed is read again from the outbox; so a crash, a dead broker or a lost confirm costs a repeat, never a message.
/// </summary>
internal sealed class Dispatcher(
    Counterpart counterpart, MailboxPublisher publisher, Database database, JournalWriter journal, WireRecord record, BorderSettings settings,
    StepLog steps, TimeProvider clock, ILogger<Dispatcher> logger) : IDisposable
{
    private const int Window = 256;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, byte> _underWay = new();
    private readonly SemaphoreSlim _room = new(Window);
    private readonly SemaphoreSlim _wake = new(1);
    private volatile bool _readAgain;
    private long _readUpTo;

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

    public async Task RunAsync(CancellationToken stopping)
    {
        using var sql = database.OpenSession();
        while (!stopping.IsCancellationRequested)
        {
            foreach (var item in Next(sql))
            {
                await _room.WaitAsync(stopping);
                _ = PublishAsync(item, stopping);
            }

            await _wake.WaitAsync(Pause, stopping);
        }
    }

    private IEnumerable<OutboxItem> Next(SqlSession sql)
    {
        if (_readAgain)
            (_readAgain, _readUpTo) = (false, 0);
        for (var fresh = OutboxTable.Fresh(sql, counterpart.Name, _readUpTo, Window); fresh.Count > 0;
            fresh = OutboxTable.Fresh(sql, counterpart.Name, _readUpTo, Window))
        {
            foreach (var item in fresh)
            {
                _readUpTo = Math.Max(_readUpTo, item.Id);
                if (_underWay.TryAdd(item.Id, 0))
                    yield return item;
            }
        }

        foreach (var item in OutboxTable.Due(sql, counterpart.Name, clock.Now(), Window).Where(item => _underWay.TryAdd(item.Id, 0)))
            yield return item;
    }

    private async Task PublishAsync(OutboxItem item, CancellationToken stopping)
    {
        var done = false;
        try
        {
            record.Write(item);
            await publisher.PublishAsync(new BorderMessage(Guid.Parse(item.MessageId), item.Sealed), stopping);
            steps.Say(DurableStep.Published, item);
            await journal.ProposeAsync(
                transaction => OutboxTable.Confirm(transaction.Sql, item, transaction.Now, settings.FirstResend), CancellationToken.None);
            steps.Say(DurableStep.Confirmed, item);
            done = true;
        }
        // Whatever it was, the message must be tried again.
        catch (Exception exception)
        {
            logger.LogInformation("{Message} to {Counterpart} is not confirmed and stays in the outbox: {Reason}",
                item, counterpart, exception.Message);
            await Task.Delay(Pause, clock, CancellationToken.None);
        }
        finally
        {
            _underWay.TryRemove(item.Id, out _);
            // Only now: a reading that finds it still under way would pass it by for good.
            if (!done)
                _readAgain = true;
            _room.Release();
        }
    }
}
