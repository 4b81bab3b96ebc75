using Exchange.Gateway.Home;
using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Starting;
using Exchange.Gateway.Store;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Keys;
using Exchange.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>BGD has made a new client key. MYS has granted its mailbox for the former one, and not yet for the new.</summary>
internal sealed class FormerClientKeyTests
{
    private TemporaryFolder _folder = null!;

    private string Bgd => _folder.In("BGD");

    private string GrantFile => _folder.In("BGD", "counterparts", "BGD-at-MYS.grant.json");

    [SetUp]
    public async Task Renew()
    {
        _folder = new();
        FoundedPair.CopyTo(_folder.Folder);
        await ImportAsync("MYS", "BGD");
        await ImportAsync("BGD", "MYS");
        await RunAsync("mailbox", "grant", "BGD", "--out", GrantFile, "--home", _folder.In("MYS"));
        await RunAsync("party", "renew", "--client", "--home", Bgd);
    }

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task A_gateway_delivers_with_the_former_key_until_it_has_another_grant() =>
        (await LoadAsync())!.Certificate.ShouldBe(MailboxGrant.Read(await File.ReadAllBytesAsync(GrantFile)).OrThrow().Certificate);

    [Test]
    public async Task The_new_grant_is_accepted_and_the_former_no_more()
    {
        var former = _folder.In("former.json");
        File.Move(GrantFile, former);
        (
            await CommandRun.NowAsync(
                "mailbox",
                "accept",
                former,
                "--confirm",
                Fingerprint.Of(await File.ReadAllBytesAsync(former)),
                "--home",
                Bgd
            )
        ).ExitCode.ShouldBe(3);

        await ImportAsync("BGD", "MYS");
        await RunAsync("mailbox", "grant", "BGD", "--out", _folder.In("new.json"), "--home", _folder.In("MYS"));
        await RunAsync(
            "mailbox",
            "accept",
            _folder.In("new.json"),
            "--confirm",
            Fingerprint.Of(await File.ReadAllBytesAsync(_folder.In("new.json"))),
            "--home",
            Bgd
        );
        (await LoadAsync()).ShouldNotBeNull();
    }

    [Test]
    public async Task A_grant_for_a_key_that_was_never_ours_stops_the_start()
    {
        var grant = MailboxGrant.Read(await File.ReadAllBytesAsync(GrantFile)).OrThrow();
        var foreign = grant with { Certificate = await File.ReadAllTextAsync(_folder.In("MYS", "tls", "client.pem")) };
        await File.WriteAllTextAsync(GrantFile, System.Text.Json.JsonSerializer.Serialize(foreign, ProtocolJson.Indented));

        (await Should.ThrowAsync<UnsafeSettingException>(LoadAsync)).Message.ShouldContain("another key");
    }

    // As a start does.
    private async Task<MailboxGrant?> LoadAsync()
    {
        var home = new GatewayHome(Bgd);
        using var protection = Passphrase.Read(home);
        using var keys = FileKeyStore.Open(home.Keys, protection);
        await using var gateway = GatewayHost.Build(home, new(), keys);
        gateway.Services.GetRequiredService<Database>().Prepare();
        gateway.Services.GetRequiredService<JournalWriter>().Start();
        await gateway.Services.GetRequiredService<CounterpartLoader>().LoadAsync();
        return gateway.Services.GetRequiredService<Counterparts>().Find(PartyName.Parse("MYS"))!.Grant;
    }

    private async Task ImportAsync(string party, string home)
    {
        var card = _folder.In(party, "party.json");
        await RunAsync(
            "party",
            "import",
            card,
            "--confirm",
            Fingerprint.Of(await File.ReadAllBytesAsync(card)),
            "--home",
            _folder.In(home)
        );
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var run = await CommandRun.NowAsync(arguments);
        run.ExitCode.ShouldBe(0, run.Progress);
    }
}
