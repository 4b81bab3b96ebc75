using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Exchange.Gateway.Border;

/// <summary>
/// Reads AMQP 0-9-1 frames from a broker and hands on what the client may parse: a peer's table never, as the client reads
/// tables by recursion and a deep one ends the process. Method frames must be on the list; <c>connection.start</c> is replaced
/// and content headers are rewritten. Bodies go on as they come.
/// A connection without a budget only publishes. One with a budget consumes from our own broker: a delivery that does not fit in
/// is not read, and the client gets heartbeats meanwhile.
/// </summary>
internal sealed class FrameGuard(Stream inner, string broker, FrameRules rules, ByteBudget? budget, TimeProvider clock)
{
    /// <summary>Largest frame in bytes that is negotiated with any broker, and that our own may offer.</summary>
    public const int FrameMax = 16 * 1024;

    private const int Head = 7,
        Around = Head + 1;
    private const byte Method = 1,
        Header = 2,
        Body = 3,
        Heartbeat = 8,
        FrameEnd = 0xCE;

    private static readonly TimeSpan BetweenHeartbeats = TimeSpan.FromSeconds(2);

    private static readonly byte[] EmptyHeartbeat = [Heartbeat, 0, 0, 0, 0, 0, 0, FrameEnd];

    // From _start to _ready it is checked, from there to _end it is not.
    private readonly byte[] _buffer = new byte[2 * FrameMax];
    private int _start,
        _ready,
        _end;
    private long _pass; // what goes on of the frame at _ready
    private long _cut; // what comes next and is dropped
    private ulong _unread; // what is dropped of a body
    private Task? _room;

    /// <summary>At least one byte.</summary>
    /// <exception cref="BorderException">The broker sent what is not allowed; nothing of it was handed on.</exception>
    /// <exception cref="EndOfStreamException">Nothing comes any more.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellation)
    {
        while (_start == _ready)
        {
            if (_room is null)
                await FillAsync(cancellation);
            else if (!await HasRoomAsync(_room, cancellation) && EmptyHeartbeat.AsSpan().TryCopyTo(destination.Span))
                return EmptyHeartbeat.Length;
            _room = null;
            while (_cut == 0 && TryCheck()) { }
        }
        var count = Math.Min(destination.Length, _ready - _start);
        _buffer.AsSpan(_start, count).CopyTo(destination.Span);
        _start += count;
        return count;
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        _buffer.AsSpan(_ready, _end - _ready).CopyTo(_buffer);
        (_start, _ready, _end) = (0, 0, _end - _ready);
        var read = await inner.ReadAsync(_buffer.AsMemory(_end), cancellation);
        // At an end of the stream within a frame the client would turn for ever.
        if (read == 0)
            throw new EndOfStreamException($"{broker} ended the connection.");
        var at = _end;
        _end += read;
        Cut(at, _cut);
    }

