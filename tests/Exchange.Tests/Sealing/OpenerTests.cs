using Exchange.Protocol;
using Exchange.Sealing;

namespace Exchange.Tests.Sealing;

internal sealed class OpenerTests
{
    private static readonly TestParty Bgd = Forgery.Bgd;
    private static readonly TestParty Mys = Forgery.Mys;
    private static readonly TestParty Tha = Forgery.Tha;

    [Test]
    public void What_is_sealed_opens_to_the_same_bytes()
    {
        var message = Bgd.PingTo(Mys);
        var sealedMessage = Sealer.Seal(message, Bgd.Identity, Mys.Recipient, TestParty.Now);

        var opened = Open(sealedMessage).ShouldBeOfType<Opened>();

        opened.Message.Bytes.ToArray().ShouldBe(message.Bytes.ToArray());
        opened.Message.Header.MessageId.ShouldBe(message.Header.MessageId);
        opened.Signature.Signed.ShouldBe(sealedMessage.Signed);
        opened.Signature.SigningTime.ShouldBe(TestParty.Now);
        Digest.Of(sealedMessage.Bytes.Span).ShouldBe(sealedMessage.Sealed);
    }

    [Test]
    public void The_same_message_sealed_twice_has_different_bytes_and_the_same_signed_content()
    {
        var signed = SignedMessage.Sign(Bgd.PingTo(Mys).Bytes, Bgd.Identity, TestParty.Now);

        Sealer.Seal(signed, Mys.Recipient).Sealed.ShouldNotBe(Sealer.Seal(signed, Mys.Recipient).Sealed);
    }

    [Test]
    public void A_message_sealed_for_someone_else_is_refused() => Open(Bgd.SealTo(Tha)).ShouldBeRefusedWith(ReceiptCode.OuterSeal);

    [Test]
    public void A_message_whose_inner_seal_is_for_someone_else_is_refused() =>
        Forgery
            .Open(Forgery.SealOuter(Exchange.Sealing.Layers.InnerSeal.Seal(Forgery.Signed(), Tha.Recipient.Encryption)))
            .ShouldBeRefusedWith(ReceiptCode.InnerSeal);

    [Test]
    public void A_message_sent_back_to_its_sender_as_it_is_does_not_open() =>
        Bgd.OpenerThatKnows(Bgd, Mys).Open(Bgd.SealTo(Mys).Bytes, Mys.Name, TestParty.Now).ShouldBeRefusedWith(ReceiptCode.OuterSeal);

    [Test]
    public void An_own_message_that_its_recipient_seals_anew_and_returns_is_refused()
    {
        var signed = SignedMessage.Sign(Bgd.PingTo(Mys).Bytes, Bgd.Identity, TestParty.Now);
        var returned = Sealer.Seal(signed, Bgd.Recipient);

        Bgd.OpenerThatKnows(Bgd, Mys).Open(returned.Bytes, Mys.Name, TestParty.Now).ShouldBeRefusedWith(ReceiptCode.OwnMessageReturned);
    }

    [Test]
    public void A_message_that_names_this_party_as_its_sender_is_refused() =>
        Open(Signed(Mys, Mys, Bgd)).ShouldBeRefusedWith(ReceiptCode.OwnMessageReturned);

    [Test]
    public void A_message_for_a_third_party_that_its_recipient_passes_on_is_refused()
    {
        var signed = SignedMessage.Sign(Tha.PingTo(Bgd).Bytes, Tha.Identity, TestParty.Now);

        Open(Sealer.Seal(signed, Mys.Recipient)).ShouldBeRefusedWith(ReceiptCode.NotTheMailboxCounterpart);
    }

    [Test]
    public void A_message_for_another_recipient_is_refused() => Open(Signed(Bgd, Tha, Bgd)).ShouldBeRefusedWith(ReceiptCode.WrongRecipient);

    [Test]
    public void A_message_of_one_party_in_the_mailbox_of_another_is_refused() =>
        Mys.OpenerThatKnows(Bgd, Tha)
            .Open(Bgd.SealTo(Mys).Bytes, Tha.Name, TestParty.Now)
            .ShouldBeRefusedWith(ReceiptCode.NotTheMailboxCounterpart);

    [Test]
    public void A_message_signed_again_by_another_valid_party_is_refused() =>
        Open(Signed(Bgd, Mys, Tha)).ShouldBeRefusedWith(ReceiptCode.NotTheMailboxCounterpart);

    [Test]
    public void A_message_whose_sender_is_not_its_signer_is_refused() =>
        Open(Signed(Tha, Mys, Bgd)).ShouldBeRefusedWith(ReceiptCode.NotTheMailboxCounterpart);

