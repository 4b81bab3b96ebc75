using System.Security.Cryptography.X509Certificates;
using Exchange.Cli.Parties;
using Exchange.Protocol.Parties;
using Exchange.Sealing;
using Exchange.Sealing.Certificates;
using Exchange.Sealing.Keys;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Cli;

internal sealed class PartyVerbTests
{
    private const int Ok = 0,
        Usage = 2,
        Refused = 3;

    private static readonly DateTimeOffset Now = new FakeTimeProvider().GetUtcNow();

    private TemporaryFolder _folder = null!;

    private string Bgd => _folder.In("bgd");

    private string Mys => _folder.In("mys");

    [SetUp]
    public void MakeFolder() => _folder = new();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task A_founded_home_has_a_card_that_holds_and_files_that_only_the_owner_reads()
    {
        (await InitAsync("BGD", Bgd)).ExitCode.ShouldBe(Ok);

        var card = PartyCard.Read(await File.ReadAllBytesAsync(Path.Combine(Bgd, "party.json"))).OrThrow();
        CardCheck.Check(card, Now).ShouldBeEmpty();
        card.Log.Origin.ShouldBe("bgd.exchange/audit");
        string[] secret =
        [
            .. Directory.EnumerateFiles(Path.Combine(Bgd, "keys")),
            Path.Combine(Bgd, "passphrase"),
            Path.Combine(Bgd, "tls", "broker.key"),
        ];
        secret.ShouldAllBe(file => File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task The_brokers_certificate_and_the_settings_have_the_name_that_counterparts_verify()
    {
        (
            await CommandRun.OfAsync(
                "party",
                "init",
                "BGD",
                "--home",
                Bgd,
                "--mailbox",
                "192.0.2.7:5671",
                "--tls-name",
                "mailbox.bgd.example"
            )
        ).ExitCode.ShouldBe(Ok);

        (await File.ReadAllTextAsync(Path.Combine(Bgd, "gateway.json"))).ShouldContain("\"TlsName\": \"mailbox.bgd.example\"");
        using var certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Path.Combine(Bgd, "tls", "broker.pem")));
        certificate.MatchesHostname("mailbox.bgd.example").ShouldBeTrue();
        certificate.MatchesHostname("192.0.2.7").ShouldBeFalse();
    }

    [Test]
    public async Task A_home_is_never_founded_twice()
    {
        await InitAsync("BGD", Bgd);
        var before = await File.ReadAllBytesAsync(Path.Combine(Bgd, "party.json"));

        var again = await InitAsync("BGD", Bgd);

        again.ExitCode.ShouldBe(Refused);
        again.Progress.ShouldContain("Nothing was changed.");
        (await File.ReadAllBytesAsync(Path.Combine(Bgd, "party.json"))).ShouldBe(before);
    }

    [TestCase("gateway.json")]
    [TestCase("tls/client.pem")]
    [TestCase("tls/broker.pem")]
    public async Task What_is_there_already_is_never_overwritten(string file)
    {
        _folder.Write("mine", "bgd", file);

        (await InitAsync("BGD", Bgd)).ExitCode.ShouldBe(Refused);

        (await File.ReadAllTextAsync(Path.Combine(Bgd, file))).ShouldBe("mine");
        Directory.Exists(Path.Combine(Bgd, "keys")).ShouldBeFalse();
    }

    [Test]
    public async Task A_passphrase_that_protects_nothing_is_refused_before_anything_is_made()
    {
        _folder.Write("short", "passphrase");

        var run = await CommandRun.OfAsync(
            new Dictionary<string, string> { ["EXCHANGE_PASSPHRASE_FILE"] = _folder.In("passphrase") },
            "party",
            "init",
            "BGD",
            "--home",
            Bgd,
            "--mailbox",
            "mailbox.example:5671"
        );

        run.ExitCode.ShouldBe(Refused);
        run.Progress.ShouldContain("16 characters");
        Directory.Exists(Bgd).ShouldBeFalse();
        (await InitAsync("BGD", Bgd)).ExitCode.ShouldBe(Ok);
    }

    [TestCase("XYZ")]
    [TestCase("bgd")]
    [TestCase("BGD-")]
    public async Task What_is_no_party_is_a_usage_error(string name) => (await InitAsync(name, Bgd)).ExitCode.ShouldBe(Usage);

