using System.Buffers.Binary;
using System.Net.Security;
using System.Text;
using static Exchange.Tests.AmqpFrames;

namespace Exchange.IntegrationTests.Border;

/// <summary>AMQP by hand, on either side of a TLS connection: it says what no client and no broker would.</summary>
internal sealed class AmqpWire(SslStream tls) : IAsyncDisposable
{
    /// <summary>Logs in as a client that takes whatever is offered, and turns confirms on.</summary>
    public async Task LogInAsync(string virtualHost)
    {
        await WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray());
        await ExpectAsync(10, 10);
        await WriteAsync(Method(10, 11, [0, 0, 0, 0, .. ShortString("EXTERNAL"), .. LongString(""), .. ShortString("en_US")]));
        var tune = await ExpectAsync(10, 30);
        await WriteAsync([.. Method(10, 31, tune[4..]), .. Method(10, 40, [.. ShortString(virtualHost), 0, 0])]);
        await ExpectAsync(10, 41);
        await WriteAsync(Method(20, 10, 0));
        await ExpectAsync(20, 11);
        await WriteAsync(Method(85, 10, 0));
        await ExpectAsync(85, 11);
    }

    /// <summary>Publishes under a header with this table, and waits for the confirm.</summary>
    public async Task PublishAsync(byte[] body, byte[] table)
    {
        await WriteAsync([
            .. Method(60, 40, [0, 0, .. ShortString("border"), .. ShortString("message"), 1]),
            .. Header((ulong)body.Length, Guid.Empty.ToString(), table),
            .. Body(body),
        ]);
        await ExpectAsync(60, 80);
    }

    /// <summary>Lets a client log in and open a channel with confirms, as a broker does.</summary>
    public async Task AcceptAsync(byte[] start)
    {
        await tls.ReadExactlyAsync(new byte[8]);
        await WriteAsync(start);
        await ExpectAsync(10, 11);
        await WriteAsync(Tune(131_072));
        await ExpectAsync(10, 31);
        await ExpectAsync(10, 40);
        await WriteAsync(Method(10, 41, 0));
        await ExpectAsync(20, 10);
        await WriteAsync(Method(20, 11, 0, 0, 0, 0));
        await ExpectAsync(85, 10);
        await WriteAsync(Method(85, 11));
    }

    /// <summary>Takes one publish; gives its message id.</summary>
    public async Task<string> TakePublishAsync()
    {
        await ExpectAsync(60, 40);
        var (_, header) = await ReadAsync();
        var left = BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(4));
        while (left > 0)
            left -= (await ReadAsync()).Payload.Length;
        // Content type, an empty table of the client's own if any, delivery mode, message id.
        var at = 14 + 1 + header[14];
        at += (BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(12)) & Headers) == 0 ? 1 : 4 + 1;
        return Encoding.UTF8.GetString(header, at + 1, header[at]);
    }

    public async Task WriteAsync(byte[] bytes)
    {
        await tls.WriteAsync(bytes);
        await tls.FlushAsync();
    }

    public ValueTask DisposeAsync() => tls.DisposeAsync();

    private async Task<byte[]> ExpectAsync(int classId, int methodId)
    {
        while (true)
        {
            var (type, payload) = await ReadAsync();
            if (type == 8)
                continue;
            var id = BinaryPrimitives.ReadInt32BigEndian(payload);
            if (id == (10 << 16 | 50))
                throw new IOException($"The other side has closed: {Encoding.UTF8.GetString(payload)}");
            id.ShouldBe((classId << 16) | methodId);
            return payload;
        }
    }

    private async Task<(byte Type, byte[] Payload)> ReadAsync()
    {
        var head = new byte[7];
        await tls.ReadExactlyAsync(head);
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(3)) + 1];
        await tls.ReadExactlyAsync(payload);
        return (head[0], payload[..^1]);
    }
}
