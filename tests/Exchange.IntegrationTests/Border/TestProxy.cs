using System.Net;
using System.Net.Sockets;

namespace Exchange.IntegrationTests.Border;

/// <summary>A wire between a client and a broker, which can be made to swallow what comes back. It ends all of it when disposed.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly int _to;
    private readonly Task _accepting;
    private volatile bool _swallows;
    private int _connections;

    public TestProxy(int port, int to)
    {
        _to = to;
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>What the broker says no longer arrives; connections stay open.</summary>
    public bool Swallows
    {
        get => _swallows;
        set => _swallows = value;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
                carried.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException) { }
        await Task.WhenAll(carried);
    }

    private async Task CarryAsync(TcpClient client)
    {
        Interlocked.Increment(ref _connections);
        using var broker = new TcpClient();
        using (client)
        {
            try
            {
                await broker.ConnectAsync(IPAddress.Loopback, _to, _stop.Token);
                var there = PumpAsync(client.GetStream(), broker.GetStream(), () => false);
                var back = PumpAsync(broker.GetStream(), client.GetStream(), () => _swallows);
                await Task.WhenAny(there, back);
                client.Close();
                broker.Close();
                await Task.WhenAll(there, back);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException) { }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<bool> swallows)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            if (!swallows())
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
