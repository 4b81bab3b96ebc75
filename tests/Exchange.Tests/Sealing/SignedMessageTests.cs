using System.Security.Cryptography.X509Certificates;
using Exchange.Protocol;
using Exchange.Sealing;

namespace Exchange.Tests.Sealing;

internal sealed class SignedMessageTests
{
    private static readonly TestParty Bgd = Forgery.Bgd;
    private static readonly byte[] Content = [1, 2, 3];

    [Test]
    public void Signed_digest_is_that_of_the_same_encoding_without_the_content()
    {
        var signed = SignedMessage.Sign(Content, Bgd.Identity, TestParty.Now);
        var withoutContent = Forgery.Edit(signed.ToAttached(), root => root[1, 0, 2].Children.RemoveAt(1));

        signed.Detached.ToArray().ShouldBe(withoutContent);
        signed.Signed.ShouldBe(Digest.Of(withoutContent));
    }

    [Test]
    public void Opened_message_gives_back_what_was_signed()
    {
        var signed = SignedMessage.Sign(Content, Bgd.Identity, TestParty.Now.AddMilliseconds(999));

        SignedMessage.TryOpen(signed.ToAttached(), out var opened, out _).ShouldBeTrue();

        opened!.Content.ToArray().ShouldBe(Content);
        opened.Signed.ShouldBe(signed.Signed);
        opened.SigningTime.ShouldBe(TestParty.Now);
        opened.Chain.ShouldHaveSingleItem().ToArray().ShouldBe(Bgd.SigningCertificate);
    }

    [Test]
    public void Signers_certificate_comes_first_wherever_the_set_has_it()
    {
        var others = Enumerable.Range(0, 6).Select(_ => Bgd.Issue(Bgd.AgreementKey.SubjectPublicKeyInfo, X509KeyUsageFlags.KeyAgreement));
        var identity = new SigningIdentity([Bgd.SigningCertificate, .. others], Bgd.SigningKey);

        SignedMessage.TryOpen(SignedMessage.Sign(Content, identity, TestParty.Now).ToAttached(), out var opened, out _).ShouldBeTrue();

        opened!.Chain.Count.ShouldBe(7);
        opened.Chain[0].ToArray().ShouldBe(Bgd.SigningCertificate);
    }

    [TestCase(1949)]
    [TestCase(1950)]
    [TestCase(2049)]
    [TestCase(2050)]
    public void Signing_time_has_its_one_form_on_either_side_of_the_years_of_utc_time(int year)
    {
        var time = new DateTimeOffset(year, 7, 1, 12, 0, 0, TimeSpan.Zero);

        SignedMessage.TryOpen(SignedMessage.Sign(Content, Bgd.Identity, time).ToAttached(), out var opened, out _).ShouldBeTrue();

        opened!.SigningTime.ShouldBe(time);
    }

    [Test]
    public void Attached_form_is_not_taken_for_the_detached_one() =>
        SignedMessage
            .TryOpenDetached(SignedMessage.Sign(Content, Bgd.Identity, TestParty.Now).ToAttached(), Content, out _, out _)
            .ShouldBeFalse();

    [Test]
    public void Detached_form_is_not_taken_for_the_attached_one() =>
        SignedMessage.TryOpen(SignedMessage.Sign(Content, Bgd.Identity, TestParty.Now).Detached, out _, out _).ShouldBeFalse();

    [Test]
    public void Every_signature_made_has_the_smaller_s()
    {
        for (var count = 0; count < 64; count++)
            SignedMessage.TryOpen(SignedMessage.Sign(Content, Bgd.Identity, TestParty.Now).ToAttached(), out _, out _).ShouldBeTrue();
    }

    [Test]
    public void Identity_whose_key_is_not_the_certificates_is_not_made() =>
        Should.Throw<ArgumentException>(() => new SigningIdentity([Bgd.SigningCertificate], Forgery.Mys.SigningKey));

    [Test]
    public void Identity_without_a_certificate_is_not_made() =>
        Should.Throw<ArgumentException>(() => new SigningIdentity([], Bgd.SigningKey));

    [Test]
    public void Recipient_with_keys_of_another_kind_is_not_made()
    {
        Should.Throw<ArgumentException>(() => new SealingRecipient(Bgd.KemCertificate, Bgd.EncryptionCertificate));
        Should.Throw<ArgumentException>(() => new SealingRecipient(Bgd.EncryptionCertificate, Bgd.EncryptionCertificate));
        Should.Throw<ArgumentException>(() => new SealingRecipient(new byte[] { 1, 2, 3 }, Bgd.KemCertificate));
    }
}
