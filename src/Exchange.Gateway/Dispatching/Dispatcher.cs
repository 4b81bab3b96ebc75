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

    public async Task RunAsync(CancellationToken stopping)
    {
        using var sql = database.OpenSession();
        var readUpTo = 0L;
        while (!stopping.IsCancellationRequested)
        {
            // What was not confirmed is behind the place up to which the outbox was read.
            if (Interlocked.Exchange(ref _toReadAgain, 0) == 1)
                readUpTo = 0;
            var fresh = OutboxTable.Fresh(sql, counterpart.Name, readUpTo, journal.NewestToPublish, clock.Now(), Window);
            readUpTo = fresh.Count > 0 ? fresh[^1].Id : readUpTo;
            var due = OutboxTable.Due(sql, counterpart.Name, clock.Now(), Window);
            foreach (var item in fresh.Concat(due).Where(item => _underWay.TryAdd(item.Id, 0)))
            {
                await _room.WaitAsync(stopping);
                _ = PublishAsync(item, stopping);
            }

            if (fresh.Count < Window && due.Count < Window)
                await _wake.WaitAsync(Pause, stopping);
        }
    }

    private async Task PublishAsync(OutboxItem item, CancellationToken stopping)
    {
        var isConfirmed = false;
        try
        {
            record.Write(item);
            await publisher.PublishAsync(new BorderMessage(Guid.Parse(item.MessageId), item.Sealed), stopping);
            steps.Say(DurableStep.Published, item);
            await journal.ProposeAsync(
                transaction => OutboxTable.Confirm(transaction.Sql, item, transaction.Now, settings.FirstResend), CancellationToken.None);
            steps.Say(DurableStep.Confirmed, item);
            isConfirmed = true;
        }
        catch (Exception exception) when (exception is BorderException or JournalUnavailableException or OperationCanceledException)
        {
            logger.LogInformation("{Message} to {Counterpart} is not confirmed and stays in the outbox: {Reason}",
                item, counterpart, exception.Message);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "{Message} to {Counterpart} could not be published by a fault of our own; it stays in the outbox", item, counterpart);
        }

        if (!isConfirmed)
            await Task.Delay(Pause, clock, CancellationToken.None);
        // First out of the way, then asked for: else the next reading would pass it over.
        _underWay.TryRemove(item.Id, out _);
        if (!isConfirmed)
            Volatile.Write(ref _toReadAgain, 1);
        _room.Release();
    }
}