    private async Task<bool> HasRoomAsync(Task room, CancellationToken cancellation)
    {
        try
        {
            await room.WaitAsync(BetweenHeartbeats, clock, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // Drops so many bytes from there on, those that are still to come too: nothing after them has come then.
    private void Cut(int at, long count)
    {
        var here = (int)Math.Min(count, _end - at);
        _buffer.AsSpan(at + here, _end - at - here).CopyTo(_buffer.AsSpan(at));
        _end -= here;
        _cut = count - here;
    }

    /// <summary>Whether there may be another frame to check.</summary>
    private bool TryCheck()
    {
        var count = (int)Math.Min(_pass, _end - _ready);
        _ready += count;
        _pass -= count;
        var come = _buffer.AsSpan(_ready, _end - _ready);
        if (_pass > 0 || come.Length < Head)
            return false;
        var (type, channel, size) = (
            come[0],
            BinaryPrimitives.ReadUInt16BigEndian(come[1..]),
            BinaryPrimitives.ReadUInt32BigEndian(come[3..])
        );
        if (type != Header && size > FrameMax - Around)
            throw Refused($"a frame of {size} bytes, and {FrameMax - Around} are allowed");
        return (type, channel) switch
        {
            (Method, _) when channel <= rules.Channels => TryCheckMethod((int)size),
            (Header, 1) when _unread == 0 => TryCheckHeader(size),
            (Body, 1) => CheckBody(size),
            (Heartbeat, 0) when size == 0 => Pass(0),
            _ => throw Refused($"a frame of type {type} on channel {channel}, which does not belong there"),
        };
    }

    private bool Pass(long size)
    {
        _pass = size + Around;
        return true;
    }

    private bool TryCheckMethod(int size)
    {
        if (!IsWhole(size))
            return false;
        var payload = _buffer.AsSpan(_ready + Head, size);
        var id = size < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(payload);
        if (!rules.Methods.Contains(id))
            throw Refused($"method {id >> 16}.{id & 0xFFFF}, which this connection has no use for");
        if (id == FrameRules.Start)
            size = Replace(payload);
        else if (id == FrameRules.Tune && budget is not null)
            CheckTune(payload);
        return Pass(size);
    }

    private bool IsWhole(long size)
    {
        if (_end - _ready < size + Around)
            return false;
        return _buffer[_ready + Head + size] == FrameEnd ? true : throw Refused("a frame without its end");
    }

    private int Replace(ReadOnlySpan<byte> start)
    {
        if (
            TakeLongString(start, 6) is not { } table
            || TakeLongString(start, table.End.Value) is not { } mechanisms
            || start is not [_, _, _, _, 0, 9, ..]
        )
        {
            throw Refused("a malformed connection.start");
        }

        if (start[mechanisms].IndexOf(Encoding.ASCII.GetBytes(rules.Login)) < 0)
            throw new BorderException(BorderFault.AccessRefused, $"{broker} offers no login {rules.LoginText}.");
        var safe = rules.SafeStart;
        safe.CopyTo(_buffer, _ready);
        Cut(_ready + safe.Length, start.Length + Around - safe.Length);
        return safe.Length - Around;
    }

    // What has its length before it, and another length after it.
    private static Range? TakeLongString(ReadOnlySpan<byte> payload, int at)
    {
        var length = payload.Length < at + 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(payload[at..]);
        return length + at + 8L > payload.Length ? null : (at + 4)..(at + 4 + (int)length);
    }

    private void CheckTune(ReadOnlySpan<byte> tune)
    {
        var offered = tune.Length < 12 ? throw Refused("a malformed connection.tune") : BinaryPrimitives.ReadUInt32BigEndian(tune[6..]);
        if (offered is 0 or > FrameMax)
        {
            throw new BorderException(
                BorderFault.Misconfigured,
                $"{broker} allows frames of {(offered == 0 ? "any size" : $"{offered} bytes")}; nothing is consumed from it. Set frame_max = {FrameMax} in its rabbitmq.conf (\"exchange broker definitions\" writes it) and restart the broker."
            );
        }
    }

    private bool TryCheckHeader(long size)
    {
        var payload = _buffer.AsSpan(_ready + Head, (int)Math.Min(size, _end - _ready - Head));
        if (size < ContentHeader.Fixed)
            throw Refused("a malformed content header");
        if (payload.Length < ContentHeader.Fixed)
            return false;
        if (!ContentHeader.TryFindRemovable(payload, size, FrameMax - Around, out var at, out var length))
            return false;
        if (length == 0)
            return IsWhole(size) && TryCheckContent(payload);
        Resize(size - length);
        Cut(_ready + Head + at, length);
        return true;
    }

    private bool TryCheckContent(Span<byte> payload)
    {
        var size = ContentHeader.Strip(payload);
        Resize(size);
        Cut(_ready + Head + size, payload.Length - size);
        var body = BinaryPrimitives.ReadUInt64BigEndian(payload[4..]);
        // What is larger is no message: it is handed on empty, and judged as that.
        var isMessage = body <= BorderMessage.MaximumSize;
        _room = budget?.Take(isMessage ? (int)body : 0);
        if (_room is not null)
            return false;
        if (!isMessage)
        {
            BinaryPrimitives.WriteUInt64BigEndian(payload[4..], 0);
            _unread = body;
        }
        return Pass(size);
    }

    private bool CheckBody(uint size)
    {
        if (_unread == 0)
            return Pass(size);
        if (size > _unread)
            throw Refused("more of a body than was announced");
        _unread -= size;
        Cut(_ready, size + Around);
        return true;
    }

    private void Resize(long size) => BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_ready + 3), (uint)size);

    private BorderException Refused(string what) => new(BorderFault.ProtocolBroken, $"{broker} sent {what}; the connection was ended.");
}
