using System.Text.Json.Nodes;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Sealing;
using Exchange.Tests.Protocol;

namespace Exchange.Tests.Sealing;

/// <summary>
/// With what a message is refused whose sender is proven (border protocol, section 7): the receipt must name it, or bear a code
/// that says that it could not be read. Otherwise its sender could never prove what became of it.
/// </summary>
internal sealed class RefusalTests
{
    private static readonly Guid Id = Guid.Parse((string)Sample.Request["messageId"]!);
    private static readonly Guid ExchangeId = Guid.Parse((string)Sample.Request["exchangeId"]!);

    [TestCase("/messageId")]
    [TestCase("/exchangeId")]
    [TestCase("/sequence")]
    public void Without_its_names_a_message_is_refused_as_one_that_could_not_be_read(string missing)
    {
        // Each of these comes first, or has another code, and would be the answer if all names were there.
        var spoilt = Sample
            .Request.With("/expiresAt", "\"2026-11-23T16:00:00.000Z\"")
            .With("/attachments", "[]")
            .With("/handling/language", "\"english\"");

        Open(spoilt).Code.ShouldBe(ReceiptCode.TimesImplausible);
        Open(spoilt.Without(missing)).Code.ShouldBe(ReceiptCode.MembersOrTypes);
    }

    [Test]
    public void A_sequence_of_0_is_no_name()
    {
        var refused = Open(Sample.Request.With("/sequence", "0").With("/attachments", "[]"));

        refused.Code.ShouldBe(ReceiptCode.MembersOrTypes);
        refused.Outline.ShouldBe(OutlineOf(Sample.Request) with { Sequence = null });
    }

    [Test]
    public void What_could_be_read_is_told_member_by_member()
    {
        var whole = OutlineOf(Sample.Request);
        whole.ShouldBe(
            new()
            {
                MessageId = Id,
                Kind = CaseKinds.Request,
                Sender = Forgery.Bgd.Name,
                Recipient = Forgery.Mys.Name,
                IssuedAt = TestParty.Now,
                ExpiresAt = TestParty.Now.AddDays(30),
                ExchangeId = ExchangeId,
                Sequence = 2,
            }
        );
        whole.ShouldBe(MessageOutline.Of(Sample.Request.Read().OrThrow().Header));
        foreach (var value in new[] { "7", "\"x\"", "null", "{}" })
        {
            OutlineOf(Sample.Request.With("/messageId", value)).ShouldBe(whole with { MessageId = null });
            OutlineOf(Sample.Request.With("/kind", value)).ShouldBe(whole with { Kind = null });
            OutlineOf(Sample.Request.With("/sender", value)).ShouldBe(whole with { Sender = null });
            OutlineOf(Sample.Request.With("/recipient", value)).ShouldBe(whole with { Recipient = null });
            OutlineOf(Sample.Request.With("/issuedAt", value)).ShouldBe(whole with { IssuedAt = null });
            OutlineOf(Sample.Request.With("/expiresAt", value)).ShouldBe(whole with { ExpiresAt = null });
            OutlineOf(Sample.Request.With("/exchangeId", value)).ShouldBe(whole with { ExchangeId = null });
        }

        foreach (var value in new[] { "0", "1.5", "2147483648", "\"1\"" })
            OutlineOf(Sample.Request.With("/sequence", value)).ShouldBe(whole with { Sequence = null });
    }

    [Test]
    public void Nothing_is_read_of_another_protocol_or_of_what_is_not_strict_json()
    {
        OutlineOf(Sample.Request.With("/protocol", "\"exchange/2\"")).ShouldBe(new());
        OutlineOf(Sample.Request.Without("/protocol")).ShouldBe(new());
        MessageOutline
            .Read(Sample.Pad(Sample.Request.ToJsonString().Replace("\"sequence\"", "\"messageId\"", StringComparison.Ordinal)))
            .ShouldBe(new());
        MessageOutline.Read("{}"u8.ToArray()).ShouldBe(new());
        MessageOutline.Read(new byte[MessageParser.MaximumSize + 4096]).ShouldBe(new());
    }

    [Test]
    public void An_unknown_kind_is_refused_with_the_names_that_could_be_read()
    {
        var refused = Open(Sample.Request.With("/kind", "\"telegram\""));

        refused.Code.ShouldBe(ReceiptCode.UnknownProtocolOrKind);
        refused.Outline.ShouldBe(OutlineOf(Sample.Request) with { Kind = null });
    }

    [Test]
    public void Whose_message_it_is_comes_before_what_is_wrong_with_it()
    {
        foreach (
            var (pointer, value) in new[] { ("/kind", "\"refusal\""), ("/kind", "\"telegram\""), ("/messageId", "7"), ("/sequence", "0") }
        )
        {
            Open(Sample.Request.With(pointer, value).With("/recipient", "\"THA\"")).Code.ShouldBe(ReceiptCode.WrongRecipient, pointer);
            Open(Sample.Request.With(pointer, value).With("/sender", "\"THA\""))
                .Code.ShouldBe(ReceiptCode.NotTheMailboxCounterpart, pointer);
            Open(Sample.Request.With(pointer, value).With("/sender", "\"MYS\"")).Code.ShouldBe(ReceiptCode.OwnMessageReturned, pointer);
        }
    }

    private static MessageOutline OutlineOf(JsonObject message) => MessageOutline.Read(Sample.Pad(message.ToJsonString()));

    private static Rejected Open(JsonObject message) =>
        Forgery
            .Open(
                Forgery.SealBoth(SignedMessage.Sign(Sample.Pad(message.ToJsonString()), Forgery.Bgd.Identity, TestParty.Now).ToAttached())
            )
            .ShouldBeOfType<Rejected>();
}
