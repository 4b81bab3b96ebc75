using System.Collections.Concurrent;
using System.Threading.Channels;
using Exchange.Gateway.Border;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Protocol;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Receiving;

/// <summary>
/// Takes one counterpart's mailbox: opens in parallel, judges in the order of delivery, and acks after the commit. A fault of
/// our own stops the consuming and refuses nothing: what is not acked comes again.
/// </summary>
internal sealed class MailboxReceiver(
    PartyName counterpart, Counterparts counterparts, MailboxConsumer consumer, ArrivalOpener opener, JournalWriter journal, TimeProvider clock,
    StepLog steps, ILogger<MailboxReceiver> logger)
{
    private const int OpenedAtOnce = 64;

    // After so many faults over one and the same message, while the journal itself works, the message is the reason.
    private const int MostFaults = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Channel<(Delivery Delivery, Arrival Arrival, Task<Action<JournalTransaction>> Opening)> _opening =
        Channel.CreateBounded<(Delivery, Arrival, Task<Action<JournalTransaction>>)>(OpenedAtOnce);

    private readonly ConcurrentDictionary<Digest, int> _faults = new();
    private int _resting;

    public async Task RunAsync(CancellationToken stopping)
    {
        await consumer.StartAsync(delivery => TakeAsync(delivery, stopping));
        await foreach (var (delivery, arrival, opening) in _opening.Reader.ReadAllAsync(stopping))
            _ = RecordAsync(delivery, arrival, await opening.ContinueWith(Outcome, TaskScheduler.Default), stopping);
    }

    private ValueTask TakeAsync(Delivery delivery, CancellationToken stopping)
    {
        var arrival = new Arrival(counterpart, delivery.Body, clock.Now());
        var opening = Task.Run(() => opener.Open(arrival, counterparts.Find(counterpart)!), stopping);
        return _opening.Writer.WriteAsync((delivery, arrival, opening), stopping);
    }

    // Opening does not throw on hostile bytes; if it throws, the fault is ours, and the delivery must stay.
    private static Action<JournalTransaction> Outcome(Task<Action<JournalTransaction>> opening) =>
        opening.IsCompletedSuccessfully ? opening.Result : _ => opening.GetAwaiter().GetResult();

    private async Task RecordAsync(Delivery delivery, Arrival arrival, Action<JournalTransaction> record, CancellationToken stopping)
    {
        try
        {
            await journal.ProposeAsync(record, CancellationToken.None);
            await delivery.AckAsync();
            _faults.TryRemove(arrival.Sealed, out _);
            steps.Say(DurableStep.Acked, delivery.MessageId ?? "a nameless message");
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "A delivery from {Counterpart} could not be recorded; it stays in the mailbox", counterpart);
            if (IsTheReason(arrival, exception))
                await SetAsideAsync(delivery, arrival);
            else
                await RestAsync(stopping);
        }
    }

    private bool IsTheReason(Arrival arrival, Exception exception) =>
        exception is not (JournalUnavailableException or LogInDoubtException or OperationCanceledException or BorderException)
        && _faults.AddOrUpdate(arrival.Sealed, 1, (_, count) => count + 1) >= MostFaults;

    private async Task SetAsideAsync(Delivery delivery, Arrival arrival)
    {
        try
        {
            await journal.ProposeAsync(transaction => ParkedMessages.Put(transaction, arrival, WaitReason.OwnFault, null));
            await delivery.AckAsync();
            _faults.TryRemove(arrival.Sealed, out _);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "A delivery from {Counterpart} could not be set aside; it stays in the mailbox", counterpart);
        }
    }

    // Each new delivery counts against the broker's limit: so nothing is consumed until the journal is known to record again.
    private async Task RestAsync(CancellationToken stopping)
    {
        if (Interlocked.Exchange(ref _resting, 1) == 1)
            return;
        await consumer.PauseAsync();
        for (var pause = FirstPause; !stopping.IsCancellationRequested; pause = pause < LongestPause / 2 ? 2 * pause : LongestPause)
        {
            await Task.Delay(pause, clock, CancellationToken.None);
            if (await RecordsAgainAsync())
                break;
        }

        Volatile.Write(ref _resting, 0);
        if (!stopping.IsCancellationRequested)
            await consumer.ResumeAsync();
    }

    private async Task<bool> RecordsAgainAsync()
    {
        try
        {
            await journal.ProposeAsync(JournalTransaction.Nothing);
            return true;
        }
        catch (JournalUnavailableException)
        {
            return false;
        }
    }
}
