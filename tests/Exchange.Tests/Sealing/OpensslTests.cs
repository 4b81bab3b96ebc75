using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Exchange.Protocol;
using Exchange.Sealing;
using Exchange.Sealing.Layers;

namespace Exchange.Tests.Sealing;

/// <summary>
/// An implementation that is not ours: <c>openssl cms</c> reads layers 1 and 2 as they are written here, and the other way round.
/// </summary>
internal sealed class OpensslTests
{
    private static readonly byte[] Content = Forgery.Bgd.PingTo(Forgery.Mys).Bytes.ToArray();

    private string _folder = "";

    [OneTimeSetUp]
    public void NeedOpenssl() => Openssl.Need();

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("exchange-openssl-").FullName;
        Write("content", Content);
        WritePem("authority.pem", "CERTIFICATE", Forgery.Bgd.Authority);
        WritePem("signing.pem", "CERTIFICATE", Forgery.Bgd.SigningCertificate);
        WritePem("signing.key", "PRIVATE KEY", Forgery.Bgd.SigningKey.Key.ExportPkcs8PrivateKey());
        WritePem("encryption.pem", "CERTIFICATE", Forgery.Mys.EncryptionCertificate);
        WritePem("encryption.key", "PRIVATE KEY", Forgery.Mys.AgreementKey.Key.ExportPkcs8PrivateKey());
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Openssl_verifies_a_signed_message()
    {
        Write("signed", SignedMessage.Sign(Content, Forgery.Bgd.Identity, TestParty.Now).ToAttached());

        Run("cms -verify -cades -binary -inform DER -in signed -CAfile authority.pem -out opened " + AtTheTime());

        Read("opened").ShouldBe(Content);
    }

    [Test]
    public void Openssl_verifies_the_detached_form_beside_its_content()
    {
        Write("signed", SignedMessage.Sign(Content, Forgery.Bgd.Identity, TestParty.Now).Detached.ToArray());

        Run("cms -verify -cades -binary -inform DER -in signed -content content -CAfile authority.pem -out opened " + AtTheTime());

        Read("opened").ShouldBe(Content);
    }

    [Test]
    public void Openssl_refuses_the_detached_form_beside_other_content()
    {
        Write("signed", SignedMessage.Sign(Content, Forgery.Bgd.Identity, TestParty.Now).Detached.ToArray());
        Write("content", [.. Content, 0]);

        TryRun("cms -verify -cades -binary -inform DER -in signed -content content -CAfile authority.pem -out opened " + AtTheTime(), out _)
            .ShouldBeFalse();
    }

    [Test]
    public void A_message_signed_by_openssl_opens_if_it_has_the_smaller_s() =>
        SignedByOpenssl("-nodetach", signed => (SignedMessage.TryOpen(signed, out var message, out var refusal), message, refusal));

    [Test]
    public void A_detached_signature_by_openssl_holds_if_it_has_the_smaller_s() =>
        SignedByOpenssl("", signed => (SignedMessage.TryOpenDetached(signed, Content, out var message, out var refusal), message, refusal));

    [Test]
    public void Openssl_opens_an_inner_seal()
    {
        Write("sealed", InnerSeal.Seal(Content, Forgery.Mys.Recipient.Encryption));

        Run("cms -decrypt -binary -inform DER -in sealed -recip encryption.pem -inkey encryption.key -out opened");

        Read("opened").ShouldBe(Content);
    }

    [Test]
    public void An_inner_seal_made_by_openssl_opens()
    {
        Run("cms -encrypt -aes-256-gcm -binary -outform DER -in content -out sealed -recip encryption.pem -keyopt ecdh_kdf_md:sha256");

        InnerSeal.TryOpen(Read("sealed"), Forgery.Mys.OpeningKeys, out var opened, out _).ShouldBeTrue();
        opened.ShouldBe(Content);
    }

    [TestCase("-aes-256-cbc", "-keyopt ecdh_kdf_md:sha256", ReceiptCode.InnerSeal)]
    [TestCase("-aes-128-gcm", "-keyopt ecdh_kdf_md:sha256", ReceiptCode.NotTheOneEncoding)]
    [TestCase("-aes-256-gcm", "-keyopt ecdh_kdf_md:sha384", ReceiptCode.NotTheOneEncoding)]
    [TestCase("-aes-256-gcm", "", ReceiptCode.NotTheOneEncoding)]
    public void An_inner_seal_made_by_openssl_with_another_recipe_is_refused(string cipher, string option, ReceiptCode code)
    {
        Run($"cms -encrypt {cipher} -binary -outform DER -in content -out sealed -recip encryption.pem {option}");

        InnerSeal.TryOpen(Read("sealed"), Forgery.Mys.OpeningKeys, out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe(code);
    }

    // About half of its signatures have the larger s, and are refused.
    private void SignedByOpenssl(string option, Func<byte[], (bool Holds, SignedMessage? Message, Rejected? Refusal)> open)
    {
        for (var attempt = 0; attempt < 40; attempt++)
        {
            Run(
                "cms -sign -cades -binary -nosmimecap -md sha256 -outform DER -in content -out signed -signer signing.pem -inkey "
                    + $"signing.key {option}"
            );
            var (holds, message, refusal) = open(Read("signed"));
            if (holds)
            {
                message!.Content.ToArray().ShouldBe(Content);
                return;
            }

            refusal!.Code.ShouldBe(ReceiptCode.Signature);
        }

        Assert.Fail("None of 40 signatures was taken.");
    }

    private static string AtTheTime() => "-attime " + TestParty.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private void Run(string arguments) => Openssl.Run(_folder, arguments);

    private bool TryRun(string arguments, out string errors) => Openssl.TryRun(_folder, arguments, out _, out errors);

    private void Write(string file, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, file), bytes);

    private byte[] Read(string file) => File.ReadAllBytes(Path.Combine(_folder, file));

    private void WritePem(string file, string label, byte[] bytes) =>
        Write(file, Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, bytes)));
}
