using System.Text.Json;
using CsCheck;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Protocol;

/// <summary>Properties: what is written is read as it was, and what is read can be written again with the same meaning.</summary>
internal sealed class MessageRoundTripTests
{
    private static readonly byte[][] Valid =
    [
        .. Sample.All.Select(message => JsonSerializer.SerializeToUtf8Bytes(message, ProtocolJson.Options)),
    ];

    // What JSON, times, ids and codes are made of, so that many mutations stay near to what is valid.
    private static readonly Gen<byte[]> Snippet = Gen.Frequency(
        (6, Gen.Char["{}[]\":,\\ 0123456789abcdefTZ+-.eE"].Select(character => new[] { (byte)character })),
        (
            2,
            Gen.OneOf("null", "true", "[]", "{}", "\"\"", "-0", "1e1", "\\u0041", "\\ud83d", "\\/", " ", "\t", "00", "é")
                .Select(System.Text.Encoding.UTF8.GetBytes)
        ),
        (1, Gen.Byte.Array[1, 3]),
        (1, Gen.Const(Array.Empty<byte>()))
    );

    private static readonly Gen<byte[]> Mutated =
        from original in Gen.OneOf(Valid)
        from mutations in Gen.Select(Gen.Double.Unit, Gen.Int[0, 3], Snippet).Array[1, 3]
        select mutations.Aggregate(original, Mutate);

    [Test]
    public void What_is_written_is_read_with_the_same_header_and_written_again_as_the_same_bytes() =>
        MessageGen.Messages.Sample(
            message =>
            {
                var written = MessageWriter.Write(message.Header, message.Body);
                var read = MessageParser.Read(written.Bytes).OrThrow();
                return Same(read.Header, message.Header)
                    && read.Body.GetType() == message.Body.GetType()
                    && MessageWriter.Write(read.Header, read.Body).Bytes.Span.SequenceEqual(written.Bytes.Span)
                    && read.Bytes.Length % 4096 == 0;
            },
            iter: 1000
        );

    [Test]
    public void Every_kind_that_is_opened_is_written()
    {
        var kinds = new HashSet<MessageKind>();
        MessageGen.Messages.Sample(
            message =>
            {
                kinds.Add(MessageWriter.Write(message.Header, message.Body).Body.Kind);
            },
            iter: 4000,
            threads: 1
        );
        kinds.ShouldBe([.. CaseKinds.All, .. LinkKind.All], ignoreOrder: true);
    }

    [Test]
    public void A_mutated_message_is_refused_or_means_what_is_written_again()
    {
        var taken = 0;
        Mutated.Sample(
            json =>
            {
                if (MessageParser.Read(Sample.Pad(json)).Value is not { } message)
                    return true;
                Interlocked.Increment(ref taken);
                return MeansTheSame(json, MessageWriter.Write(message.Header, message.Body));
            },
            iter: 10_000
        );
        taken.ShouldBeGreaterThan(100, "mutations that go deeper than the form");
    }

    [Test]
    public void Random_bytes_are_never_a_message() =>
        Gen.Byte.Array[0, 5000].Sample(bytes => !MessageParser.Read(Sample.Pad(bytes)).IsValid, iter: 2000);

    [Test]
    public void What_is_not_valid_is_not_written()
    {
        var message = MessageParser.Read(Sample.Pad(Valid[0])).OrThrow();
        Should
            .Throw<ArgumentException>(() => MessageWriter.Write(message.Header with { Salt = new byte[15] }, message.Body))
            .Message.ShouldContain("/salt");
        Should
            .Throw<ArgumentException>(() => MessageWriter.Write(message.Header with { Handling = null }, message.Body))
            .Message.ShouldContain("/handling");
        Should
            .Throw<ArgumentException>(() => MessageWriter.Write(message.Header with { ExpiresAt = message.Header.IssuedAt }, message.Body))
            .Message.ShouldContain("/expiresAt");
        Should
            .Throw<ArgumentException>(() => MessageWriter.Write(message.Header with { Kind = CaseKinds.Response }, message.Body))
            .Message.ShouldContain("/body");
    }

    [Test]
    public void A_card_at_its_limit_fits_into_a_message()
    {
        var header = new MessageHeader
        {
            MessageId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
            Kind = LinkKind.PartyUpdate,
            Sender = PartyName.Parse("BGD"),
            Recipient = PartyName.Parse("MYS"),
            Salt = new byte[16],
            IssuedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(90),
        };
        // PEM is mostly letters; its line feeds are escaped.
        var card = string.Concat(Enumerable.Repeat(new string('A', 64) + "\n", PartyCard.MaximumSize / 65));
        MessageWriter.Write(header, new PartyUpdateBody(card)).Bytes.Length.ShouldBeLessThanOrEqualTo(MessageParser.MaximumSize);
    }

    private static bool Same(MessageHeader read, MessageHeader written) =>
        read.Salt.Span.SequenceEqual(written.Salt.Span)
        && JsonSerializer.Serialize(read.Handling, ProtocolJson.Options) == JsonSerializer.Serialize(written.Handling, ProtocolJson.Options)
        && read with { Salt = written.Salt, Handling = written.Handling } == written;

    private static bool MeansTheSame(byte[] json, Message message)
    {
        using var before = JsonDocument.Parse(json);
        using var after = JsonDocument.Parse(message.Bytes);
        return JsonElement.DeepEquals(before.RootElement, after.RootElement);
    }

    private static byte[] Mutate(byte[] original, (double At, int Cut, byte[] Put) mutation)
    {
        var at = (int)(mutation.At * original.Length);
        return [.. original[..at], .. mutation.Put, .. original[Math.Min(at + mutation.Cut, original.Length)..]];
    }
}