    [Test]
    public void A_message_of_an_unknown_party_is_refused() =>
        Mys.OpenerThatKnows(Tha).Open(Bgd.SealTo(Mys).Bytes, Bgd.Name, TestParty.Now).ShouldBeRefusedWith(ReceiptCode.UnknownParty);

    [Test]
    public void A_forger_with_the_name_of_a_known_party_is_refused()
    {
        var forger = new TestParty("BGD");

        Open(forger.SealTo(Mys)).ShouldBeRefusedWith(ReceiptCode.NotTheSigningCertificate);
    }

    [Test]
    public void A_certificate_more_than_the_chain_is_refused() =>
        Forgery
            .Open(
                Forgery.SealBoth(Forgery.Edit(Forgery.Signed(), root => root[1, 0, 3].Children.Add(DerNode.Parse(Tha.SigningCertificate))))
            )
            .ShouldBeOfType<Rejected>();

    [TestCase(-61)]
    [TestCase(61)]
    public void A_signing_time_far_from_issuedAt_is_refused_with_the_names_for_the_receipt(int seconds)
    {
        var message = Bgd.PingTo(Mys);
        var signed = SignedMessage.Sign(message.Bytes, Bgd.Identity, TestParty.Now.AddSeconds(seconds));

        var rejected = Open(Sealer.Seal(signed, Mys.Recipient)).ShouldBeOfType<Rejected>();

        rejected.Code.ShouldBe(ReceiptCode.TimesImplausible);
        rejected.Signed.ShouldBe(signed.Signed);
        rejected.Outline!.MessageId.ShouldBe(message.Header.MessageId);
    }

    [TestCase(-60)]
    [TestCase(60)]
    public void A_signing_time_within_a_minute_of_issuedAt_is_taken(int seconds) =>
        Open(Sealer.Seal(Bgd.PingTo(Mys), Bgd.Identity, Mys.Recipient, TestParty.Now.AddSeconds(seconds))).ShouldBeOfType<Opened>();

    [Test]
    public void Sealer_does_not_sign_what_every_recipient_would_refuse() =>
        Should.Throw<ArgumentException>(() => Sealer.Seal(Bgd.PingTo(Mys), Bgd.Identity, Mys.Recipient, TestParty.Now.AddSeconds(61)));

    [Test]
    public void A_signed_message_that_is_not_strict_json_is_refused_with_its_signed_digest()
    {
        var signed = SignedMessage.Sign("{}"u8.ToArray(), Bgd.Identity, TestParty.Now);

        var rejected = Open(Sealer.Seal(signed, Mys.Recipient)).ShouldBeOfType<Rejected>();

        rejected.Code.ShouldBe(ReceiptCode.NotStrictJson);
        rejected.Signed.ShouldBe(signed.Signed);
    }

    [Test]
    public void What_is_refused_before_the_signature_holds_has_no_signed_digest() =>
        Open(Bgd.SealTo(Tha)).ShouldBeOfType<Rejected>().Signed.ShouldBeNull();

    [Test]
    public void A_seal_that_fails_looks_the_same_wherever_it_fails()
    {
        var bytes = Bgd.SealTo(Mys).Bytes.ToArray();
        OpenResult[] results =
        [
            Forgery.Open(Forgery.Edit(bytes, root => root[1, 0, 1, 0, 1, 3].Contents[0] ^= 1)),
            Forgery.Open(Forgery.Edit(bytes, root => root[1, 0, 1, 0, 1, 7].Contents[0] ^= 1)),
            Forgery.Open(Forgery.Edit(bytes, root => root[1, 0, 2, 2].Contents[0] ^= 1)),
            Forgery.Open(Forgery.Edit(bytes, root => root[1, 0, 3].Contents[0] ^= 1)),
        ];

        results.Distinct().ShouldHaveSingleItem().ShouldBeRefusedWith(ReceiptCode.OuterSeal);
    }

    [Test]
    public void Nothing_that_holds_content_prints_it()
    {
        var sealedMessage = Bgd.SealTo(Mys);
        var opened = Open(sealedMessage);

        foreach (var text in new[] { sealedMessage.ToString(), sealedMessage.Signature.ToString(), opened.ToString() })
            text.ShouldNotContain("cardSerial");
        opened.ToString().ShouldContain(sealedMessage.Signed.ToString());
    }

    private static SealedMessage Signed(TestParty sender, TestParty recipient, TestParty signer) =>
        Sealer.Seal(
            SignedMessage.Sign(TestParty.PingBytes(sender.Name.Value, recipient.Name.Value, TestParty.Now), signer.Identity, TestParty.Now),
            Mys.Recipient
        );

    private static OpenResult Open(SealedMessage sealedMessage) => Forgery.Open(sealedMessage.Bytes.ToArray());
}
