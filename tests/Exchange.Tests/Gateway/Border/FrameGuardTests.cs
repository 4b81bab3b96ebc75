using System.Buffers.Binary;
using CsCheck;
using Exchange.Gateway.Border;
using Microsoft.Extensions.Time.Testing;
using static Exchange.Tests.AmqpFrames;

namespace Exchange.Tests.Gateway.Border;

/// <summary>Whatever a broker sends: what the client's parser gets has no table, and keeps its form.</summary>
internal sealed class FrameGuardTests
{
    private const int Deep = 20_000;
    private const int MaximumBody = 1024 * 1024;

    // Version 0-9, an empty table, EXTERNAL, no locales.
    private static readonly byte[] SafeStart = Method(10, 10, [0, 9, 0, 0, 0, 0, .. LongString("EXTERNAL"), 0, 0, 0, 0]);

    // As RabbitMQ opens a connection, and delivers.
    private static readonly byte[][] Handshake =
    [
        Start([]),
        Tune(FrameGuard.FrameMax),
        Method(10, 41, 0),
        Method(20, 11, 0, 0, 0, 0),
        Method(60, 11),
        Method(60, 21, 0),
    ];
    private static readonly byte[][] Opened = [SafeStart, .. Handshake[1..]];

    private static readonly byte[][] Honest =
    [
        Deliver(1),
        Header(4, "first"),
        Body(1, 2, 3, 4),
        Heartbeat,
        Deliver(2),
        Header(3, "second"),
        Body(5, 6),
        Body(7),
    ];

    // The same from a publisher that wants to harm us.
    private static readonly byte[][] Hostile =
    [
        Deliver(1),
        Header(4, "first", Nested(Deep)),
        Body(1, 2, 3, 4),
        Heartbeat,
        Deliver(2),
        Header(3, "second", Nested(3)),
        Body(5, 6),
        Body(7),
    ];

    [Test]
    public async Task What_an_honest_broker_sends_goes_on_as_it_is() =>
        (await ReadAsync([.. Handshake, .. Honest])).ShouldBe(Concat([.. Opened, .. Honest]));

    [Test]
    public async Task Tables_never_go_on_and_what_stands_beside_them_does() =>
        (await ReadAsync([Start(Nested(3_000)), .. Handshake[1..], .. Hostile])).ShouldBe(Concat([.. Opened, .. Honest]));

    [Test]
    public async Task The_bus_library_gets_no_table_either_and_nothing_that_is_not_about_publishing()
    {
        byte[][] sent =
        [
            Start(Nested(3_000)),
            .. Handshake[1..4],
            Frame(1, 5, [0, 40, 0, 11]),
            Frame(1, 5, [0, 40, 0, 31]),
            Method(85, 11),
            Method(60, 80, [.. LongLong(1), 0]),
        ];
        var read = new MemoryStream();
        await CopyAsync(Domestic(sent), read, room: 64);
        read.ToArray().ShouldBe(Concat([Method(10, 10, [0, 9, 0, 0, 0, 0, .. LongString("PLAIN"), 0, 0, 0, 0]), .. sent[1..]]));

        foreach (var refused in new[] { Deliver(1), Frame(1, 9, [0, 40, 0, 11]), Start([], "EXTERNAL") })
            await Should.ThrowAsync<BorderException>(() => CopyAsync(Domestic([refused]), new MemoryStream(), room: 64));
    }

    [Test]
    public async Task Where_the_wire_cuts_makes_no_difference()
    {
        byte[][] sent =
        [
            .. Handshake,
            Deliver(1),
            Header(4, "first", Nested(7)),
            Body(1, 2, 3, 4),
            Deliver(2),
            Header(MaximumBody + 1, "large"),
            Body(1),
            .. Large(MaximumBody),
            .. Honest,
        ];
        byte[][] expected = [.. Opened, .. Honest[..3], Deliver(2), Header(0, "large"), .. Honest];
        var bytes = Concat(sent[..10]);
        var rest = Concat(sent[10..]);
        for (var cut = 1; cut < bytes.Length; cut++)
            (await ReadAsync([bytes[..cut], bytes[cut..], rest])).ShouldBe(Concat(expected), $"cut at {cut}");
    }

