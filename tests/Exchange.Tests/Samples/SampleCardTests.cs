using Exchange.Protocol;
using Exchange.Sealing.Certificates;

namespace Exchange.Tests.Samples;

internal sealed class SampleCardTests
{
    /// <summary>Run by <c>certs-sample/make.sh</c>.</summary>
    [Test]
    [Explicit("Writes certs-sample anew, with new keys.")]
    public async Task Make_the_samples()
    {
        await SampleCards.MakeAsync();

        Assert.That(File.Exists(SampleCards.FileOf("BGD")));
    }

    [TestCase("BGD")]
    [TestCase("MYS")]
    public void A_good_card_has_no_fault(string party) => CardCheck.Check(SampleCards.Read(party), SampleCards.At).ShouldBeEmpty();

    [Test]
    public void The_good_cards_do_not_conflict() => CardCheck.Conflicts(SampleCards.Read("MYS"), [SampleCards.Read("BGD")]).ShouldBeEmpty();

    [TestCase("expired", ReceiptCode.CertificateNotValidThen)]
    [TestCase("revoked", ReceiptCode.CertificateRevoked)]
    [TestCase("wrong-country", ReceiptCode.NotTheSigningCertificate)]
    [TestCase("wrong-usage", ReceiptCode.NotTheSigningCertificate)]
    public void A_bad_card_has_the_one_fault_that_its_folder_names(string folder, ReceiptCode code)
    {
        var fault = CardCheck.Check(SampleCards.Read("BGD", folder), SampleCards.At).ShouldHaveSingleItem();

        fault.Code.ShouldBe(code);
        fault.Pointer.ShouldBe("/signing");
    }

    [Test]
    public void Every_folder_of_a_bad_card_is_tested() =>
        Directory
            .EnumerateDirectories(SampleCards.Folder)
            .Select(folder => Path.GetFileName(folder))
            .ShouldBe([.. SampleCards.BadOnes, "BGD", "MYS"], ignoreOrder: true);

    [TestCase("BGD")]
    [TestCase("MYS")]
    public void The_files_beside_a_card_are_its_members(string party)
    {
        var card = SampleCards.Read(party);

        Part("authority.pem").ShouldBe(card.Authorities);
        Part("authority.crl").ShouldBe(card.Crls);
        Part("signing.pem").ShouldBe(card.Signing);
        Part("encryption.pem").ShouldBe(card.Encryption);
        Part("kem.pem").ShouldBe(card.Kem);
        Part("client.csr").ShouldBe(card.Client);
        string Part(string name) => File.ReadAllText(Path.Combine(SampleCards.Folder, party, name));
    }

    [Test]
    public void No_sample_holds_a_private_key() =>
        Directory
            .EnumerateFiles(SampleCards.Folder, "*", SearchOption.AllDirectories)
            .Where(file => HasPrivateKey(File.ReadAllText(file)))
            .ShouldBeEmpty();

    private static bool HasPrivateKey(string text) => text.Contains("PRIVATE " + "KEY", StringComparison.Ordinal);
}