    [TestCase("mailbox")]
    [TestCase("mailbox:0")]
    [TestCase("mailbox:65536")]
    [TestCase(":5671")]
    [TestCase("amqps://mailbox.police.example:5671")]
    [TestCase("mail box.example:5671")]
    [TestCase(" mailbox.example:5671")]
    [TestCase("mailbox.example.:5671")]
    [TestCase(".mailbox.example:5671")]
    [TestCase("mailbox..example:5671")]
    [TestCase("-mailbox.example:5671")]
    [TestCase("mailbox-.example:5671")]
    [TestCase("mail_box.example:5671")]
    [TestCase("user@mailbox.example:5671")]
    [TestCase("mailbox.example/:5671")]
    [TestCase("ডাক.example:5671")]
    [TestCase("mailbox.example\n:5671")]
    [TestCase("127.1:5671")]
    [TestCase("0x7f.0.0.1:5671")]
    [TestCase("256.1.1.1:5671")]
    [TestCase("[::1:5671")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example:5671")]
    public async Task What_is_no_mailbox_address_is_a_usage_error_and_makes_nothing(string mailbox)
    {
        (await CommandRun.OfAsync("party", "init", "BGD", "--home", Bgd, "--mailbox", mailbox)).ExitCode.ShouldBe(Usage);
        if (mailbox.LastIndexOf(':') is > 0 and var colon && mailbox[colon..] == ":5671")
        {
            (
                await CommandRun.OfAsync(
                    "party",
                    "init",
                    "BGD",
                    "--home",
                    Bgd,
                    "--mailbox",
                    "mailbox.example:5671",
                    "--tls-name",
                    mailbox[..colon]
                )
            ).ExitCode.ShouldBe(Usage);
        }

        Directory.Exists(Bgd).ShouldBeFalse();
    }

    [TestCase("mailbox:5671")]
    [TestCase("MAILBOX.police-1.example:1")]
    [TestCase("192.0.2.7:65535")]
    [TestCase("[::1]:5671")]
    [TestCase("[2001:DB8::7]:5671")]
    [TestCase("3com.example:5671")]
    public void What_is_a_mailbox_address_is_taken(string mailbox) =>
        MailboxAddress.Parse(mailbox, null).TlsName.ShouldBe(mailbox[..mailbox.LastIndexOf(':')]);

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_founding_that_fails_leaves_nothing_that_would_bar_the_next(bool wasThere)
    {
        if (wasThere)
            OwnFile.CreateFolder(Bgd);
        // No certificate can have this name; by then all keys are made.
        var founding = new HomeFounding(
            new(Bgd),
            PartyName.Parse("BGD"),
            new("x", 5671, new string('a', 300)),
            new("http://127.0.0.1:7480")
        );
        Should.Throw<Exception>(() => founding.Found(Path.Combine(Bgd, "passphrase"), Now));
        Directory.Exists(Bgd).ShouldBe(wasThere);

        var inNoFolder = new Dictionary<string, string> { ["EXCHANGE_PASSPHRASE_FILE"] = _folder.In("nowhere", "passphrase") };
        (
            await CommandRun.OfAsync(inNoFolder, "party", "init", "BGD", "--home", Bgd, "--mailbox", "mailbox.example:5671")
        ).ExitCode.ShouldBe(1);
        Directory.Exists(Bgd).ShouldBe(wasThere);
        (!wasThere || !Directory.EnumerateFileSystemEntries(Bgd).Any()).ShouldBeTrue();

        (await InitAsync("BGD", Bgd)).ExitCode.ShouldBe(Ok);
    }

    [TestCase("3F0C", Usage)]
    [TestCase("not a fingerprint", Usage)]
    [TestCase("BA7816BF 8F01CFEA 414140DE 5DAE2223 B00361A3 96177A9C B410FF61 F20015AD", Refused)]
    public async Task A_slip_is_no_alarm_and_neither_tells_what_would_be_taken(string spoken, int exitCode)
    {
        await InitAsync("BGD", Bgd);
        await InitAsync("MYS", Mys);
        var card = Path.Combine(Mys, "party.json");

        var run = await CommandRun.OfAsync("party", "import", card, "--home", Bgd, "--confirm", spoken);

        run.ExitCode.ShouldBe(exitCode);
        run.Progress.Contains("Do not use this file", StringComparison.Ordinal).ShouldBe(exitCode == Refused);
        (run.Output + run.Progress).ShouldNotContain(Fingerprint.Of(await File.ReadAllBytesAsync(card)));
        File.Exists(Path.Combine(Bgd, "counterparts", "MYS.party.json")).ShouldBeFalse();
    }

    [Test]
    public async Task A_card_is_taken_only_with_the_fingerprint_that_the_other_officer_reads()
    {
        await InitAsync("BGD", Bgd);
        await InitAsync("MYS", Mys);
        var card = Path.Combine(Mys, "party.json");
        var fingerprint = (await CommandRun.OfAsync("party", "fingerprint", card)).Output.Trim();

        var unconfirmed = await CommandRun.OfAsync("party", "import", card, "--home", Bgd);
        unconfirmed.ExitCode.ShouldBe(Refused);
        unconfirmed.Progress.ShouldContain(fingerprint);
        (
            await CommandRun.OfAsync("party", "import", card, "--home", Bgd, "--confirm", fingerprint.Replace('A', 'B').Replace('1', '2'))
        ).ExitCode.ShouldBe(Refused);
        File.Exists(Path.Combine(Bgd, "counterparts", "MYS.party.json")).ShouldBeFalse();

        (await CommandRun.OfAsync("party", "import", card, "--home", Bgd, "--confirm", fingerprint.ToLowerInvariant())).ExitCode.ShouldBe(
            Ok
        );
        (await File.ReadAllBytesAsync(Path.Combine(Bgd, "counterparts", "MYS.party.json"))).ShouldBe(await File.ReadAllBytesAsync(card));
        (await CommandRun.OfAsync("party", "show", "--home", Bgd)).Output.ShouldContain(fingerprint);
    }

    [Test]
    public async Task A_renewed_card_has_a_newer_list_and_else_what_it_had_and_the_counterpart_takes_it()
    {
        (await CommandRun.NowAsync("party", "init", "BGD", "--home", Bgd, "--mailbox", "localhost:5671")).ExitCode.ShouldBe(Ok);
        (await CommandRun.NowAsync("party", "init", "MYS", "--home", Mys, "--mailbox", "localhost:5672")).ExitCode.ShouldBe(Ok);
        var file = Path.Combine(Mys, "party.json");
        await TakeAsync();
        var before = PartyCard.Read(await File.ReadAllBytesAsync(file)).OrThrow();

        var renewed = await CommandRun.NowAsync("party", "renew", "--home", Mys);

        renewed.ExitCode.ShouldBe(Ok, renewed.Progress);
        renewed.Output.ShouldContain(Fingerprint.Of(await File.ReadAllBytesAsync(file)));
        var card = PartyCard.Read(await File.ReadAllBytesAsync(file)).OrThrow();
        card.Serial.ShouldBe(2);
        card.Crls.ShouldNotBe(before.Crls);
        (card with { Serial = 1, ValidFrom = before.ValidFrom, Crls = before.Crls }).ShouldBe(
            before with
            {
                Protocols = card.Protocols,
                Log = card.Log,
                Witness = card.Witness,
            }
        );
        (card.Log.Origin, card.Witness.Name).ShouldBe((before.Log.Origin, before.Witness.Name));
        CardCheck.Check(card, card.ValidFrom.AddDays(89)).ShouldBeEmpty();
        await TakeAsync();
        (await File.ReadAllBytesAsync(Path.Combine(Bgd, "counterparts", "MYS.party.json"))).ShouldBe(await File.ReadAllBytesAsync(file));

        async Task TakeAsync() =>
            (
                await CommandRun.NowAsync(
                    "party",
                    "import",
                    file,
                    "--home",
                    Bgd,
                    "--confirm",
                    Fingerprint.Of(await File.ReadAllBytesAsync(file))
                )
            ).ExitCode.ShouldBe(Ok);
    }

    [Test]
    public async Task A_list_of_another_authority_or_none_renews_no_card()
    {
        (await CommandRun.NowAsync("party", "init", "BGD", "--home", Bgd, "--mailbox", "localhost:5671")).ExitCode.ShouldBe(Ok);
        (await CommandRun.NowAsync("party", "init", "MYS", "--home", Mys, "--mailbox", "localhost:5672")).ExitCode.ShouldBe(Ok);
        var (ours, theirs) = (
            await File.ReadAllBytesAsync(Path.Combine(Bgd, "party.json")),
            PartyCard.Read(await File.ReadAllBytesAsync(Path.Combine(Mys, "party.json"))).OrThrow()
        );

        foreach (var list in new[] { theirs.Crls, "", "no list" })
        {
            _folder.Write(list, "crls.pem");
            var refused = await CommandRun.NowAsync("party", "renew", "--crls", _folder.In("crls.pem"), "--home", Bgd);
            refused.ExitCode.ShouldBe(Refused, list);
            refused.Progress.ShouldContain("Nothing was changed.");
        }

        _folder.Write(PartyCard.Read(ours).OrThrow().Crls, "crls.pem");
        (await CommandRun.NowAsync("party", "renew", "--crls", _folder.In("crls.pem"), "--home", Bgd)).ExitCode.ShouldBe(Ok);
        (await CommandRun.NowAsync("party", "renew", "--crls", _folder.In("none.pem"), "--home", Bgd)).ExitCode.ShouldBe(Usage);
        (await CommandRun.NowAsync("party", "renew", "--home", _folder.In("nowhere"))).ExitCode.ShouldBe(Usage);
    }

    [TestCase("gateway.lock", Refused, "A gateway runs in")]
    [TestCase("party.json.lock", 1, "Another command changes")]
    public async Task A_ledger_is_renewed_by_nobody_while_a_gateway_runs_or_another_command_changes_the_card(
        string file,
        int exitCode,
        string said
    )
    {
        await InitAsync("BGD", Bgd);
        var before = await File.ReadAllBytesAsync(Path.Combine(Bgd, "party.json"));
        string[] renew = ["ledger", "renew", "--origin", "bgd.exchange/audit-2", "--home", Bgd];

        using (new FileStream(Path.Combine(Bgd, file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            var run = await CommandRun.OfAsync(renew);
            run.ExitCode.ShouldBe(exitCode, run.Progress);
            run.Progress.ShouldContain(said);
        }

        (await File.ReadAllBytesAsync(Path.Combine(Bgd, "party.json"))).ShouldBe(before);
        (await CommandRun.OfAsync(renew)).ExitCode.ShouldBe(Ok);
    }

    [TestCase("bgd.exchange/audit")]
    [TestCase("mys.exchange/audit")]
    [TestCase("mys.exchange/witness")]
    public async Task A_ledger_is_renewed_under_no_name_that_is_in_use(string origin)
    {
        await InitAsync("BGD", Bgd);
        await InitAsync("MYS", Mys);
        var card = Path.Combine(Mys, "party.json");
        (
            await CommandRun.OfAsync(
                "party",
                "import",
                card,
                "--home",
                Bgd,
                "--confirm",
                Fingerprint.Of(await File.ReadAllBytesAsync(card))
            )
        ).ExitCode.ShouldBe(Ok);

        var run = await CommandRun.OfAsync("ledger", "renew", "--origin", origin, "--home", Bgd);

        run.ExitCode.ShouldBe(Refused);
        run.Progress.ShouldContain("malformed or in use");
    }

    [Test]
    public async Task A_ledger_is_not_renewed_without_the_passphrase_of_its_keys()
    {
        await InitAsync("BGD", Bgd);
        Dictionary<string, string> nowhere = new() { ["EXCHANGE_PASSPHRASE_FILE"] = _folder.In("none") };

        var run = await CommandRun.OfAsync(nowhere, "ledger", "renew", "--origin", "bgd.exchange/audit-2", "--home", Bgd);

        run.ExitCode.ShouldBe(Usage);
        run.Progress.ShouldContain("EXCHANGE_PASSPHRASE_FILE");
        Directory.EnumerateFiles(Path.Combine(Bgd, "keys"), "log-*").Count().ShouldBe(2);
    }

    [Test]
    public async Task The_homes_own_card_is_not_taken()
    {
        await InitAsync("BGD", Bgd);
        var card = Path.Combine(Bgd, "party.json");

        (
            await CommandRun.OfAsync(
                "party",
                "import",
                card,
                "--home",
                Bgd,
                "--confirm",
                Fingerprint.Of(await File.ReadAllBytesAsync(card))
            )
        ).ExitCode.ShouldBe(Refused);
    }

    [Test]
    public async Task A_party_with_an_authority_of_its_own_has_its_requests_certified_there()
    {
        (await CommandRun.OfAsync("party", "init", "BGD", "--home", Bgd, "--mailbox", "localhost:5671", "--csr")).ExitCode.ShouldBe(Ok);
        File.Exists(Path.Combine(Bgd, "party.json")).ShouldBeFalse();
        NationalAuthority.Certify(Bgd, _folder.In("certified"), Now);

        var certified = await CommandRun.OfAsync("party", "certify", _folder.In("certified"), "--home", Bgd);

        certified.Progress.ShouldContain("Created the card of BGD");
        certified.ExitCode.ShouldBe(Ok);
        OpensItsKeys(PartyCard.Read(await File.ReadAllBytesAsync(Path.Combine(Bgd, "party.json"))).OrThrow());
        (await CommandRun.OfAsync("party", "certify", _folder.In("certified"), "--home", Bgd)).ExitCode.ShouldBe(Refused);
    }

    [Test]
    public async Task Certificates_for_other_roles_make_no_card()
    {
        await CommandRun.OfAsync("party", "init", "BGD", "--home", Bgd, "--mailbox", "localhost:5671", "--csr");
        NationalAuthority.Certify(Bgd, _folder.In("certified"), Now);
        File.Copy(_folder.In("certified", "encryption.pem"), _folder.In("certified", "signing.pem"), overwrite: true);

        var certified = await CommandRun.OfAsync("party", "certify", _folder.In("certified"), "--home", Bgd);

        certified.ExitCode.ShouldBe(Refused);
        certified.Progress.ShouldContain("\n  /signing: ");
        File.Exists(Path.Combine(Bgd, "party.json")).ShouldBeFalse();
    }

    [TestCase("signing")]
    [TestCase("encryption")]
    [TestCase("kem")]
    [TestCase("client")]
    [TestCase("broker")]
    public async Task A_certificate_of_another_key_makes_no_card(string member)
    {
        await CommandRun.OfAsync("party", "init", "BGD", "--home", Bgd, "--mailbox", "localhost:5671", "--csr");
        await CommandRun.OfAsync("party", "init", "BGD", "--home", Mys, "--mailbox", "localhost:5671", "--csr");
        NationalAuthority.Certify(Bgd, _folder.In("certified"), Now, (member, Mys));

        await IsRefusedAsync(member, "not for the key of requests/");
    }

    [Test]
    public async Task A_broker_certificate_of_another_name_makes_no_card()
    {
        await CommandRun.OfAsync("party", "init", "BGD", "--home", Bgd, "--mailbox", "mailbox.example:5671", "--csr");
        NationalAuthority.Certify(Bgd, _folder.In("certified"), Now);

        await IsRefusedAsync("broker", "mailbox.example");
    }

    [Test]
    public async Task A_broker_certificate_of_another_authority_makes_no_card()
    {
        await CommandRun.OfAsync("party", "init", "BGD", "--home", Bgd, "--mailbox", "localhost:5671", "--csr");
        NationalAuthority.Certify(Bgd, _folder.In("certified"), Now);
        NationalAuthority.Certify(Bgd, _folder.In("again"), Now);
        File.Copy(_folder.In("again", "broker.pem"), _folder.In("certified", "broker.pem"), overwrite: true);

        await IsRefusedAsync("broker", "does not chain");
    }

    [Test]
    public async Task A_server_certificate_for_the_client_key_makes_no_card()
    {
        await CommandRun.OfAsync("party", "init", "BGD", "--home", Bgd, "--mailbox", "localhost:5671", "--csr");
        NationalAuthority.Certify(Bgd, _folder.In("certified"), Now, clientAsServer: true);

        await IsRefusedAsync("client", "353");
    }

    private async Task IsRefusedAsync(string member, string why)
    {
        var certified = await CommandRun.OfAsync("party", "certify", _folder.In("certified"), "--home", Bgd);

        certified.ExitCode.ShouldBe(Refused);
        certified.Progress.ShouldContain($"\n  /{member}: ");
        certified.Progress.ShouldContain("(receipt code 353)");
        certified.Progress.ShouldContain(why);
        File.Exists(Path.Combine(Bgd, "party.json")).ShouldBeFalse();
        Directory.EnumerateFiles(Path.Combine(Bgd, "tls")).ShouldBe([Path.Combine(Bgd, "tls", "broker.key")]);
    }

    // As its gateway does at its start.
    private void OpensItsKeys(PartyCard card)
    {
        CardCheck.Check(card, Now).ShouldBeEmpty();
        using var protection = new KeyProtection(File.ReadAllText(Path.Combine(Bgd, "passphrase")).Trim());
        using var keys = FileKeyStore.Open(Path.Combine(Bgd, "keys"), protection);
        Should.NotThrow(() => SigningIdentity.Of(card, keys));
        Should.NotThrow(() => OpeningKeys.Of(card, keys));
        using var client = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Bgd, "tls", "client.pem"));
        keys.Client(client.PublicKey.ExportSubjectPublicKeyInfo()).ShouldNotBeNull();
    }

    private static Task<CommandRun> InitAsync(string party, string home) =>
        CommandRun.OfAsync("party", "init", party, "--home", home, "--mailbox", "mailbox.example:5671");
}
