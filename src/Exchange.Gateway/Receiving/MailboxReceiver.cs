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

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);

    private readonly Channel<(Delivery Delivery, Task<Action<JournalTransaction>> Opening)> _opening =
        Channel.CreateBounded<(Delivery, Task<Action<JournalTransaction>>)>(OpenedAtOnce);

    private int _resting;

    public async Task RunAsync(CancellationToken stopping)
    {
        await consumer.StartAsync(delivery => TakeAsync(delivery, stopping));
        await foreach (var (delivery, opening) in _opening.Reader.ReadAllAsync(stopping))
            _ = RecordAsync(delivery, await opening.ContinueWith(Outcome, TaskScheduler.Default));
    }

    private ValueTask TakeAsync(Delivery delivery, CancellationToken stopping)
    {
        var arrival = new Arrival(counterpart, delivery.Body, clock.Now());
        var opening = Task.Run(() => opener.Open(arrival, counterparts.Find(counterpart)!), stopping);
        return _opening.Writer.WriteAsync((delivery, opening), stopping);
    }

    // Opening does not throw on hostile bytes; if it throws, the fault is ours, and the delivery must stay.
    private static Action<JournalTransaction> Outcome(Task<Action<JournalTransaction>> opening) =>
        opening.IsCompletedSuccessfully ? opening.Result : _ => opening.GetAwaiter().GetResult();

    private async Task RecordAsync(Delivery delivery, Action<JournalTransaction> record)
    {
        try
        {
            await journal.ProposeAsync(record);
            await delivery.AckAsync();
            steps.Say(DurableStep.Acked, delivery.MessageId ?? "a nameless message");
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "A delivery from {Counterpart} could not be recorded; it stays in the mailbox", counterpart);
            await RestAsync();
        }
    }

    private async Task RestAsync()
    {
        if (Interlocked.Exchange(ref _resting, 1) == 1)
            return;
        await consumer.PauseAsync();
        await Task.Delay(PauseAfterFault, clock);
        Volatile.Write(ref _resting, 0);
        await consumer.ResumeAsync();
    }
}
