using System.Buffers.Binary;
using System.Text;

namespace Exchange.Tests;

/// <summary>AMQP 0-9-1 as a broker, or whoever attacks as one, puts it on the wire.</summary>
internal static class AmqpFrames
{
    public const int ContentType = 0x8000,
        Headers = 0x2000,
        DeliveryMode = 0x1000,
        MessageId = 0x0080,
        AppId = 0x0008;

    public static byte[] Heartbeat { get; } = Frame(8, 0, []);

    public static byte[] Frame(byte type, ushort channel, ReadOnlySpan<byte> payload) =>
        [type, .. Short(channel), .. Long((uint)payload.Length), .. payload, 0xCE];

    public static byte[] Method(int classId, int methodId, params byte[] arguments) =>
        Frame(1, (ushort)(classId == 10 ? 0 : 1), [.. Short((ushort)classId), .. Short((ushort)methodId), .. arguments]);

    public static byte[] Start(byte[] table, string mechanisms = "PLAIN EXTERNAL") =>
        Method(10, 10, [0, 9, .. Long((uint)table.Length), .. table, .. LongString(mechanisms), .. LongString("en_US")]);

    public static byte[] Tune(uint frameMax) => Method(10, 30, [.. Short(64), .. Long(frameMax), .. Short(60)]);

    public static byte[] Deliver(ulong number) =>
        Method(60, 60, [.. ShortString("tag"), .. LongLong(number), 0, .. ShortString("border"), .. ShortString("message")]);

    public static byte[] Header(ulong bodySize, int flags, params byte[] properties) =>
        Frame(2, 1, [.. Short(60), 0, 0, .. LongLong(bodySize), .. Short((ushort)flags), .. properties]);

    /// <summary>Content type, a table if there is one, delivery mode and message id.</summary>
    public static byte[] Header(ulong bodySize, string messageId, byte[]? table = null) =>
        Header(
            bodySize,
            ContentType | DeliveryMode | MessageId | (table is null ? 0 : Headers),
            [
                .. ShortString("application/cms"),
                .. table is null ? [] : (byte[])[.. Long((uint)table.Length), .. table],
                2,
                .. ShortString(messageId),
            ]
        );

    public static byte[] Body(params byte[] body) => Frame(3, 1, body);

    /// <summary>A table of one field: so many arrays, each in the one before.</summary>
    public static byte[] Nested(int depth)
    {
        var table = new byte[2 + (5 * depth)];
        (table[0], table[1]) = (1, (byte)'x');
        for (var level = 0; level < depth; level++)
        {
            table[2 + (5 * level)] = (byte)'A';
            BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(3 + (5 * level)), 5 * (depth - 1 - level));
        }
        return table;
    }

    public static byte[] ShortString(string text) => [(byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] LongString(string text) => [.. Long((uint)text.Length), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Short(ushort value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Long(uint value) => [.. Short((ushort)(value >> 16)), .. Short((ushort)value)];

    public static byte[] LongLong(ulong value) => [.. Long((uint)(value >> 32)), .. Long((uint)value)];

    /// <summary>Type and payload of each frame. Fails if they are not whole.</summary>
    public static List<(byte Type, byte[] Payload)> Split(ReadOnlySpan<byte> frames)
    {
        var split = new List<(byte, byte[])>();
        while (!frames.IsEmpty)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(frames[3..]);
            split.Add((frames[0], frames.Slice(7, size).ToArray()));
            frames = frames[(size + 8)..];
        }
        return split;
    }
}
