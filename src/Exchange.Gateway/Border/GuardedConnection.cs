using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace Exchange.Gateway.Border;

/// <summary>
/// The client's connection, with TLS and the <see cref="FrameGuard"/> under it: the client is told that the stream is plain,
/// and sees no byte that was not checked.
/// </summary>
internal sealed class GuardedConnection(Socket socket, SslClientAuthenticationOptions handshake, Func<Stream, FrameGuard> guard)
    : TcpClientAdapter(socket)
{
    private SslStream? _tls;

    public override async Task ConnectAsync(IPAddress ep, int port, CancellationToken cancellationToken = default)
    {
        await base.ConnectAsync(ep, port, cancellationToken);
        _tls = new(new NetworkStream(Client));
        await _tls.AuthenticateAsClientAsync(handshake, cancellationToken);
    }

    public override NetworkStream GetStream() => new GuardedStream(Client, _tls!, guard(_tls!));

    // The client takes a network stream and no other, and reads and writes it by these three alone.
    private sealed class GuardedStream(Socket socket, SslStream tls, FrameGuard guard) : NetworkStream(socket)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            guard.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            tls.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => tls.FlushAsync(cancellationToken);

        // No other way past the guard.
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
            throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                tls.Dispose();
            base.Dispose(disposing);
        }
    }
}
