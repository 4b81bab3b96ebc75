using System.Collections.Concurrent;
using System.Data.Common;
using System.Threading.Channels;
using Exchange.Gateway.Border;

namespace Exchange.Gateway.Receiving;

/// <summary>
/// Receives one counterpart's mailbox: opens in parallel, judges in the order of delivery, and acks after the commit. A fault of this
/// program stops the consuming and refuses nothing: what is not acked is delivered again.
/// </summary>
internal sealed class MailboxReceiver(
    PartyName counterpart,
    Counterparts counterparts,
    MailboxConsumer consumer,
    Allowance allowance,
    DiskWatch disk,
    ArrivalOpener opener,
    DeferredMessages deferred,
    JournalWriter journal,
    LinkStates states,
    TimeProvider clock,
    StepLog steps,
    ILogger<MailboxReceiver> logger
)
{
    private const int OpenedAtOnce = 64;

    // Half a batch of the journal: of two counterparts, neither waits for more than one batch of the other.
    private const int RecordedAtOnce = 128;

    // After so many faults with the same message, while the journal itself works, the message is the reason.
    private const int MostFaults = 3;
    private const int MostKnownFaults = 256;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Channel<(Delivery Delivery, Arrival Arrival, Task<Action<JournalTransaction>> Opening)> _opening =
        Channel.CreateBounded<(Delivery, Arrival, Task<Action<JournalTransaction>>)>(OpenedAtOnce);

    private readonly Channel<bool> _places = Channel.CreateBounded<bool>(RecordedAtOnce);
    private readonly ConcurrentDictionary<Digest, int> _faults = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _pause = FirstPause;
    private int _resting;

    /// <summary>Runs until it is stopped, or until a fault of this program ends it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await consumer.StartAsync(delivery => TakeAsync(delivery, ending.Token));
        var recording = RecordAllAsync(ending.Token);
        try
        {
            await await Task.WhenAny(recording, consumer.Ended, _broken.Task);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAny(recording);
            states.SetResting(counterpart, false);
        }
    }

    internal async ValueTask TakeAsync(Delivery delivery, CancellationToken stopping)
    {
        if (disk.IsLow)
        {
            // It is not acked, so it is delivered again.
            await RestAsync(() => Task.FromResult(!disk.IsLow), stopping);
            return;
        }

        await allowance.TakeAsync(delivery.Body.Length, stopping);
        var arrival = new Arrival(counterpart, delivery.Body, clock.Now());
        await _opening.Writer.WriteAsync((delivery, arrival, Task.Run(() => Open(arrival), stopping)), stopping);
    }

    /// <summary>Records what was taken, in the order of delivery.</summary>
    internal async Task RecordAllAsync(CancellationToken stopping)
    {
        await foreach (var (delivery, arrival, opening) in _opening.Reader.ReadAllAsync(stopping))
        {
            var record = await opening.ContinueWith(Outcome, TaskScheduler.Default);
            await _places.Writer.WriteAsync(true, stopping);
            _ = ObserveAsync(RecordAsync(delivery, arrival, record, stopping));
        }
    }

    private Action<JournalTransaction> Open(Arrival arrival) => opener.Open(arrival, counterparts.Find(counterpart)!);

    // Opening does not throw for any bytes; if it throws, the fault is this program's, and the delivery must stay.
    private static Action<JournalTransaction> Outcome(Task<Action<JournalTransaction>> opening) =>
        opening.IsCompletedSuccessfully ? opening.Result : _ => opening.GetAwaiter().GetResult();

    // Nobody awaits one delivery, so its exception must be reported here.
    private async Task ObserveAsync(Task recording)
    {
        try
        {
            await recording;
        }
        catch (Exception exception)
        {
            _broken.TrySetException(exception);
        }
    }

    private async Task RecordAsync(Delivery delivery, Arrival arrival, Action<JournalTransaction> record, CancellationToken stopping)
    {
        try
        {
            allowance.Settle(await ProposeAsync(record), delivery.Body.Length);
            await delivery.AckAsync();
            _faults.TryRemove(arrival.Sealed, out _);
            _pause = FirstPause;
            steps.Say(DurableStep.Acked, delivery.MessageId ?? "a message without an id");
        }
        catch (Exception exception)
        {
            // The fault is this program's.
            allowance.Settle(Worth.Useful, delivery.Body.Length);
            logger.LogError(
                Trace.Of(exception),
                "A delivery from {Counterpart} could not be recorded; it stays in the mailbox: {Reason}",
                counterpart,
                exception.Message
            );
            if (IsTheReason(arrival, exception))
                await SetAsideAsync(delivery, arrival);
            else
                await RestAsync(() => IsRecordedAsync(arrival), stopping);
        }
    }

    private async Task<Worth> ProposeAsync(Action<JournalTransaction> record)
    {
        try
        {
            return await journal.ProposeAsync("delivery.record", transaction =>
            {
                record(transaction);
                return transaction.Worth;
            });
        }
        finally
        {
            _places.Reader.TryRead(out _);
        }
    }

    private bool IsTheReason(Arrival arrival, Exception exception)
    {
        if (exception is JournalUnavailableException or LedgerSuspendedException or OperationCanceledException or BorderException)
            return false;
        // Forgetting all of them only starts the count again.
        if (_faults.Count >= MostKnownFaults)
            _faults.Clear();
        return _faults.AddOrUpdate(arrival.Sealed, 1, (_, count) => count + 1) >= MostFaults;
    }

    // Only case messages are deferred; link messages are repeated by their sender.
    private async Task SetAsideAsync(Delivery delivery, Arrival arrival)
    {
        try
        {
            if (opener.IsLinkMessage(arrival, counterparts.Find(counterpart)!))
            {
                logger.LogError(
                    "A link message from {Counterpart} is dropped: it failed {Count} times by a fault of this program",
                    counterpart,
                    MostFaults
                );
            }
            else
            {
                await journal.ProposeAsync("delivery.set-aside", transaction =>
                    deferred.Put(transaction, arrival, WaitReason.OwnFault, null)
                );
            }

            await delivery.AckAsync();
            _faults.TryRemove(arrival.Sealed, out _);
        }
        catch (Exception exception)
        {
            logger.LogError(
                Trace.Of(exception),
                "A delivery from {Counterpart} could not be deferred; it stays in the mailbox: {Reason}",
                counterpart,
                exception.Message
            );
        }
    }

    // Each delivery counts against the broker's delivery limit, so nothing is consumed until it can be recorded again.
    private async Task RestAsync(Func<Task<bool>> isOver, CancellationToken stopping)
    {
        if (Interlocked.Exchange(ref _resting, 1) == 1)
            return;
        states.SetResting(counterpart, true);
        await consumer.PauseAsync();
        do
        {
            await Task.Delay(_pause, clock, stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
            _pause = _pause < LongestPause / 2 ? 2 * _pause : LongestPause;
        } while (!stopping.IsCancellationRequested && !await isOver());

        Volatile.Write(ref _resting, 0);
        if (stopping.IsCancellationRequested)
            return;
        states.SetResting(counterpart, false);
        await consumer.ResumeAsync();
    }

    // The journal works again once it records what it could not: a smaller record might fit on a full disk. Any other fault belongs to this
    // one message, which is delivered again and counted.
    private async Task<bool> IsRecordedAsync(Arrival arrival)
    {
        try
        {
            await journal.ProposeAsync("delivery.record", Open(arrival));
            return true;
        }
        catch (Exception exception)
        {
            return exception is not JournalUnavailableException && (exception is not DbException fault || Database.IsConflict(fault));
        }
    }
}
