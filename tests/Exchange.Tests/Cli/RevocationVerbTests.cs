using System.Text.Json.Nodes;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;
using Exchange.Tests.Sealing;

namespace Exchange.Tests.Cli;

/// <summary>BGD has granted its mailbox to MYS and THA, and MYS one to BGD. A client key is stolen.</summary>
internal sealed class RevocationVerbTests
{
    private const int Ok = 0,
        Failed = 1,
        Usage = 2,
        Refused = 3;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private TemporaryFolder _founded = null!;
    private TemporaryFolder _folder = null!;

    private string Bgd => _folder.In("BGD");

    private string Mys => _folder.In("MYS");

    private string Lists => _folder.In("BGD", "broker", "crls");

    [OneTimeSetUp]
    public async Task Found()
    {
        _folder = _founded = new();
        foreach (var party in new[] { "BGD", "MYS", "THA" })
            await DoneAsync("party", "init", party, "--home", _founded.In(party), "--mailbox", "localhost:5671");
        await ImportAsync("MYS", Bgd);
        await ImportAsync("THA", Bgd);
        await ImportAsync("BGD", Mys);
        await GrantAsync("MYS", _founded.In("first.grant.json"));
        await GrantAsync("THA", _founded.In("tha.grant.json"));
        await DoneAsync("mailbox", "grant", "BGD", "--out", _founded.In("ours.grant.json"), "--home", Mys);
    }

    [OneTimeTearDown]
    public void Forget() => _founded.Dispose();