    [Test]
    public async Task A_header_that_is_larger_than_any_buffer_does_not_stop_what_follows() =>
        (await ReadAsync([Deliver(1), Header(4, "first", Nested(1_000_000)), .. Honest[2..]])).ShouldBe(Concat(Honest));

    [Test]
    public async Task Properties_that_are_not_used_are_dropped()
    {
        var header = Header(
            4,
            0xFFF8,
            [
                .. ShortString("application/cms"),
                .. ShortString("gzip"),
                .. Long(5),
                .. Nested(1)[..5],
                2,
                9,
                .. ShortString("correlation"),
                .. ShortString("reply"),
                .. ShortString("60000"),
                .. ShortString("first"),
                .. LongLong(1),
                .. ShortString("type"),
                .. ShortString("user"),
                .. ShortString("app"),
                .. ShortString("cluster"),
            ]
        );

        (await ReadAsync([Deliver(1), header, Body(1, 2, 3, 4)])).ShouldBe(Concat(Honest[..3]));
    }

    // Each of these would reach past its end.
    private static readonly byte[][] Malformed =
    [
        Header(4, ContentType),
        Header(4, ContentType, 200, 1),
        Header(4, MessageId, 9, 1),
        Header(4, DeliveryMode),
        Header(4, Headers),
        Header(4, Headers, 0, 0),
        Header(4, Headers, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2),
        Header(4, Headers, 0, 0, 0, 3, 1, 2),
        Header(4, ContentType | Headers, 1, 65, 0, 0),
        Header(4, ContentType | Headers, 250, 65, 0, 0),
        Header(4, AppId, new byte[200_000]),
        Header(4, Headers | MessageId, [0, 0, 0, 0, 200, .. new byte[100]]),
    ];

    [TestCaseSource(nameof(Malformed))]
    public async Task A_delivery_with_malformed_properties_comes_without_any(byte[] header)
    {
        var frames = Split(await ReadAsync([Deliver(1), header, Body(1, 2, 3, 4), Deliver(2), Header(1, "next"), Body(9)]));

        frames[1].Payload.ShouldBe(Split(Header(4, 0))[0].Payload);
        frames[^2].Payload.ShouldBe(Split(Header(1, "next"))[0].Payload);
    }

    [TestCase(MaximumBody + 1UL)]
    [TestCase(MaximumBody + 100_000UL)]
    public async Task A_body_that_is_larger_than_a_message_comes_empty_and_is_not_kept(ulong size) =>
        (await ReadAsync([Deliver(1), Header(size, "large"), .. Large((int)size), .. Honest])).ShouldBe(
            Concat([Deliver(1), Header(0, "large"), .. Honest])
        );

    [Test]
    public async Task The_largest_message_goes_on_whole() =>
        (await ReadAsync([Deliver(1), Header(MaximumBody, "large"), .. Large(MaximumBody)])).ShouldBe(
            Concat([Deliver(1), Header(MaximumBody, "large"), .. Large(MaximumBody)])
        );

