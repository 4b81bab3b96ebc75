using System.Threading.Channels;
using RabbitMQ.Client;

namespace Exchange.Gateway.Border;

/// <summary>
/// Delivers to one counterpart's mailbox. Publishes go out in the order of the calls, many under way at once; each ends
/// within <see cref="BorderOptions.PublishTimeout"/>, whatever the broker does. When a connection is lost all that was
/// called before ends with it, and nothing of it is sent later behind its caller's back.
/// </summary>
internal sealed class MailboxPublisher : IAsyncDisposable
{
    private const string Exchange = "border",
        RoutingKey = "message";

    private readonly Channel<PendingPublish> _calls = Channel.CreateUnbounded<PendingPublish>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly BorderOptions _options;
    private readonly TimeProvider _clock;
    private readonly BrokerEndpoint _endpoint;
    private readonly Lazy<Task> _link;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Why there is no session since the last attempt at one.
    private BorderException? _down;

    /// <summary><c>onState</c> is told when the link goes up or down, from the first publish on; it must neither block nor throw.</summary>
    public MailboxPublisher(BrokerEndpoint endpoint, BorderOptions options, TimeProvider clock, Action<LinkState> onState)
    {
        (_endpoint, _options, _clock) = (endpoint, options, clock);
        var link = new BorderLink(new(endpoint, consumes: false, options, clock), options, clock, ServeAsync, FailQueued, onState);
        _link = new(() => Task.Run(() => KeepAsync(link)));
    }

    /// <summary>
    /// Faults when a fault of this program's own has ended the delivery, which then goes on only in another publisher; else never
    /// completes.
    /// </summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when the broker has confirmed the message, which is then on its disk.</summary>
    /// <exception cref="BorderException">It did not. After <see cref="BorderFault.Unreachable"/> and
    /// <see cref="BorderFault.Timeout"/> the message may have arrived nevertheless.</exception>
    /// <exception cref="OperationCanceledException">The caller waits no longer; the message may have arrived.</exception>
    public async Task PublishAsync(BorderMessage message, CancellationToken cancellation)
    {
        if (_ended.Task.IsCompleted)
            throw Stopped();
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        _ = _link.Value;
        if (Volatile.Read(ref _down) is { } down)
            throw down.Again();
        var publish = new PendingPublish(message);
        if (!_calls.Writer.TryWrite(publish))
            throw Stopped();
        try
        {
            await publish.End.WaitAsync(_options.PublishTimeout, _clock, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new BorderException(
                BorderFault.Timeout,
                $"{_endpoint} did not confirm message {message.Id} within {_options.PublishTimeout.TotalSeconds} s.",
                e
            );
        }
        finally
        {
            publish.GiveUp();
        }
    }

    /// <summary>What is not confirmed by then fails.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_link.IsValueCreated)
            await _link.Value;
        _calls.Writer.TryComplete();
        FailQueued(Stopped());
    }

    private async Task KeepAsync(BorderLink link)
    {
        try
        {
            await link.RunAsync(_stop.Token);
        }
        catch (Exception fault)
        {
            await _stop.CancelAsync();
            _calls.Writer.TryComplete();
            FailQueued(Stopped());
            _ended.TrySetException(fault);
        }
    }

    private async Task ServeAsync(BrokerSession session, CancellationToken cancellation)
    {
        using var window = new ConfirmWindow(_endpoint, _options.PublishWindow, _clock);
        Follow(session.Channel, window);
        try
        {
            Volatile.Write(ref _down, null);
            var watch = WatchAsync(session, window, cancellation);
            await SendAsync(session, window, cancellation);
            await watch;
        }
        finally
        {
            window.FailAll(session.Fault ?? Stopped());
        }
    }

    private static void Follow(IChannel channel, ConfirmWindow window)
    {
        channel.BasicReturnAsync += (_, returned) =>
        {
            window.Returned(returned.BasicProperties.MessageId, $"{returned.ReplyCode} {returned.ReplyText}");
            return Task.CompletedTask;
        };
        channel.BasicAcksAsync += (_, ack) =>
        {
            window.Confirmed(ack.DeliveryTag, ack.Multiple);
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, nack) =>
        {
            window.Refused(nack.DeliveryTag, nack.Multiple);
            return Task.CompletedTask;
        };
    }

    private async Task SendAsync(BrokerSession session, ConfirmWindow window, CancellationToken cancellation)
    {
        while (true)
        {
            // First the place, then the call: one that has left the queue is in the window, with nothing to wait for between.
            await window.WaitAsync(cancellation);
            var publish = await NextAsync(cancellation);
            window.Add(publish);
            var properties = new BasicProperties
            {
                ContentType = "application/cms",
                MessageId = publish.MessageId,
                Persistent = true,
            };
            await session.Channel.BasicPublishAsync(Exchange, RoutingKey, mandatory: true, properties, publish.Message.Body, cancellation);
        }
    }

    private async ValueTask<PendingPublish> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var publish = await _calls.Reader.ReadAsync(cancellation);
            if (!publish.End.IsCompleted)
                return publish;
        }
    }

    // The client may lose a confirm, or stand still while it writes, and the connection look well
    // (rabbitmq-dotnet-client #1930). One that has not moved for that long is given up.
    private async Task WatchAsync(BrokerSession session, ConfirmWindow window, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(_options.PublishTimeout / 4, _clock);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            if (window.HasWaited(_options.PublishTimeout))
                session.End(new(BorderFault.Timeout, $"{_endpoint} has confirmed nothing for {_options.PublishTimeout.TotalSeconds} s."));
        }
    }

    private void FailQueued(BorderException fault)
    {
        Volatile.Write(ref _down, fault);
        while (_calls.Reader.TryRead(out var publish))
            publish.Fail(fault);
    }

    private BorderException Stopped() => new(BorderFault.Unreachable, $"Delivery to {_endpoint} was stopped.");
}
