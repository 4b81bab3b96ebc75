using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Exchange.IntegrationTests.Broker;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
using Microsoft.Data.Sqlite;

namespace Exchange.IntegrationTests.Demo;

/// <summary>The demonstration from its start to whatever end.</summary>
internal sealed class DemoVerbTests
{
    private const int Ok = 0,
        Failed = 1,
        VerificationFailed = 4;

    private static readonly string[] Story =
    [
        "request",
        "delivered",
        "automatic-acknowledgement",
        "clarification-question",
        "clarification-answer",
        "extension",
        "partial-response",
        "protection-alert",
        "alert-acknowledgement",
        "alert-response",
        "final-response",
        "follow-up-action",
        "follow-up-action-in-progress",
        "feedback",
    ];

    [OneTimeSetUp]
    public void RequireBroker() => TestMailbox.Require();

    [Test]
    public async Task Once_it_writes_one_document_that_says_what_was_proved_and_keeps_what_it_is_told_to_keep()
    {
        var folder = Directory.CreateTempSubdirectory("exchange-kept-").FullName;
        try
        {
            using var demo = StartedDemo.With("--once", "--json", "--keep", Path.Combine(folder, "kept"));

            (await demo.EndAsync()).ShouldBe(Ok);
            var report = JsonNode.Parse(await demo.Output)!;
            ((bool)report["ok"]!).ShouldBeTrue();
            ((bool)report["recordsAgree"]!).ShouldBeTrue();
            ((double)report["elapsedSeconds"]!).ShouldBeGreaterThan(0);
            report["steps"]!.AsArray().Select(step => (string)step!["name"]!).ShouldBe(Story);
            report["steps"]!
                .AsArray()
                .ShouldAllBe(step =>
                    ((string)step!["signed"]!).StartsWith("sha256:")
                    && (double)step["elapsedMs"]! > 0
                    && step["at"] != null
                    && step["messageId"] != null
                );
            report["ledgers"]!.AsArray().Select(ledger => (string)ledger!["party"]!).ShouldBe(["BGD", "MYS"]);
            report["ledgers"]!
                .AsArray()
                .ShouldAllBe(ledger => (bool)ledger!["verified"]! && (long)ledger["size"]! > 0 && ledger["root"] != null);
            foreach (var party in new[] { "BGD", "MYS" })
            {
                foreach (var kept in new[] { "party.json", "keys", "passphrase", "exchange.db" })
                    Path.Exists(Path.Combine(folder, "kept", party, kept)).ShouldBeTrue(kept);
            }

            foreach (var party in new[] { "BGD", "MYS" })
            {
                var verified = await CommandLine.RunAsync("ledger", "verify", Path.Combine(folder, "kept", party, "ledger"), "--json");
                verified.ExitCode.ShouldBe(0, verified.Error);
                JsonNode.Parse(verified.Output)!["cosignedBy"]!.AsArray().ShouldHaveSingleItem();
            }

            foreach (var step in report["steps"]!.AsArray())
            {
                File.Exists(Path.Combine(folder, "kept", "wire", $"{step!["messageId"]}.cms")).ShouldBeTrue();
                File.Exists(Path.Combine(folder, "kept", "evidence", $"{step["messageId"]}.zip")).ShouldBeTrue();
            }

            FolderProcesses.Of(folder).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Once_it_ends_with_the_code_of_a_proof_that_does_not_hold_when_an_entry_is_changed_under_way()
    {
        using var demo = StartedDemo.With("--once");
        await demo.HearAsync("sha256:");
        await using (var database = new SqliteConnection($"Data Source={Path.Combine(demo.Folder, "MYS", "exchange.db")};Pooling=False"))
        {
            await database.OpenAsync();
            await using var change = new SqliteCommand(
                "UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"v\":1', '\"v\":2') AS BLOB) WHERE \"index\" = 0",
                database
            );
            (await change.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        (await demo.EndAsync()).ShouldBe(VerificationFailed);
        var lines = (await demo.Output).Split('\n');
        lines[0].ShouldStartWith("ledger of BGD: ");
        lines[0].ShouldEndWith(": verified");
        lines[1].ShouldStartWith("ledger of MYS: ");
        lines[1].ShouldEndWith(": NOT VALID");
        lines[2].ShouldBe("the two records were not compared: a ledger is not valid");
        lines[3].ShouldStartWith("failed in ");
        FolderProcesses.Of(demo.Folder).ShouldBeEmpty();
    }

    [Test]
    public async Task Until_it_is_interrupted_it_stays_and_then_everything_that_it_started_is_gone()
    {
        using var demo = StartedDemo.With();
        await demo.HearAsync("Ctrl+C");
        demo.Said.ShouldContain(line => line.Contains("MYS: API on the socket /", StringComparison.Ordinal));
        var started = FolderProcesses.Of(demo.Folder);
        FolderProcesses.Find(demo.Folder, "epmd").ShouldNotBe(0);
        await PasteAsync(Suggestions(demo));
        await OpenAsync(demo.Said);

        await demo.SignalAsync("INT");

        (await demo.EndAsync()).ShouldBe(Ok);
        IsGone(demo, started);
    }

    // A link for each role at each of the two desks: it leads to where one chooses a password, and gives nobody one.
    private static async Task OpenAsync(IReadOnlyList<string> said)
    {
        var links = said.Where(line => line.Contains("enrol?enrolmentCode=", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(' '))
            .ToList();
        links.Select(link => link[0]).ShouldBe([.. Roles, .. Roles]);
        links.Select(link => link[^1]).ShouldBeUnique();
        using var http = new HttpClient();
        foreach (var link in links)
            (await http.GetStringAsync(link[^1])).ShouldContain($"value=\"{link[^1].Split('=')[1]}\"");
    }

    private static IEnumerable<string> Roles => Enum.GetValues<Role>().Select(CodeNames<Role>.Write);

    [TestCase("TERM")]
    [TestCase("HUP")]
    public async Task Interrupted_while_its_brokers_start_it_leaves_nothing_behind(string signal)
    {
        using var demo = StartedDemo.With();
        await demo.HearAsync("Starting two RabbitMQ brokers");
        await Eventually.IsAsync(true, () =>
            Task.FromResult(FolderProcesses.Find(demo.Folder, "beam.smp") != 0 && FolderProcesses.Of(demo.Folder).Count > 4)
        );
        var started = FolderProcesses.Of(demo.Folder);

        await demo.SignalAsync(signal);

        (await demo.EndAsync()).ShouldBe(Failed);
        demo.Said[^1].ShouldContain("interrupted");
        IsGone(demo, started);
    }

    [Test]
    public async Task A_broker_that_does_not_start_is_told_in_its_own_words_and_nothing_is_left_behind()
    {
        using var demo = StartedDemo.With();
        await demo.HearAsync("Starting two RabbitMQ brokers");
        await Eventually.IsAsync(true, () => Task.FromResult(FolderProcesses.Find(demo.Folder, "beam.smp") != 0));
        var started = FolderProcesses.Of(demo.Folder);

        using (var broker = Process.GetProcessById(FolderProcesses.Find(demo.Folder, "beam.smp")))
            broker.Kill();

        (await demo.EndAsync()).ShouldBe(Failed);
        demo.Said.ShouldContain(line =>
            line.StartsWith("exchange: The broker on port ", StringComparison.Ordinal)
            && line.Contains("did not start", StringComparison.Ordinal)
        );
        demo.Said.ShouldNotContain(line => line.Contains("   at ", StringComparison.Ordinal));
        IsGone(demo, started);
    }

    [Test]
    public async Task A_folder_that_a_brokers_configuration_cannot_name_is_a_usage_error()
    {
        var folder = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"it's-{Environment.ProcessId}"));

        var run = await CommandLine.RunAsync("demo", "--once", "--keep", folder);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("Nothing was started.");
        Directory.Exists(folder).ShouldBeFalse();
    }

    // The lines that it prints for a second terminal.
    private static List<string> Suggestions(StartedDemo demo) =>
        [
            .. demo
                .Said.SkipWhile(line => !line.StartsWith("From a second terminal", StringComparison.Ordinal))
                .Where(line => line.StartsWith("  ", StringComparison.Ordinal)),
        ];

    // From another folder, and with next to nothing in the environment.
    private static async Task PasteAsync(List<string> lines)
    {
        lines.Count.ShouldBe(3);
        foreach (var line in lines)
        {
            var run = await Gateway.Program.RunAsync("env", "--ignore-environment", "--chdir=/", "PATH=/usr/bin:/bin", "bash", "-c", line);
            run.ExitCode.ShouldBe(Ok, line + run.Error);
        }
    }

    private static void IsGone(StartedDemo demo, IReadOnlyList<int> started)
    {
        Directory.Exists(demo.Folder).ShouldBeFalse();
        FolderProcesses.Of(demo.Folder).ShouldBeEmpty();
        started.ShouldNotBeEmpty();
        started.ShouldAllBe(id => FolderProcesses.HasEnded(id));
    }
}