    private static readonly byte[][] Alien =
    [
        "AMQP\0\0\u0009\u0001"u8.ToArray(),
        "HTTP/1.1 400 Bad Request\r\n"u8.ToArray(),
        Frame(4, 0, []),
        Frame(8, 1, []),
        Frame(8, 0, [1]),
        Frame(2, 0, new byte[14]),
        Frame(3, 0, [1]),
        Frame(2, 1, new byte[13]),
        Frame(1, 2, [0, 20, 0, 11]),
        Frame(3, 2, [1]),
        Frame(1, 0, [0, 10]),
        Frame(1, 0, []),
        Method(20, 11)[..^1].Append((byte)0).ToArray(),
        Header(4, 0)[..^1].Append((byte)0).ToArray(),
        Frame(1, 1, new byte[FrameGuard.FrameMax]),
        Frame(3, 1, new byte[FrameGuard.FrameMax - 7]),
        Frame(1, 0, new byte[70_000]),
        [1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
        [3, 0, 1, 0x80, 0, 0, 0],
        Start(Nested(Deep)),
        Method(10, 10),
        Method(10, 10, 0, 9, 0xFF, 0xFF, 0xFF, 0xFF),
        Method(10, 10, [0, 9, 0, 0, 0, 0, .. "EXTERNAL"u8]),
        Method(10, 10, [1, 0, .. Start([])[13..^1]]),
        Method(10, 10, [0, 9, 0, 0, 0, 0, 0, 0, 0, 200, .. "EXTERNAL"u8]),
        Method(10, 30),
        Method(10, 30, 0, 64),
        Method(10, 11),
        Method(10, 20),
        Method(10, 70),
        Method(20, 20, 1),
        Method(40, 11),
        Method(50, 11),
        Method(60, 71),
        Method(60, 111),
        Method(90, 11),
        Method(0, 0),
        Method(60, 50),
        Method(60, 80),
        Concat([Deliver(1), Header(MaximumBody + 1, "large"), Deliver(2), Header(1, "two")]),
        Concat([Deliver(1), Header(MaximumBody + 1, "large"), .. Large(MaximumBody), Body(1, 2)]),
    ];

    [TestCaseSource(nameof(Alien))]
    public async Task What_does_not_belong_on_the_connection_ends_it(byte[] frame)
    {
        var fault = await Should.ThrowAsync<BorderException>(() => ReadAsync([.. Handshake, frame]));

        fault.Fault.ShouldBe(BorderFault.ProtocolBroken);
        fault.Message.ShouldStartWith("broker:5671 sent ");
    }

    [Test]
    public async Task A_connection_that_publishes_is_given_confirms_and_returns_and_no_delivery()
    {
        byte[][] returned =
        [
            Start([]),
            Tune(131_072),
            Method(85, 11),
            Method(60, 80, [.. LongLong(1), 0]),
            Method(60, 50, 1, 56, 0, 0, 0),
            Header(4, "first", Nested(Deep)),
            Body(1, 2, 3, 4),
        ];

        (await ReadAsync(returned, budget: null)).ShouldBe(Concat([SafeStart, .. returned[1..5], Header(4, "first"), Body(1, 2, 3, 4)]));
        (await Should.ThrowAsync<BorderException>(() => ReadAsync(Honest, budget: null))).Fault.ShouldBe(BorderFault.ProtocolBroken);
    }

    [TestCase(0u)]
    [TestCase(FrameGuard.FrameMax + 1u)]
    [TestCase(131_072u)]
    public async Task Nothing_is_consumed_from_a_broker_that_takes_larger_frames_and_its_operator_is_told(uint offered)
    {
        var fault = await Should.ThrowAsync<BorderException>(() => ReadAsync([Start([]), Tune(offered)]));

        fault.Fault.ShouldBe(BorderFault.Misconfigured);
        fault.Message.ShouldContain("frame_max = 16384");
    }

    [Test]
    public async Task A_broker_without_login_by_certificate_refuses_us() =>
        (await Should.ThrowAsync<BorderException>(() => ReadAsync([Start([], "PLAIN AMQPLAIN")]))).Fault.ShouldBe(
            BorderFault.AccessRefused
        );

    [Test]
    public async Task What_ends_within_a_frame_is_an_end_and_not_nothing() =>
        await Should.ThrowAsync<EndOfStreamException>(async () => _ = await Guard([Body(1, 2, 3)[..9]]).ReadExactlyAsync(20));

    // Any honest stream in any pieces; read into any room.
    [Test]
    public void Any_honest_stream_in_any_pieces_is_read_as_it_was_sent() =>
        Gen.Select(Gen.Int[0, 40_000].Array[0, 6], Gen.Int[1, 20_000].Array[1, 9], Gen.Int[1, 9_000])
            .Sample(
                (sizes, pieces, room) =>
                {
                    var expected = Concat([.. sizes.SelectMany((size, number) => Message(number, size, table: null))]);
                    var sent = Concat([.. sizes.SelectMany((size, number) => Message(number, size, Nested(size)))]);
                    var read = ReadAsync(Pieces(sent, pieces), room: room).GetAwaiter().GetResult();
                    return read.AsSpan().SequenceEqual(expected);
                },
                iter: 200
            );

    // Bytes changed anywhere: what goes on are whole frames without a table, or it ends with a fault that has a name.
    [Test]
    public void Whatever_is_changed_on_the_wire_no_table_goes_on() =>
        Gen.Select(Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 400], Gen.Byte, Gen.Int[1, 300].Array[1, 5])
            .Sample(
                (at, value, also, other, pieces) =>
                {
                    var sent = Concat([.. Handshake, Deliver(1), Header(4, "first", Nested(12)), Body(1, 2, 3, 4), .. Honest]);
                    (sent[at % sent.Length], sent[also % sent.Length]) = (value, other);
                    var read = new MemoryStream();
                    try
                    {
                        CopyAsync(Guard(Pieces(sent, pieces)), read, room: 64).GetAwaiter().GetResult();
                    }
                    catch (BorderException) { }
                    AssertNoTable(read.ToArray());
                },
                iter: 5_000
            );

