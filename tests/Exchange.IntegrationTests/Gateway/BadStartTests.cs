using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>A gateway that cannot start says in one line what is wrong and what to do, and has changed nothing.</summary>
internal sealed class BadStartTests
{
    private const int Failed = 1;
    private const int Refused = 3;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private StartedHome _founded = null!;
    private StartedHome _home = null!;

    private static IEnumerable<TestCaseData> Refusals() =>
        [
            Case(
                "a wrong passphrase",
                home => File.WriteAllText(home.PassphraseFile, "not the passphrase of these keys"),
                Refused,
                "passphrase",
                "keys/"
            ),
            Case("a short passphrase", home => File.WriteAllText(home.PassphraseFile, "short"), Refused, "passphrase", "16 characters"),
            Case("no passphrase", home => File.Delete(home.PassphraseFile), Refused, "passphrase", "EXCHANGE_PASSPHRASE_FILE"),
            Case(
                "a passphrase that others may read",
                home => File.SetUnixFileMode(home.PassphraseFile, Readable),
                Refused,
                "/passphrase",
                "chmod"
            ),
            Case(
                "a key that others may read",
                home => File.SetUnixFileMode(Key(home, "signing-1.pem"), Readable),
                Refused,
                "keys/signing-1.pem",
                "chmod"
            ),
            Case(
                "a storage key that others may read",
                home => File.SetUnixFileMode(Key(home, "storage.key"), Readable),
                Refused,
                "keys/storage.key",
                "chmod"
            ),
            Case(
                "a key folder that others may read",
                home => File.SetUnixFileMode(home.KeyFolder, Readable | UnixFileMode.UserExecute),
                Refused,
                "/keys",
                "chmod"
            ),
            Case(
                "a broker's key that others may read",
                home => File.SetUnixFileMode(home.BrokerKeyFile, Readable),
                Refused,
                "tls/broker.key",
                "chmod"
            ),
            Case("no key folder", home => Directory.Delete(home.KeyFolder, recursive: true), Refused, "/keys", "party init"),
            Case("a missing key", home => File.Delete(Key(home, "log-ed25519-1.pem")), Refused, "log-ed25519-1.pem", "missing"),
            Case("a missing storage key", home => File.Delete(Key(home, "storage.key")), Refused, "storage.key"),
            Case("a damaged key", home => File.WriteAllText(Key(home, "kem-1.pem"), "nothing"), Refused, "keys/kem-1.pem"),
            Case("no settings", home => File.Delete(home.SettingsFile), Refused, "gateway.json", "party init"),
            Case("settings that are no JSON", home => File.WriteAllText(home.SettingsFile, "{ \"Api\": "), Refused, "gateway.json"),
            Set("an unknown setting", root => root["Colour"] = "blue", "gateway.json", "Colour"),
            Set("an unknown setting of a section", root => root["Mailbox"]!["Prot"] = 5671, "gateway.json", "Prot"),
            Set(
                "an API on plain HTTP",
                root => root["Api"] = new JsonObject { ["Url"] = "http://127.0.0.1:7480" },
                "Api:Url",
                "https",
                "api.sock"
            ),
            Set(
                "an API on TCP without a certificate",
                root => root["Api"] = new JsonObject { ["Url"] = "https://127.0.0.1:7480" },
                "Api:Url",
                "tls/api.pem"
            ),
            Set("the port of AMQP without TLS", root => root["Mailbox"]!["Port"] = 5672, "Mailbox:Port", "5671"),
            Set("a port that is none", root => root["Mailbox"]!["Port"] = 70_000, "Mailbox:Port"),
            Set("a port that is no number", root => root["Mailbox"]!["Port"] = "many", "Mailbox:Port"),
            Set("no name for the broker's certificate", root => root["Mailbox"]!.AsObject().Remove("TlsName"), "Mailbox:TlsName"),
            Set("a classification that is none", root => root["MaximumClassification"] = "cosmic", "MaximumClassification"),
            Set("a link of no party", root => Link(root, "mys", "Due", "Routine", "1.00:00:00"), "Links:mys", "name of a party"),
            Set("a link of a party without a card", root => Link(root, "THA", "Due", "Routine", "5.00:00:00"), "Links:THA", "no card"),
            Set("an unknown setting of a link", root => Link(root, "MYS", "Due", "Rutine", "5.00:00:00"), "Links:MYS:Due:Rutine"),
            Set(
                "a link that may have more than its gateway",
                root => root["Links"] = new JsonObject { ["MYS"] = new JsonObject { ["MaximumClassification"] = "confidential" } },
                "Links:MYS:MaximumClassification",
                "the most"
            ),
            Set(
                "times to answer that are too short",
                root => Link(root, "MYS", "Due", "UrgentDirect", "00:59:00"),
                "Links:MYS:Due:UrgentDirect",
                "01:00:00"
            ),
            Set(
                "times to answer that are too long",
                root => Link(root, "MYS", "Due", "Routine", "91.00:00:00"),
                "Links:MYS:Due:Routine",
                "90.00:00:00"
            ),
            Set(
                "times to answer that are no whole minutes",
                root => Link(root, "MYS", "Due", "Urgent", "10:00:01"),
                "Links:MYS:Due:Urgent",
                "minutes"
            ),
            Set(
                "routine that is due before what is urgent",
                root => Link(root, "MYS", "Due", "Routine", "2.00:00:00"),
                "Links:MYS:Due:Routine",
                "shorter than Urgent"
            ),
            Set(
                "a folder for records that is not there",
                root => root["Border"] = new JsonObject { ["RecordFolder"] = "/nowhere/at/all" },
                "Border:RecordFolder",
                "/nowhere/at/all"
            ),
            Case("a damaged card", home => File.WriteAllText(home.CardFile, "{ \"party\": \"BGD\" }"), Refused, "party.json"),
            Case(
                "a card whose certificate is none",
                home => Edit(home.CardFile, root => root["signing"] = "x"),
                Refused,
                "party.json",
                "/signing",
                "Restore"
            ),
            Case("a home that others may write to", home => LetOthersWrite(home.Folder), Refused, "chmod"),
            Set(
                "an identity provider over plain http",
                root =>
                    root["SignIn"] = new JsonObject
                    {
                        ["OpenIdConnect"] = new JsonObject { ["Issuer"] = "http://id.example", ["ClientId"] = "desk" },
                    },
                "SignIn:OpenIdConnect:Issuer"
            ),
            Set(
                "a desk at an address to which no passkey can be bound",
                root => root["SignIn"] = new JsonObject { ["DeskUrl"] = "https://192.0.2.1" },
                "SignIn:DeskUrl",
                "https://192.0.2.1"
            ),
            Set("a list of places that is not there", root => root["LocodeFile"] = "/nowhere/at/all", "LocodeFile", "/nowhere/at/all"),
            Set("a list of places with no place", root => root["LocodeFile"] = "/etc/hostname", "LocodeFile", "/etc/hostname"),
            Set("a retention that is none", root => root["MaximumRetentionDays"] = 0, "MaximumRetentionDays"),
            Bus("an agency's broker without a host", bus => bus.Remove("Host"), "AgencyBus:Host"),
            Bus("an agency's broker without TLS", bus => bus["Port"] = 5672, "AgencyBus:Port", "5671"),
            Bus("an agency's broker without a password", bus => bus.Remove("PasswordFile"), "AgencyBus:PasswordFile"),
            Bus(
                "an agency's broker whose password is not there",
                bus => bus["PasswordFile"] = "/nowhere/at/all",
                "AgencyBus:PasswordFile",
                "/nowhere/at/all"
            ),
            Bus(
                "an agency's broker whose password others may read",
                bus => bus["PasswordFile"] = "/etc/hostname",
                "/etc/hostname",
                "chmod"
            ),
            Bus(
                "an agency's broker whose authorities are none",
                bus => bus["TrustedAuthorities"] = "/etc/hostname",
                "AgencyBus:TrustedAuthorities",
                "/etc/hostname"
            ),
            Bus("an unknown setting of an agency's broker", bus => bus["Authority"] = "/etc/hostname", "AgencyBus:Authority"),
            Case("settings that others may write to", home => LetOthersWrite(home.SettingsFile), Refused, "gateway.json", "chmod"),
            Case("a card that others may write to", home => LetOthersWrite(home.CardFile), Refused, "party.json", "chmod"),
            Case(
                "a certificate for its broker that others may write to",
                home => LetOthersWrite(home.OwnClientFile),
                Refused,
                "tls/client.pem",
                "chmod"
            ),
            Case(
                "cards of counterparts that others may write to",
                home => LetOthersWrite(Directory.CreateDirectory(home.CounterpartsFolder).FullName),
                Refused,
                "counterparts",
                "chmod"
            ),
            Case(
                "a home that others may look into",
                home => File.SetUnixFileMode(home.Folder, Readable | UnixFileMode.UserExecute),
                Refused,
                "chmod"
            ),
            Case("a database that others may read", home => LetOthersRead(home.DatabaseFile), Refused, "exchange.db", "chmod"),
            Case("a lock that others may take", home => LetOthersRead(home.LockFile), Refused, "gateway.lock", "chmod"),
            Case("no card", home => File.Delete(home.CardFile), Refused, "party.json", "party init"),
            Case("the card of somebody else", StartedHome.TakeAnotherCard, Refused, "party.json"),
            Case(
                "a damaged card of a counterpart",
                home => File.WriteAllText(Path.Combine(home.CounterpartsFolder, "MYS.party.json"), "{}"),
                Refused,
                "counterparts/MYS.party.json"
            ),
            Case("no certificate for its broker", home => File.Delete(home.OwnClientFile), Refused, "tls/client.pem", "Restore"),
            Case(
                "a damaged certificate for its broker",
                home => File.WriteAllText(home.OwnClientFile, "nothing"),
                Refused,
                "tls/client.pem",
                "Restore"
            ),
            Case(
                "the certificate of a key that is not its own",
                home => File.Copy(home.BrokerCertificateFile, home.OwnClientFile, overwrite: true),
                Refused,
                "tls/client.pem",
                "Restore"
            ),
            Case(
                "a damaged mark",
                home => File.WriteAllText(Key(home, "ledger.mark"), "exchange ledger mark 1\n5\n"),
                Refused,
                "keys/ledger.mark",
                "Restore"
            ),
            Case("a home that cannot be written", home => Replace(Path.Combine(home.Folder, "gateway.lock")), Refused, "cannot be written"),
            Case("a database that cannot be opened", home => Replace(home.DatabaseFile), Failed, "exchange.db"),
            Case("a database that is none", home => File.WriteAllText(home.DatabaseFile, new string('x', 8192)), Failed, "exchange.db"),
            Case(
                "a newer schema",
                home => StartedHome.Change(home, "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '10.0.0')"),
                Failed,
                "exchange.db",
                "newer",
                "Nothing was changed"
            ),
            Case(
                "a schema of another program",
                home => StartedHome.Change(home, "UPDATE __EFMigrationsHistory SET MigrationId = '29990101000000_Other'"),
                Failed,
                "exchange.db",
                "a schema of another program",
                "Nothing was changed"
            ),
            Case(
                "an older schema",
                home => StartedHome.Change(home, "DELETE FROM __EFMigrationsHistory"),
                Failed,
                "exchange.db",
                "older",
                "exchange db migrate",
                "Nothing was changed"
            ),
        ];

