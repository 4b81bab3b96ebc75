using System.Globalization;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Issuing;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Sealing.Keys;

/// <summary>What <c>party init</c> makes: taken by our own checks, and read by an implementation that is not ours.</summary>
internal sealed class PartyFoundingTests
{
    private static readonly DateTimeOffset Now = TestParty.Now;

    private FoundedHome _home = null!;

    private PartyCard Card => _home.Card;

    [OneTimeSetUp]
    public async Task Found() => _home = await FoundedHome.OfAsync("BGD-CID", Now);

    [OneTimeTearDown]
    public void Remove() => _home.Dispose();

    [Test]
    public void Its_card_is_taken() => CardCheck.Check(Card, Now).ShouldBeEmpty();

    [Test]
    public void Its_card_is_taken_as_long_as_its_revocation_list_is_fresh()
    {
        CardCheck.Check(Card, Now.AddDays(89)).ShouldBeEmpty();
        CardCheck.Check(Card, Now.AddDays(91)).ShouldNotBeEmpty();
    }

    [Test]
    public async Task Two_parties_have_nothing_in_common()
    {
        using var other = await FoundedHome.OfAsync("MYS", Now);

        CardCheck.Conflicts(other.Card, [Card]).ShouldBeEmpty();
    }

    [Test]
    public void Nobody_but_the_owner_may_read_its_keys()
    {
        Directory.GetFiles(_home.Keys).Length.ShouldBe(9);
        foreach (var file in Directory.GetFiles(_home.Keys).Append(_home.PassphraseFile))
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        File.GetUnixFileMode(_home.Keys).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Test]
    public void Keys_are_never_overwritten()
    {
        using var protection = _home.Protection();
        var before = Directory.GetFiles(_home.Keys).ToDictionary(file => file, File.ReadAllText);

        Should.Throw<IOException>(() => new PartyFounding(Card.Party, _home.Keys, protection, Now).Found("127.0.0.1"));

        Directory.GetFiles(_home.Keys).ToDictionary(file => file, File.ReadAllText).ShouldBe(before, ignoreOrder: true);
    }

    [TestCase("signing", "Digital Signature, Non Repudiation")]
    [TestCase("encryption", "Key Agreement")]
    [TestCase("kem", "Key Encipherment")]
    public void Openssl_reads_and_verifies_each_certificate(string role, string usage)
    {
        Openssl.Need();
        var chain = role switch
        {
            "signing" => Card.Signing,
            "encryption" => Card.Encryption,
            _ => Card.Kem,
        };
        _home.Write(chain, "leaf.pem");
        _home.Write(Card.Authorities, "authority.pem");
        _home.Write(Card.Crls, "authority.crl");
        var time = Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        Openssl.Run(_home.Folder, "x509 -in leaf.pem -noout -ext keyUsage").ShouldContain(usage);
        SubjectOf(Openssl.Run(_home.Folder, "x509 -in leaf.pem -noout -subject -nameopt RFC2253"))
            .ShouldBe(["C=BD", "CN=BGD-CID"], ignoreOrder: true);
        // A version that does not know ML-KEM reads such a certificate, but verifies none with a key that it cannot load.
        if (role != "kem")
        {
            Openssl
                .Run(_home.Folder, $"verify -x509_strict -crl_check -CAfile authority.pem -CRLfile authority.crl -attime {time} leaf.pem")
                .ShouldContain("OK");
        }
    }

    [Test]
    public void Openssl_reads_and_verifies_the_request_and_the_revocation_list()
    {
        Openssl.Need();
        _home.Write(Card.Client, "client.csr");
        _home.Write(Card.Authorities, "authority.pem");
        _home.Write(Card.Crls, "authority.crl");

        SubjectOf(Openssl.Run(_home.Folder, "req -in client.csr -noout -verify -subject -nameopt RFC2253"))
            .ShouldBe(["C=BD", "CN=BGD-CID"], ignoreOrder: true);
        Openssl.TryRun(_home.Folder, "crl -in authority.crl -noout -CAfile authority.pem", out _, out var said).ShouldBeTrue(said);
        said.ShouldContain("verify OK");
    }

    [Test]
    public void Openssl_opens_the_protected_keys_with_the_passphrase_and_not_with_another()
    {
        Openssl.Need();
        foreach (
            var purpose in new[]
            {
                KeyPurpose.Signing,
                KeyPurpose.Encryption,
                KeyPurpose.Client,
                KeyPurpose.Authority,
                KeyPurpose.LogEd25519,
            }
        )
        {
            var file = Path.Combine(_home.Keys, purpose.FileName("1"));
            Openssl.Run(_home.Folder, $"pkey -in {file} -passin file:{_home.PassphraseFile} -pubout").ShouldContain("BEGIN PUBLIC KEY");
        }

        var signing = Path.Combine(_home.Keys, KeyPurpose.Signing.FileName("1"));
        Openssl.TryRun(_home.Folder, $"pkey -in {signing} -passin pass:another-passphrase -noout", out _, out _).ShouldBeFalse();
    }

    // Whether or not this version knows the algorithm, it knows the protection.
    [TestCase(KeyPurpose.Kem)]
    [TestCase(KeyPurpose.LogMlDsa44)]
    [TestCase(KeyPurpose.Witness)]
    public void Openssl_takes_the_protection_off_a_post_quantum_key_which_is_its_seed_alone(KeyPurpose purpose)
    {
        Openssl.Need();
        var file = Path.Combine(_home.Keys, purpose.FileName("1"));
        using var protection = _home.Protection();
        var pkcs8 = protection.Unprotect(File.ReadAllText(file), file);

        // PKCS#8 (RFC 5958) around [0] seed: 64 bytes for ML-KEM (RFC 9935), 32 for ML-DSA (RFC 9881).
        pkcs8.Length.ShouldBe((purpose == KeyPurpose.Kem ? 64 : 32) + 22);
        Openssl.Run(_home.Folder, $"asn1parse -in {file}").ShouldContain("aes-256-cbc");
    }

    // OpenSSL 3.5 says on stdout too that it has verified.
    private static string[] SubjectOf(string said) => said.Trim().Split("subject=")[^1].Split(',');
}