    [Test]
    public async Task What_is_beyond_the_budget_is_not_read_and_the_client_is_kept_alive_meanwhile()
    {
        var clock = new FakeTimeProvider();
        var budget = new ByteBudget(5);
        var guard = Guard(Honest, budget, clock);
        (await guard.ReadExactlyAsync(Concat([.. Honest[..5]]).Length)).ShouldBe(Concat([.. Honest[..5]]));

        var room = new byte[100];
        var reading = guard.ReadAsync(room, CancellationToken.None).AsTask();
        reading.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));
        room[..await reading].ShouldBe(Heartbeat);

        reading = guard.ReadAsync(room, CancellationToken.None).AsTask();
        reading.IsCompleted.ShouldBeFalse();
        budget.Give(4);
        var count = await reading;
        room[..count].ShouldBe(Concat(Honest[5..])[..count]);
    }

    [Test]
    public async Task One_body_alone_is_read_however_small_the_budget() =>
        (await ReadAsync(Honest[..3], budget: new(1))).ShouldBe(Concat(Honest[..3]));

    private static byte[][] Large(int size) =>
        [.. Enumerable.Range(0, (size + 16_375) / 16_376).Select(part => Body(new byte[Math.Min(16_376, size - (part * 16_376))]))];

    private static byte[][] Message(int number, int size, byte[]? table) =>
        [Deliver((ulong)number), Header((ulong)size, $"{number}", table), .. Large(size)];

    private static byte[] Concat(byte[][] frames) => [.. frames.SelectMany(frame => frame)];

    private static byte[][] Pieces(byte[] bytes, int[] sizes)
    {
        var pieces = new List<byte[]>();
        for (var (at, next) = (0, 0); at < bytes.Length; at += pieces[^1].Length, next++)
            pieces.Add(bytes[at..Math.Min(bytes.Length, at + sizes[next % sizes.Length])]);
        return [.. pieces];
    }

    private static void AssertNoTable(byte[] read)
    {
        // Nothing is cut off but the last body.
        for (var at = 0; read.Length - at >= 14;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(read.AsSpan(at + 3));
            var id = BinaryPrimitives.ReadUInt32BigEndian(read.AsSpan(at + 7));
            if (read[at] == 2)
                (BinaryPrimitives.ReadUInt16BigEndian(read.AsSpan(at + 19)) & 0x6F7F).ShouldBe(0);
            else if (read[at] == 1 && id == (10 << 16 | 10))
                read.AsSpan(at, SafeStart.Length).SequenceEqual(SafeStart).ShouldBeTrue();
            at += size + 8;
        }
    }

    private static Task<byte[]> ReadAsync(byte[][] pieces, int room = 4096) => ReadAsync(pieces, new(64 * MaximumBody), room);

    private static async Task<byte[]> ReadAsync(byte[][] pieces, ByteBudget? budget, int room = 4096)
    {
        var read = new MemoryStream();
        await CopyAsync(Guard(pieces, budget, TimeProvider.System), read, room);
        return read.ToArray();
    }

    private static FrameGuard Domestic(byte[][] pieces) =>
        new(new PieceStream(pieces), "broker:5671", FrameRules.Domestic, null, TimeProvider.System);

    private static FrameGuard Guard(byte[][] pieces) => Guard(pieces, new(64 * MaximumBody), TimeProvider.System);

    private static FrameGuard Guard(byte[][] pieces, ByteBudget? budget, TimeProvider clock) =>
        new(new PieceStream(pieces), "broker:5671", budget is null ? FrameRules.Publishing : FrameRules.Consuming, budget, clock);

    private static async Task CopyAsync(FrameGuard guard, MemoryStream to, int room)
    {
        var buffer = new byte[room];
        try
        {
            while (true)
                to.Write(buffer, 0, await guard.ReadAsync(buffer, CancellationToken.None));
        }
        catch (EndOfStreamException) { }
    }
}
