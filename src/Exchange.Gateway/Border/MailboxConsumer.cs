using RabbitMQ.Client;

namespace Exchange.Gateway.Border;

/// <summary>
/// Empties our mailbox of one counterpart's messages: one at a time, in the order of delivery, each until it is acked.
/// What is not acked when the connection ends, or consuming is paused, comes again, marked as redelivered; the broker
/// dead-letters what has come too often.
/// </summary>
internal sealed class MailboxConsumer : IAsyncDisposable
{
    private const string Queue = "messages";

    private readonly BrokerEndpoint _endpoint;
    private readonly BorderOptions _options;
    private readonly BorderLink _link;
    private readonly SemaphoreSlim _switching = new(1);
    private Func<Delivery, ValueTask>? _onDelivery;
    private (Task Task, CancellationTokenSource Stop)? _run;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _handing = Task.CompletedTask;

    /// <summary><c>onState</c> is told when the link goes up or down, not of pauses; it must neither block nor throw.</summary>
    public MailboxConsumer(BrokerEndpoint endpoint, BorderOptions options, TimeProvider clock, Action<LinkState> onState)
    {
        (_endpoint, _options) = (endpoint, options);
        _link = new(new(endpoint, consumes: true, options, clock), options, clock, ServeAsync, static _ => { }, onState);
    }

    /// <summary>
    /// Faults when a fault of this program's own has ended the consuming, which then goes on only in another consumer; else never
    /// completes.
    /// </summary>
    public Task Ended => _ended.Task;

    /// <summary>Begins to consume; the broker need not be there yet.</summary>
    /// <param name="onDelivery">Awaited before the next delivery. If it throws, the connection is ended and made again after
    /// a pause, and what was not acked comes again.</param>
    public Task StartAsync(Func<Delivery, ValueTask> onDelivery)
    {
        if (Interlocked.CompareExchange(ref _onDelivery, onDelivery, null) is not null)
            throw new InvalidOperationException("The consumer was started before.");
        return ResumeAsync();
    }

    /// <summary>
    /// Hands nothing more out and closes the connection: unacked deliveries go back to the broker. May be called from
    /// within a delivery, which runs on to its end; its ack no longer counts.
    /// </summary>
    public async Task PauseAsync()
    {
        await _switching.WaitAsync();
        try
        {
            if (_run is not { } run)
                return;
            await run.Stop.CancelAsync();
            await run.Task;
            run.Stop.Dispose();
            _run = null;
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Consumes again after a pause.</summary>
    public async Task ResumeAsync()
    {
        await _switching.WaitAsync();
        try
        {
            if (_run is not null || _onDelivery is null)
                return;
            var stop = new CancellationTokenSource();
            _run = (Task.Run(() => KeepAsync(stop.Token)), stop);
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Pauses, and waits for the delivery that is being handled.</summary>
    public async ValueTask DisposeAsync()
    {
        await PauseAsync();
        await _handing;
    }

    private async Task KeepAsync(CancellationToken stop)
    {
        try
        {
            await _link.RunAsync(stop);
        }
        catch (Exception fault)
        {
            _ended.TrySetException(fault);
        }
    }

    private async Task ServeAsync(BrokerSession session, CancellationToken cancellation)
    {
        var acks = new AckWriter(session.Channel);
        var queue = new DeliveryQueue(session.Channel, acks, session.Budget!, () => session.End(Cancelled()));
        await session.Channel.BasicQosAsync(prefetchSize: 0, (ushort)_options.Prefetch, global: false, cancellation);
        await session.Channel.BasicConsumeAsync(Queue, autoAck: false, queue, cancellation);
        var handing = HandOutAsync(queue, _handing, cancellation);
        _handing = handing;
        var writing = acks.RunAsync(session.Ended);
        await Task.WhenAny(writing, handing, Task.Delay(Timeout.Infinite, cancellation));
        acks.Complete();
        await writing;
        if (handing is { IsCompleted: true } && await handing is { } failure)
            throw failure;
    }

    // The delivery over which the former session was lost may still be in hand: one at a time.
    private async Task<BorderException?> HandOutAsync(DeliveryQueue queue, Task former, CancellationToken cancellation)
    {
        await former;
        try
        {
            await foreach (var delivery in queue.Deliveries.ReadAllAsync(cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                await _onDelivery!(delivery);
            }
            return null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            return new(BorderFault.ReceiverFailed, $"A message from {_endpoint} could not be taken in ({e.GetType().Name}).", e);
        }
    }

    private BorderException Cancelled() => new(BorderFault.Unreachable, $"{_endpoint} ended the delivery of its queue {Queue}.");
}
