using Exchange.Protocol.Messages;
using Exchange.Sealing;
using Exchange.Tests.Evidence;

namespace Exchange.Tests.Sealing;

/// <summary>A signature that is judged when the message is long gone, or lies beside it.</summary>
internal sealed class KeptSignatureTests
{
    private static readonly DateTimeOffset Time = TestBundle.Time;
    private static readonly byte[] Content = MessageWriter
        .Write(Gateway.TestGateway.TheirRequest(Time), Gateway.TestGateway.Request)
        .Bytes.ToArray();
    private static readonly SignedMessage Signed = SignedMessage.Sign(Content, TestBundle.Sender.Identity, Time);

    [Test]
    public void It_holds_with_its_content_and_without()
    {
        foreach (var content in new ReadOnlyMemory<byte>?[] { Content, null })
        {
            var (fault, signingTime, chain, isRevocationKnown) = Judge(Signed.Detached.ToArray(), content);
            fault.ShouldBeNull();
            signingTime.ShouldBe(Time);
            chain.ShouldBe(TestBundle.Sender.Card.Card.Signing);
            isRevocationKnown.ShouldBeTrue();
        }
    }

    [Test]
    public void Any_flipped_bit_of_it_is_seen_without_the_content_too()
    {
        for (var at = 0; at < Signed.Detached.Length; at++)
        {
            var flipped = Signed.Detached.ToArray();
            flipped[at] ^= 1;
            Judge(flipped, null).Fault.ShouldNotBeNull($"at {at}");
        }
    }

    [Test]
    public void Other_content_is_not_what_was_signed() =>
        Judge(Signed.Detached.ToArray(), (byte[])[.. Content, 0]).Fault.ShouldBe("The content is not what was signed.");

    [Test]
    public void The_attached_form_is_not_taken() => Judge(Signed.ToAttached(), null).Fault.ShouldBe("It is not a detached signature.");

    [Test]
    public void A_signature_with_something_more_in_it_is_not_in_its_one_encoding() =>
        Judge(Forgery.Edit(Signed.Detached.ToArray(), root => root[1, 0, 4, 0].Children.Add(DerNode.Constructed(0xA1))), null)
            .Fault.ShouldBe("The signature is not in its one valid encoding.");

    [Test]
    public void What_is_too_large_or_empty_is_not_read()
    {
        Judge([], null).Fault.ShouldBe("It is not a detached signature.");
        Judge(new byte[KeptSignature.MaximumSize + 1], null).Fault.ShouldBe("It is not a detached signature.");
    }

    [Test]
    public void The_key_must_be_the_cards() =>
        KeptSignature
            .Judge(Signed.Detached, null, TestBundle.Recipient.Card.Card, Time)
            .Fault.ShouldBe("The signer's certificate does not lead to the authority of BGD.");

    [Test]
    public void A_card_with_certificates_that_are_none_gives_no_trust() =>
        KeptSignature
            .Judge(Signed.Detached, null, TestBundle.Sender.Card.Card with { Authorities = "none" }, Time)
            .Fault.ShouldBe("The card of MYS has malformed certificates.");

    [Test]
    public void A_certificate_that_was_not_valid_at_the_time_is_refused() =>
        Judge(SignedMessage.Sign(Content, TestBundle.Sender.Identity, Time.AddYears(-1)).Detached.ToArray(), null)
            .Fault.ShouldBe("The signer's certificate was not valid when it signed.");

    [Test]
    public void Lists_of_another_time_say_nothing_of_revocation() =>
        KeptSignature
            .Judge(Signed.Detached, null, TestBundle.Sender.Card.Card, Time.AddYears(2))
            .ShouldSatisfyAllConditions(word => word.Fault.ShouldBeNull(), word => word.IsRevocationKnown.ShouldBeFalse());

    private static (string? Fault, DateTimeOffset SigningTime, string Chain, bool IsRevocationKnown) Judge(
        byte[] detached,
        ReadOnlyMemory<byte>? content
    ) => KeptSignature.Judge(detached, content, TestBundle.Sender.Card.Card, Time);
}
