using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;

namespace Exchange.Tests.Sealing.Keys;

internal sealed class FileKeyStoreTests
{
    private FoundedHome _home = null!;
    private KeyProtection _protection = null!;
    private TemporaryFolder _copy = null!;

    private string Keys => _copy.In("keys");

    [OneTimeSetUp]
    public async Task Found()
    {
        _home = await FoundedHome.OfAsync("BGD", TestParty.Now);
        _protection = _home.Protection();
    }

    [OneTimeTearDown]
    public void Remove()
    {
        _protection.Dispose();
        _home.Dispose();
    }

    [SetUp]
    public void Copy()
    {
        _copy = new();
        Directory.CreateDirectory(Keys, File.GetUnixFileMode(_home.Keys));
        foreach (var file in Directory.GetFiles(_home.Keys))
            File.Copy(file, Path.Combine(Keys, Path.GetFileName(file)));
    }

    [TearDown]
    public void RemoveCopy() => _copy.Dispose();

    [Test]
    public void Every_key_of_the_card_is_found_by_its_certificate()
    {
        using var store = Open();

        store.Signing(Key(_home.Card.Signing)).ShouldNotBeNull();
        store.Agreement(Key(_home.Card.Encryption)).ShouldNotBeNull();
        store.Kem(Key(_home.Card.Kem)).ShouldNotBeNull();
        store.Signing(Key(_home.Card.Encryption)).ShouldBeNull();
        store.Client(Key(_home.Card.Signing)).ShouldBeNull();
    }

    [Test]
    public void A_key_that_is_opened_is_the_one_that_was_made()
    {
        using var store = Open();
        var hash = new byte[32];
        using var loaded = X509CertificateLoader.LoadCertificate(PemChain.Read(_home.Card.Signing)[0].Span);
        using var publicKey = loaded.GetECDsaPublicKey()!;

        publicKey.VerifyHash(hash, store.Signing(Key(_home.Card.Signing))!.SignHash(hash)).ShouldBeTrue();
    }

    [Test]
    public void Another_passphrase_is_refused()
    {
        using var other = new KeyProtection("another passphrase");

        Should.Throw<KeyStoreException>(() => FileKeyStore.Open(Keys, other)).Message.ShouldStartWith("The passphrase does not decrypt ");
    }

    [Test]
    public void A_folder_that_is_not_there_is_named()
    {
        Should
            .Throw<KeyStoreException>(() => FileKeyStore.Open(_copy.In("nowhere"), _protection))
            .Message.ShouldContain(_copy.In("nowhere"));
    }

    [TestCase("log-ed25519-1.pem")]
    [TestCase("log-ml-dsa-44-1.pem")]
    [TestCase("witness-ml-dsa-44-1.pem")]
    [TestCase("storage.key")]
    public void A_missing_key_is_named(string file)
    {
        File.Delete(Path.Combine(Keys, file));

        Refusal().ShouldContain(file);
    }

    [TestCase(UnixFileMode.GroupRead)]
    [TestCase(UnixFileMode.OtherRead)]
    [TestCase(UnixFileMode.OtherWrite)]
    public void A_key_that_others_can_reach_is_refused(UnixFileMode mode)
    {
        foreach (var file in new[] { "signing-1.pem", "storage.key" })
        {
            var path = Path.Combine(Keys, file);
            var before = File.GetUnixFileMode(path);
            File.SetUnixFileMode(path, before | mode);
            Refusal().ShouldContain(file);
            File.SetUnixFileMode(path, before);
        }
    }

    [Test]
    public void A_folder_that_others_can_reach_is_refused()
    {
        File.SetUnixFileMode(Keys, File.GetUnixFileMode(Keys) | UnixFileMode.OtherExecute);

        Refusal().ShouldContain("can read or write");
    }

    [Test]
    public async Task Of_several_generations_of_a_log_key_the_last_is_in_use()
    {
        using var other = await FoundedHome.OfAsync("MYS", TestParty.Now);
        using var others = other.Protection();
        foreach (var file in new[] { "log-ed25519-{0}.pem", "log-ml-dsa-44-{0}.pem", "witness-ml-dsa-44-{0}.pem" })
        {
            File.Copy(PathOf(file, 1), PathOf(file, 2));
            var key = others.Unprotect(
                await File.ReadAllTextAsync(Path.Combine(other.Keys, string.Format(CultureInfo.InvariantCulture, file, 1))),
                file
            );
            File.Copy(PathOf(file, 1), PathOf(file, 10));
            await File.WriteAllTextAsync(PathOf(file, 10), _protection.Protect(key));
        }

        using var store = Open();
        using var theirs = FileKeyStore.Open(other.Keys, others);
        store.LogEd25519.PublicKey.ShouldBe(theirs.LogEd25519.PublicKey, "the tenth comes after the second");
        store.LogMlDsa44.PublicKey.ShouldBe(theirs.LogMlDsa44.PublicKey);
        store.Witness.PublicKey.ShouldBe(theirs.Witness.PublicKey);
    }

    [TestCase("kem-1.pem", "signing-1.pem")]
    [TestCase("log-ed25519-1.pem", "encryption-1.pem")]
    [TestCase("signing-1.pem", "kem-1.pem")]
    [TestCase("witness-ml-dsa-44-1.pem", "client-1.pem")]
    [TestCase("client-1.pem", "log-ed25519-1.pem")]
    [TestCase("log-ed25519-1.pem", "witness-ml-dsa-44-1.pem")]
    public void A_file_with_another_kind_of_key_is_refused(string from, string to)
    {
        File.Copy(Path.Combine(Keys, from), Path.Combine(Keys, to), overwrite: true);

        Refusal().ShouldBe($"{Path.Combine(Keys, to)} does not have the type of key that its name states.");
    }

    [Test]
    public void A_KEM_key_without_its_seed_or_of_another_strength_is_refused()
    {
        var expanded = TestKeys
            .Kem.Generate(MLKemParameters.ml_kem_768)
            .Key.WithPreferredFormat(MLKemPrivateKeyParameters.Format.EncodingOnly);
        var stronger = TestKeys.Kem.Generate(MLKemParameters.ml_kem_1024).Key;
        foreach (var key in new[] { expanded, stronger })
        {
            File.WriteAllText(
                PathOf("kem-{0}.pem", 1),
                _protection.Protect(PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded())
            );
            Refusal().ShouldBe($"{PathOf("kem-{0}.pem", 1)} does not have the type of key that its name states.");
        }
    }

    [TestCase("signing-1.pem")]
    [TestCase("storage.key")]
    public void A_damaged_file_is_refused(string file)
    {
        var path = Path.Combine(Keys, file);
        File.WriteAllText(path, File.ReadAllText(path)[..40]);

        Refusal().ShouldContain(file);
    }

    private string PathOf(string file, int generation) => Path.Combine(Keys, string.Format(CultureInfo.InvariantCulture, file, generation));

    private string Refusal() => Should.Throw<KeyStoreException>(Open).Message;

    private FileKeyStore Open() => FileKeyStore.Open(Keys, _protection);

    private static byte[] Key(string pem)
    {
        using var loaded = X509CertificateLoader.LoadCertificate(PemChain.Read(pem)[0].Span);
        return loaded.PublicKey.ExportSubjectPublicKeyInfo();
    }
}