    [SetUp]
    public void Copy()
    {
        _folder = new();
        FolderCopy.Make(new(_founded.Folder), _folder.Folder);
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task Revoking_that_nobody_confirms_says_which_certificates_and_changes_nothing()
    {
        var before = await File.ReadAllBytesAsync(_folder.In("BGD", "party.json"));

        var run = await RevokeAsync();

        run.ExitCode.ShouldBe(Refused);
        run.Progress.ShouldContain(SerialOf("first.grant.json"));
        run.Progress.ShouldContain("Confirm with --yes");
        (await File.ReadAllBytesAsync(_folder.In("BGD", "party.json"))).ShouldBe(before);
        Directory.Exists(Lists).ShouldBeFalse();
    }

    [Test]
    public async Task What_is_revoked_is_on_the_list_of_the_card_and_of_the_broker_and_nothing_else_is()
    {
        Openssl.Need();
        var before = Card(Bgd);

        var run = await RevokeAsync("--yes", "--json");

        run.ExitCode.ShouldBe(Ok, run.Progress);
        var answer = JsonNode.Parse(run.Output)!;
        answer["revoked"]!.AsArray().ShouldHaveSingleItem()!.ToString().ShouldBe(SerialOf("first.grant.json"));
        answer["then"]!.ToString().ShouldStartWith("rabbitmqctl close_all_user_connections MYS ");
        var card = Card(Bgd);
        card.Serial.ShouldBe(before.Serial + 1);
        CardCheck.Check(card, card.ValidFrom).ShouldBeEmpty();
        Verifies("first.grant.json", out var reason).ShouldBeFalse();
        reason.ShouldContain("certificate revoked");
        Verifies("tha.grant.json", out reason).ShouldBeTrue(reason);
        Openssl.Run(_folder.Folder, $"crl -in {ListFile()} -noout -text").ShouldContain("Key Compromise");
    }

    [TestCase(OwnerOnly, ExpectedResult = UnixFileMode.None)]
    [TestCase(OwnerOnly | UnixFileMode.GroupExecute, ExpectedResult = UnixFileMode.OtherRead)]
    public async Task<UnixFileMode> The_lists_are_for_whoever_may_enter_their_folder(UnixFileMode folder)
    {
        Directory.CreateDirectory(Lists);
        File.SetUnixFileMode(Lists, folder);

        await DoneAsync("party", "renew", "--home", Bgd);

        return File.GetUnixFileMode(ListFile()) & UnixFileMode.OtherRead;
    }

    [Test]
    public async Task The_brokers_list_has_the_name_by_which_it_is_looked_up()
    {
        Openssl.Need();
        await DoneAsync("party", "renew", "--home", Bgd);

        Path.GetFileName(ListFile()).ShouldBe(Openssl.Run(_folder.Folder, $"crl -in {ListFile()} -noout -hash").Trim() + ".r0");
    }

    [Test]
    public async Task What_is_revoked_stays_so_in_every_later_list_and_the_lists_are_numbered()
    {
        Openssl.Need();
        await DoneAsync("party", "revoke", "MYS", "--yes", "--home", Bgd);
        var number = Number();

        await DoneAsync("party", "renew", "--home", Bgd);

        Number().ShouldBe(number + 1);
        Verifies("first.grant.json", out _).ShouldBeFalse();
        Card(Bgd).HasRevoked(Grant("first.grant.json").Certificate).ShouldBeTrue();
    }

    [Test]
    public async Task Revoking_again_gives_the_broker_its_lists_and_no_other_card()
    {
        await DoneAsync("party", "revoke", "MYS", "--yes", "--home", Bgd);
        var card = await File.ReadAllBytesAsync(_folder.In("BGD", "party.json"));
        var list = await File.ReadAllTextAsync(ListFile());
        File.Delete(ListFile());
        _folder.Write("a list of an authority that is no more", "BGD", "broker", "crls", "00000000.r0");

        await DoneAsync("party", "revoke", "MYS", "--yes", "--home", Bgd);

        (await File.ReadAllBytesAsync(_folder.In("BGD", "party.json"))).ShouldBe(card);
        (await File.ReadAllTextAsync(ListFile())).ShouldBe(list);
    }

    [Test]
    public async Task A_stolen_key_is_never_granted_again_and_a_new_one_is()
    {
        await DoneAsync("party", "revoke", "MYS", "--yes", "--home", Bgd);

        var again = await CommandRun.NowAsync("mailbox", "grant", "MYS", "--out", _folder.In("again.grant.json"), "--home", Bgd);
        again.ExitCode.ShouldBe(Refused);
        again.Progress.ShouldContain("party renew --client");
        File.Exists(_folder.In("again.grant.json")).ShouldBeFalse();

        await DoneAsync("party", "renew", "--client", "--home", Mys);
        await ImportAsync("MYS", Bgd);
        await GrantAsync("MYS", _folder.In("second.grant.json"));
        Card(Bgd).HasRevoked(Grant("second.grant.json").Certificate).ShouldBeFalse();
        ClientKey.Of(Grant("second.grant.json")).ShouldNotBe(ClientKey.Of(Grant("first.grant.json")));
    }

    [Test]
    public async Task A_grant_for_a_new_key_says_what_is_good_of_the_former_and_that_alone_is_revoked()
    {
        await DoneAsync("party", "renew", "--client", "--home", Mys);
        await ImportAsync("MYS", Bgd);

        var granted = await GrantAsync("MYS", _folder.In("second.grant.json"));
        granted.Progress.ShouldContain(SerialOf("first.grant.json"));
        granted.Progress.ShouldContain("party revoke MYS --former --yes");
        await DoneAsync("party", "revoke", "MYS", "--former", "--yes", "--home", Bgd);

        Card(Bgd).HasRevoked(Grant("first.grant.json").Certificate).ShouldBeTrue();
        Card(Bgd).HasRevoked(Grant("second.grant.json").Certificate).ShouldBeFalse();
        (await GrantAsync("MYS", _folder.In("third.grant.json"))).Progress.ShouldNotContain("--former");
    }

    [Test]
    public async Task A_new_client_key_puts_the_former_out_at_ones_own_broker()
    {
        var former = await File.ReadAllTextAsync(_folder.In("MYS", "tls", "client.pem"));

        await DoneAsync("party", "renew", "--client", "--home", Mys);

        await IsPutOutAsync(former);
    }

    [Test]
    public async Task A_new_client_key_that_was_interrupted_is_made_by_the_same_command_again()
    {
        var former = await File.ReadAllTextAsync(_folder.In("MYS", "tls", "client.pem"));
        await DoneAsync("party", "renew", "--client", "--home", Mys);
        // As a kill between card and certificate leaves it.
        await File.WriteAllTextAsync(_folder.In("MYS", "tls", "client.pem"), former);

        await DoneAsync("party", "renew", "--client", "--home", Mys);

        await IsPutOutAsync(former);
    }

    [Test]
    public async Task An_authority_elsewhere_is_told_what_to_revoke_and_its_list_may_leave_nothing_out()
    {
        var empty = Card(Bgd).Crls;
        await File.WriteAllTextAsync(_folder.In("empty.pem"), empty);
        await DoneAsync("party", "revoke", "THA", "--yes", "--home", Bgd);
        File.Delete(_folder.In("BGD", "keys", "authority-1.pem"));
        var before = await File.ReadAllBytesAsync(_folder.In("BGD", "party.json"));

        var revoked = await RevokeAsync("--yes");
        var renewed = await CommandRun.NowAsync("party", "renew", "--crls", _folder.In("empty.pem"), "--home", Bgd);

        revoked.ExitCode.ShouldBe(Refused);
        revoked.Progress.ShouldContain(SerialOf("first.grant.json"));
        revoked.Progress.ShouldContain("party renew --crls");
        renewed.ExitCode.ShouldBe(Refused);
        renewed.Progress.ShouldContain("lacks a certificate of THA");
        (await File.ReadAllBytesAsync(_folder.In("BGD", "party.json"))).ShouldBe(before);
        (await CommandRun.NowAsync("party", "renew", "--client", "--home", Bgd)).ExitCode.ShouldBe(Refused);
        Directory.EnumerateFiles(_folder.In("BGD", "keys"), "client-*").ShouldHaveSingleItem();
    }

    [Test]
    public async Task A_damaged_grant_is_named_and_nothing_is_revoked_without_it()
    {
        _folder.Write("{", "BGD", "issued", "damaged.grant.json");

        var run = await RevokeAsync("--yes");

        run.ExitCode.ShouldBe(Refused);
        run.Progress.ShouldContain("issued/damaged.grant.json");
        Card(Bgd).Serial.ShouldBe(1);
    }

    [Test]
    public async Task Lists_that_cannot_be_written_are_named_and_the_certificate_is_revoked_all_the_same()
    {
        _folder.Write("in the way", "BGD", "broker", "crls");

        var run = await RevokeAsync("--yes");

        run.ExitCode.ShouldBe(Failed);
        run.Progress.ShouldContain(Lists);
        run.Progress.ShouldContain("repeat the command");
        Card(Bgd).HasRevoked(Grant("first.grant.json").Certificate).ShouldBeTrue();
        File.Delete(Lists);
        (await RevokeAsync("--yes")).ExitCode.ShouldBe(Ok);
        File.Exists(ListFile()).ShouldBeTrue();
    }

    [Test]
    public async Task Of_two_that_change_the_card_at_once_the_second_changes_nothing()
    {
        using (
            new FileStream(
                _folder.In("BGD", "party.json.lock"),
                FileMode.OpenOrCreate,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete
            )
        )
        {
            (await RevokeAsync("--yes")).ExitCode.ShouldBe(Failed);
        }

        Card(Bgd).Serial.ShouldBe(1);
        (await RevokeAsync("--yes")).ExitCode.ShouldBe(Ok);
    }

    [Test]
    public async Task An_older_card_does_not_take_the_place_of_a_newer_one()
    {
        var (card, held) = (_folder.In("MYS", "party.json"), _folder.In("BGD", "counterparts", "MYS.party.json"));
        File.Copy(card, _folder.In("older.json"));
        await DoneAsync("party", "renew", "--home", Mys);
        await ImportAsync("MYS", Bgd);

        var run = await CommandRun.NowAsync(
            "party",
            "import",
            _folder.In("older.json"),
            "--confirm",
            Fingerprint.Of(await File.ReadAllBytesAsync(_folder.In("older.json"))),
            "--home",
            Bgd
        );

        run.ExitCode.ShouldBe(Refused);
        run.Progress.ShouldContain("with serial 2 is already here; this one has 1.");
        (await File.ReadAllBytesAsync(held)).ShouldBe(await File.ReadAllBytesAsync(card));
    }

    [Test]
    public async Task A_grant_is_accepted_only_of_a_party_whose_card_is_imported()
    {
        var grant = _folder.In("tha.grant.json");

        var run = await CommandRun.NowAsync(
            "mailbox",
            "accept",
            grant,
            "--confirm",
            Fingerprint.Of(await File.ReadAllBytesAsync(grant)),
            "--home",
            _folder.In("THA")
        );

        run.ExitCode.ShouldBe(Refused);
        run.Progress.ShouldContain("exchange party import");
        Directory.EnumerateFiles(_folder.In("THA", "counterparts")).ShouldBeEmpty();
    }

    [Test]
    public async Task Whom_nothing_was_granted_nothing_is_taken_from()
    {
        (await CommandRun.NowAsync("party", "revoke", "SGP", "--yes", "--home", Bgd)).ExitCode.ShouldBe(Refused);
        (await CommandRun.NowAsync("party", "revoke", "Malaysia", "--yes", "--home", Bgd)).ExitCode.ShouldBe(Usage);
        (await CommandRun.NowAsync("party", "revoke", "MYS", "--yes", "--home", _folder.In("nowhere"))).ExitCode.ShouldBe(Usage);
        (await CommandRun.NowAsync("party", "renew", "--client", "--crls", "crls.pem", "--home", Bgd)).ExitCode.ShouldBe(Usage);
    }

    private async Task IsPutOutAsync(string former)
    {
        var (card, client) = (Card(Mys), await File.ReadAllTextAsync(_folder.In("MYS", "tls", "client.pem")));
        (card.HasRevoked(former), card.HasRevoked(client)).ShouldBe((true, false));
        CardCheck.Check(card, card.ValidFrom).ShouldBeEmpty();
        using var protection = new KeyProtection((await File.ReadAllTextAsync(_folder.In("MYS", "passphrase"))).Trim());
        using var keys = FileKeyStore.Open(_folder.In("MYS", "keys"), protection);
        keys.Client(ClientKey.Of(card)).ShouldNotBeNull();
        var ours = new MailboxGrant
        {
            For = card.Party,
            At = card.Party,
            Host = "localhost",
            Port = 1,
            TlsName = "localhost",
            Authorities = card.Authorities,
            Certificate = client,
        };
        GrantCheck.Check(ours, card).ShouldBeEmpty();
    }

    private bool Verifies(string grant, out string reason)
    {
        File.WriteAllText(_folder.In("authorities.pem"), Card(Bgd).Authorities);
        File.WriteAllText(_folder.In("client.pem"), Grant(grant).Certificate);
        return Openssl.TryRun(
            _folder.Folder,
            $"verify -crl_check -CAfile authorities.pem -CRLfile {ListFile()} client.pem",
            out _,
            out reason
        );
    }

    private string SerialOf(string grant)
    {
        using var leaf = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(Grant(grant).Certificate);
        return leaf.SerialNumber;
    }

    private int Number() =>
        Convert.ToInt32(Openssl.Run(_folder.Folder, $"crl -in {ListFile()} -noout -crlnumber").Trim()["crlNumber=0x".Length..], 16);

    private string ListFile() => Directory.EnumerateFiles(Lists).ShouldHaveSingleItem();

    private MailboxGrant Grant(string file) => MailboxGrant.Read(File.ReadAllBytes(_folder.In(file))).OrThrow();

    private static PartyCard Card(string home) => PartyCard.Read(File.ReadAllBytes(Path.Combine(home, "party.json"))).OrThrow();

    private Task<CommandRun> RevokeAsync(params string[] options) =>
        CommandRun.NowAsync(["party", "revoke", "MYS", .. options, "--home", Bgd]);

    private Task<CommandRun> GrantAsync(string party, string file) => DoneAsync("mailbox", "grant", party, "--out", file, "--home", Bgd);

    private async Task ImportAsync(string party, string home)
    {
        var card = _folder.In(party, "party.json");
        await DoneAsync("party", "import", card, "--confirm", Fingerprint.Of(await File.ReadAllBytesAsync(card)), "--home", home);
    }

    private static async Task<CommandRun> DoneAsync(params string[] arguments)
    {
        var run = await CommandRun.NowAsync(arguments);
        run.ExitCode.ShouldBe(Ok, run.Progress);
        return run;
    }
}
