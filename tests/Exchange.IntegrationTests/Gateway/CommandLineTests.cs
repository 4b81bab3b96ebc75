using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.Cli.Messages;
using Exchange.IntegrationTests.Demo;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>The command line as officers and their scripts use it, against gateways that run.</summary>
internal sealed class CommandLineTests
{
    private const int Ok = 0,
        Usage = 2,
        Refused = 3;

    private DirectoryInfo _folder = null!;

    private static Home Asker => TwoCountries.Asker.Party.Home;

    private static Home Answerer => TwoCountries.Answerer.Party.Home;

    [OneTimeSetUp]
    public Task Start() => TwoCountries.StartAsync();

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("exchange-officer-");

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    // 600,000, but where the tests derive with less.
    [Test]
    public void Private_keys_are_under_600000_iterations()
    {
        // An INTEGER of DER, of two bytes.
        byte[] iterations = [0x02, 0x02, QuickKeys.Iterations >> 8, QuickKeys.Iterations & 0xFF];

        QuickKeys.Usual.ShouldBe(600_000);
        foreach (var file in Directory.GetFiles(Asker.KeyFolder, "*.pem"))
        {
            var pem = File.ReadAllText(file);
            Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]).AsSpan().IndexOf(iterations).ShouldBePositive(file);
        }
    }

    [Test]
    public async Task An_exchange_from_its_request_to_its_final_answer_in_words()
    {
        var id = (await RunAsync(Asker, "submit", Write("request.json", Texts.Request))).Trim();
        await TwoCountries.Asker.DeliveredAsync(Guid.Parse(id));

        (await RunAsync(Answerer, "inbox", "--counterpart", "BGD")).Split('\n')[0].ShouldContain(id);
        (await RunAsync(Answerer, "show", id)).ShouldContain("The Contractor");
        var acknowledgement = (
            await RunAsync(Answerer, "acknowledge", id, "--unit", "Anti-trafficking unit", "--case-officer", "Duty inspector")
        ).Trim();
        await TwoCountries.Answerer.DeliveredAsync(Guid.Parse(acknowledgement));
        var answer = (await RunAsync(Answerer, "respond", id, Write("answer.json", Texts.FinalResponse))).Trim();
        await TwoCountries.Answerer.DeliveredAsync(Guid.Parse(answer));

        var status = await RunAsync(Asker, "status", id);
        status.ShouldContain("answered");
        status.ShouldContain(acknowledgement);
        status.ShouldContain(answer);
        status.ShouldContain($"receipt for the request: accepted: exchange receipt {id}");
        var receipt = await RunAsync(Asker, "receipt", id);
        receipt.ShouldContain($"{id}: accepted (receipt code 100), receipt taken at ");
        receipt.ShouldContain(" of the ledger of MYS, recorded there at ");
    }

    [Test]
    public async Task An_exchange_from_its_request_to_its_final_answer_in_documents()
    {
        var sent = await ReadAsync<SubmittedView>(Asker, "submit", Write("request.json", Texts.Request));
        var id = sent.MessageId.ToString();
        await TwoCountries.Asker.DeliveredAsync(sent.MessageId);

        (await ReadAsync<IReadOnlyList<MessageView>>(Answerer, "inbox")).ShouldContain(message =>
            message.MessageId == sent.MessageId && !message.Outgoing
        );
        (await ReadAsync<MessageView>(Answerer, "show", id)).Message.ShouldNotBeNull()["body"].ShouldNotBeNull();
        var acknowledgement = await ReadAsync<SubmittedView>(
            Answerer,
            "acknowledge",
            id,
            "--unit",
            "Anti-trafficking unit",
            "--case-officer",
            "Duty inspector"
        );
        acknowledgement.Reference.ShouldBe(sent.Reference);
        var answer = await ReadAsync<SubmittedView>(Answerer, "respond", id, Write("answer.json", Texts.FinalResponse));
        await TwoCountries.Answerer.DeliveredAsync(answer.MessageId);

        var status = await ReadAsync<StatusView>(Asker, "status", id);
        status.Exchange.Messages!.Select(message => message.MessageId).ShouldContain(answer.MessageId);
        status.Timeline.Select(entry => entry.Message?.MessageId).ShouldContain(answer.MessageId);
        var refused = await FailAsync(Refused, Answerer, "respond", id, Write("answer.json", Texts.FinalResponse));
        refused.Happened.ShouldContain("Nothing was stored.");
    }

    [Test]
    public async Task A_faulty_submission_is_refused_with_each_fault_as_a_line_and_as_a_detail()
    {
        var file = Write("request.json", Texts.RequestWith(root => (root["counterpart"], root["body"]!["facts"]) = ("THA", 5)));

        var run = await CommandLine.RunAsync("submit", file, "--home", Asker.Folder);
        run.ExitCode.ShouldBe(Refused);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("\n  /counterpart: ");
        run.Error.ShouldContain("\n  /body/facts: Not a text. (receipt code 401)");
        (await FailAsync(Refused, Asker, "submit", file)).Details.Count.ShouldBe(2);
        (await FailAsync(Usage, Asker, "submit", file + ".none")).Happened.ShouldContain("does not exist");
    }

    [Test]
    public async Task What_is_often_wrong_is_said_on_the_error_stream_and_sent()
    {
        var file = Write("request.json", Texts.RequestWith(root => root["body"]!["subjects"]![3]!["imo"] = "9074728"));

        var run = await CommandLine.RunAsync("submit", file, "--home", Asker.Folder);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("Warning: /body/subjects/3/imo: ");
        Guid.TryParse(run.Output.Trim(), out _).ShouldBeTrue(run.Output);
    }

    [Test]
    public async Task A_ping_goes_over_both_brokers_and_back()
    {
        (await RunAsync(Asker, "link", "ping", "MYS")).ShouldStartWith("MYS answered in ");
        (await ReadAsync<PingView>(Asker, "link", "ping", "MYS")).Counterpart.ShouldBe("MYS");
        (await FailAsync(Refused, Asker, "link", "ping", "THA")).Happened.ShouldNotBeEmpty();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_grant_is_answered_with_its_file_and_the_fingerprint_that_accepts_it(bool json)
    {
        var file = Path.Combine(_folder.FullName, "MYS-at-BGD.grant.json");
        string[] grant = ["mailbox", "grant", "MYS", "--out", file];
        var (made, fingerprint) = json
            ? await ReadAsync<JsonObject>(Asker, grant) is var document
                ? ((string?)document["file"], (string)document["fingerprint"]!)
                : default
            : (await RunAsync(Asker, grant)).Split('\n') is var lines
                ? (lines[0], lines[1])
                : default;

        made.ShouldBe(file);
        (await FailAsync(Refused, Answerer, "mailbox", "accept", file)).Details.ShouldBe([fingerprint]);
        string[] accept = ["mailbox", "accept", file, "--confirm", fingerprint];
        (json ? (string)(await ReadAsync<JsonObject>(Answerer, accept))["file"]! : (await RunAsync(Answerer, accept)).Trim()).ShouldBe(
            Answerer.GrantFile(TwoCountries.Answerer.Party.Name, TwoCountries.Asker.Party.Name)
        );
    }

    [Test]
    public async Task A_grant_to_a_country_without_a_card_is_refused_in_the_gateways_words()
    {
        string[] grant = ["mailbox", "grant", "THA", "--out", Path.Combine(_folder.FullName, "grant.json")];

        (await CommandLine.RunAsync([.. grant, "--home", Asker.Folder])).Error.ShouldContain("exchange party import");
        (await FailAsync(Refused, Asker, grant)).Happened.ShouldContain("THA.party.json");
    }

    [Test]
    public async Task A_database_is_migrated_when_no_gateway_uses_it()
    {
        (await FailAsync(Refused, Asker, "db", "migrate")).Happened.ShouldContain("in use by another gateway");

        using var home = await StartedHome.FoundAsync();
        (await RunAsync(home.Home, "db", "migrate")).Trim().ShouldBe(home.Home.DatabaseFile);
        ((string?)(await ReadAsync<JsonObject>(home.Home, "db", "migrate"))["database"]).ShouldBe(home.Home.DatabaseFile);
    }

    [Test]
    public async Task A_gateway_that_does_not_start_says_why_as_the_command_does()
    {
        using var home = await StartedHome.FoundAsync();
        await File.WriteAllTextAsync(home.Home.PassphraseFile, "not the passphrase of these keys");
        string[] run = ["exec", StartedDemo.Program, "gateway", "run", "--home", home.Home.Folder];

        var words = await Program.RunAsync("dotnet", run);
        var document = await Program.RunAsync("dotnet", [.. run, "--json"]);

        (words.ExitCode, document.ExitCode).ShouldBe((Refused, Refused));
        words.Error.ShouldStartWith("exchange: ");
        var failure = JsonSerializer.Deserialize<FailureView>(document.Error, ProtocolJson.Options)!;
        (failure.Ok, failure.ExitCode).ShouldBe((false, Refused));
        failure.Happened.ShouldContain("passphrase");
    }

    private string Write(string name, string json)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, json);
        return file;
    }

    private static async Task<string> RunAsync(Home home, params string[] arguments)
    {
        var run = await CommandLine.RunAsync([.. arguments, "--home", home.Folder]);
        run.ExitCode.ShouldBe(Ok, run.Error);
        return run.Output;
    }

    private static async Task<T> ReadAsync<T>(Home home, params string[] arguments) =>
        JsonSerializer.Deserialize<T>(await RunAsync(home, [.. arguments, "--json"]), ProtocolJson.Options)!;

    // Nothing on stdout, and the reason as a document.
    private static async Task<FailureView> FailAsync(int exitCode, Home home, params string[] arguments)
    {
        var run = await CommandLine.RunAsync([.. arguments, "--home", home.Folder, "--json"]);
        run.ExitCode.ShouldBe(exitCode, run.Error);
        run.Output.ShouldBeEmpty();
        var failure = JsonSerializer.Deserialize<FailureView>(run.Error, ProtocolJson.Options)!;
        failure.ExitCode.ShouldBe(exitCode);
        return failure;
    }
}