    [OneTimeSetUp]
    public async Task Found() => _founded = await StartedHome.FoundAsync();

    [OneTimeTearDown]
    public void Forget() => _founded?.Dispose();

    [SetUp]
    public void Copy() => _home = _founded.Copy();

    [TearDown]
    public void Remove() => _home?.Dispose();

    [TestCaseSource(nameof(Refusals))]
    public async Task A_gateway_does_not_start_with(Action<Home> spoil, int exitCode, string[] words)
    {
        spoil(_home.Home);
        await FailsAsync(exitCode, words);
    }

    [Test]
    public async Task A_gateway_does_not_start_in_a_home_that_another_gateway_uses()
    {
        await using var other = new PrivateGateway(_home.Home, _home.Log);
        await other.StartAsync(CancellationToken.None);
        await FailsAsync(Refused, [_home.Home.Folder, "in use by another gateway"], isOfAnother: "ledger.mark");
        using var door = new Door(_home.Home, token: null);
        (await door.GetAsync("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_gateway_does_not_start_on_a_port_that_is_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        File.Copy(_home.Home.BrokerCertificateFile, _home.Home.ApiFiles.Certificate);
        File.Copy(_home.Home.BrokerKeyFile, _home.Home.ApiFiles.Key);
        var url = FormattableString.Invariant($"https://localhost:{((IPEndPoint)other.LocalEndpoint).Port}");
        Edit(_home.Home.SettingsFile, root => root["Api"] = new JsonObject { ["Url"] = url });
        await FailsAsync(Failed, ["Api:Url", "in use"]);
    }

    [Test]
    public async Task A_gateway_does_not_start_in_a_folder_that_is_no_home()
    {
        var program = GatewayProgram.Find();
        var run = await Program.RunAsync(program.FileName, program.Arguments("run", "--home", "/nowhere/at/all"));
        run.ExitCode.ShouldBe(Refused);
        run.Error.ShouldContain("/nowhere/at/all");
        Directory.Exists("/nowhere").ShouldBeFalse();
    }

    [Test]
    public async Task A_home_that_nothing_is_wrong_with_starts()
    {
        await using var gateway = new PrivateGateway(_home.Home, _home.Log);
        await gateway.StartAsync(CancellationToken.None);
        string[] files = [_home.Home.DatabaseFile, _home.Home.DatabaseFile + "-wal", _home.Home.DatabaseFile + "-shm", _home.Home.LockFile];
        files.ShouldAllBe(file => File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        await gateway.StopAsync();
        File.ReadAllText(_home.Log).ShouldNotContain("Error");
    }

    // What belongs to another gateway that runs in the home may change meanwhile.
    private async Task FailsAsync(int exitCode, string[] words, string? isOfAnother = null)
    {
        var before = _home.Contents(isOfAnother);
        var program = GatewayProgram.Find();
        var run = await Program.RunAsync(program.FileName, program.Arguments("run", "--home", _home.Home.Folder));
        run.ExitCode.ShouldBe(exitCode, run.Output + run.Error);
        var line = run.Error.TrimEnd('\n');
        line.ShouldStartWith("exchange: ");
        line.ShouldNotContain("\n");
        line.ShouldNotContain("Exception");
        foreach (var word in words)
            line.ShouldContain(word, Shouldly.Case.Sensitive);
        (run.Output + run.Error).ShouldNotContain("   at ");
        _home.Contents(isOfAnother).ShouldBe(before);
    }

    private static TestCaseData Set(string name, Action<JsonObject> change, params string[] words) =>
        Case(name, home => Edit(home.SettingsFile, change), Refused, words);

    private static TestCaseData Bus(string name, Action<JsonObject> change, params string[] words) =>
        Case(name, home => Edit(home.SettingsFile, root =>
                {
                    var bus = new JsonObject { ["Host"] = "bus.agency.example", ["PasswordFile"] = home.PassphraseFile };
                    change(bus);
                    root["AgencyBus"] = bus;
                }), Refused, words);

    private static void Link(JsonObject root, string counterpart, string section, string name, string value) =>
        root["Links"] = new JsonObject { [counterpart] = new JsonObject { [section] = new JsonObject { [name] = value } } };

    private static void Edit(string file, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(root);
        File.WriteAllText(file, root.ToJsonString());
    }

    private static void LetOthersRead(string file)
    {
        File.AppendAllText(file, "");
        File.SetUnixFileMode(file, Readable);
    }

    private static void LetOthersWrite(string path) => File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupWrite);

    private static TestCaseData Case(string name, Action<Home> spoil, int exitCode, params string[] words) =>
        new(spoil, exitCode, words) { TestName = $"A_gateway_does_not_start_with({name})" };

    private static string Key(Home home, string file) => Path.Combine(home.KeyFolder, file);

    // A folder in a file's place can be opened for writing by nobody, not even by root.
    private static void Replace(string file)
    {
        File.Delete(file);
        Directory.CreateDirectory(file);
    }
}
