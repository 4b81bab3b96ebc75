using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Exchange.Gateway.Border;

/// <summary>
/// One connection with one channel, from its opening to its end, of which there is one: whoever is first to say why.
/// It is never mended; the next one is another object.
/// </summary>
internal sealed class BrokerSession : IAsyncDisposable
{
    // For a close in good order; past it the socket is closed under the client.
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _ended = new();
    private readonly BrokerEndpoint _endpoint;
    private readonly IConnection _connection;
    private readonly Socket _socket;
    private BorderException? _fault;

    public BrokerSession(BrokerEndpoint endpoint, IConnection connection, IChannel channel, Socket socket, ByteBudget? budget)
    {
        (_endpoint, _connection, Channel, _socket, Budget) = (endpoint, connection, channel, socket, budget);
        connection.ConnectionShutdownAsync += OnClosedAsync;
        channel.ChannelShutdownAsync += OnClosedAsync;
        if (channel.CloseReason is { } closed)
            End(ClientFaults.OfClose(endpoint, closed));
    }

    public IChannel Channel { get; }

    /// <summary>What is delivered takes from it; null if nothing is.</summary>
    public ByteBudget? Budget { get; }

    /// <summary>Cancelled when the session has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Why it ended; null while it stands, or when it is closed as we wished.</summary>
    public BorderException? Fault => Volatile.Read(ref _fault);

    /// <summary>Ends it for this reason, unless it has ended.</summary>
    public void End(BorderException fault)
    {
        if (Interlocked.CompareExchange(ref _fault, fault, null) is null)
            _ended.Cancel();
    }

    /// <summary>What was written goes out before a close in good order. After a fault there is nothing to wait for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Fault is not null)
            _socket.Dispose();
        var closing = CloseAsync();
        await Task.WhenAny(closing, Task.Delay(ClosingTime, CancellationToken.None));
        // A client that still writes to a peer that does not read ends only with its socket.
        _socket.Dispose();
    }

    private async Task CloseAsync()
    {
        try
        {
            await _connection.DisposeAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // It is over either way, and whoever had something under way was told by Ended.
        }
    }

    private Task OnClosedAsync(object sender, ShutdownEventArgs closed)
    {
        if (closed.Initiator != ShutdownInitiator.Application)
            End(ClientFaults.OfClose(_endpoint, closed));
        return Task.CompletedTask;
    }
}
