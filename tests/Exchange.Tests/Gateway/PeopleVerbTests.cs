using System.Text.Json;
using System.Text.RegularExpressions;
using Exchange.Cli;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Gateway;

/// <summary>People and keys by the command line, against a gateway that runs.</summary>
internal sealed class PeopleVerbTests
{
    private TemporaryFolder _user = null!;
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start() => (_user, _gateway) = (new(), TestGateway.Start());

    [TearDown]
    public async Task Stop()
    {
        await _gateway.DisposeAsync();
        _user.Dispose();
    }

    [Test]
    public async Task A_person_is_added_enrols_signs_in_works_and_signs_out()
    {
        var added = await AdministerAsync("user", "add", "rahima", "--role", "auditor", "--clearance", "victim-data", "--unit", "CID");
        byte[] secret = [];
        var enrolled = await RunAsync(
            (what, said) =>
                what switch
                {
                    "Enrolment code" => added.Output.Trim(),
                    "Code that it shows" => CodeNow(secret = SecretIn(said)),
                    _ => TestPerson.Password,
                },
            "enrol",
            "rahima"
        );
        enrolled.ExitCode.ShouldBe(0, enrolled.Progress);

        (await RunAsync(Nothing, "user", "list")).Progress.ShouldContain("not signed in");
        (await RunAsync((what, _) => what == "Password" ? TestPerson.Password : CodeNow(secret), "login", "rahima")).ExitCode.ShouldBe(0);
        var file = Directory.GetFiles(_user.In("exchange")).ShouldHaveSingleItem();
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await RunAsync(Nothing, "link", "show")).ExitCode.ShouldBe(0);
        (await RunAsync(Nothing, "user", "list")).Progress.ShouldContain("administrator");
        (await RunAsync(Nothing, "logout")).ExitCode.ShouldBe(0);
        File.Exists(file).ShouldBeFalse();
        (await RunAsync(Nothing, "link", "show")).ExitCode.ShouldBe(2);
    }

    [Test]
    public async Task What_is_not_given_stays_when_a_person_is_changed()
    {
        await AdministerAsync("user", "add", "rahima", "--role", "officer", "--clearance", "victim-data", "--unit", "CID");
        await AdministerAsync("user", "set", "rahima", "--role", "officer", "--role", "supervisor");
        await AdministerAsync("user", "disable", "rahima");

        var person = JsonSerializer
            .Deserialize<List<PersonView>>((await AdministerAsync("user", "list", "--json")).Output, ProtocolJson.Options)!
            .ShouldHaveSingleItem();
        person.Units.ShouldBe(["CID"]);
        person.Status.ShouldBe(PersonStatus.Disabled);
        person.Roles.ShouldBe([Role.Officer, Role.Supervisor]);
        person.Clearances.ShouldBe([Clearance.VictimData]);
        await AdministerAsync("user", "enable", "rahima");
        (await AdministerAsync("user", "list")).Output.ShouldContain("enrolling");
    }

    [Test]
    public async Task Who_a_person_is_at_the_identity_provider_is_entered_stays_and_is_taken_away()
    {
        await _gateway.DisposeAsync();
        _gateway = TestGateway.Start(
            settings: new()
            {
                SignIn = new()
                {
                    OpenIdConnect = new() { Issuer = "https://id.police.example", ClientId = "desk" },
                },
            }
        );
        await AdministerAsync("user", "add", "rahima", "--role", "officer");
        await AdministerAsync("user", "set", "rahima", "--subject", "8f2c7a90");
        await AdministerAsync("user", "set", "rahima", "--unit", "CID");
        await AdministerAsync("user", "disable", "rahima");
        await AdministerAsync("user", "enable", "rahima");
        (await AdministerAsync("user", "list")).Output.ShouldContain("active, national account 8f2c7a90");
        await AdministerAsync("user", "set", "rahima", "--subject", "");
        (await AdministerAsync("user", "list")).Output.ShouldContain("enrolling");
    }

    [Test]
    public async Task A_key_is_printed_once_and_works_until_it_is_revoked()
    {
        var made = await AdministerAsync("key", "add", "case-system", "--role", "operator");
        _user.Write(made.Output, "key");
        (await ByKeyAsync()).ExitCode.ShouldBe(0);

        await AdministerAsync("key", "revoke", "case-system");
        (await ByKeyAsync()).ExitCode.ShouldBe(3);
        (await AdministerAsync("key", "list")).Output.ShouldContain("REVOKED");

        Task<CommandRun> ByKeyAsync() =>
            CommandRun.OfAsync(
                new Dictionary<string, string>
                {
                    ["EXCHANGE_URL"] = $"unix:{_gateway.Home.ApiSocket}",
                    ["EXCHANGE_TOKEN_FILE"] = _user.In("key"),
                },
                "link",
                "show"
            );
    }

    [TestCase("--role chief", "officer, supervisor")]
    [TestCase("--role officer --clearance everything", "victim-data, minor-data")]
    [TestCase("--unit CID", "at least one --role")]
    public async Task A_role_that_does_not_exist_is_named_with_those_that_do(string options, string those)
    {
        var run = await _gateway.RunAsync(["user", "add", "rahima", .. options.Split(' ')]);
        run.ExitCode.ShouldBe(2);
        run.Progress.ShouldContain(those);
    }

    private static string Nothing(string what, string said) => throw new InvalidOperationException($"It asks for: {what}");

    private static byte[] SecretIn(string said) =>
        Base32.TryRead(Regex.Match(said, "secret=([A-Z2-7]+)").Groups[1].Value, out var secret) ? secret : throw new FormatException(said);

    private static string CodeNow(byte[] secret) => Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));

    private async Task<CommandRun> AdministerAsync(params string[] arguments)
    {
        var run = await _gateway.RunAsync(arguments);
        run.ExitCode.ShouldBe(0, run.Progress);
        return run;
    }

    // Somebody who has no token but the one of its session.
    private async Task<CommandRun> RunAsync(Func<string, string, string> answer, params string[] arguments)
    {
        using var started = await _gateway.ListenAsync("");
        using var output = new StringWriter();
        using var progress = new StringWriter();
        var variables = new Dictionary<string, string>
        {
            ["EXCHANGE_URL"] = $"unix:{_gateway.Home.ApiSocket}",
            ["XDG_CONFIG_HOME"] = _user.Folder,
        };
        var surroundings = new Surroundings(output, progress, variables.GetValueOrDefault, TimeProvider.System)
        {
            AskSecret = what => answer(what, progress.ToString()),
        };
        var code = await new ExchangeCommand(surroundings).RunAsync(arguments, CancellationToken.None);
        return new(code, output.ToString(), progress.ToString());
    }
}
