using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Exchange.IntegrationTests.Broker;

namespace Exchange.IntegrationTests.Demo;

/// <summary>The demonstration as a person starts it: a process of its own.</summary>
internal sealed class DemoVerbTests
{
    private static readonly string[] Story = ["request", "delivered", "automatic-acknowledgement", "partial-response", "final-response"];

    [OneTimeSetUp]
    public void RequireBroker() => TestMailbox.Require();

    [Test]
    public async Task Once_it_writes_one_document_that_says_what_was_proved_and_keeps_what_it_is_told_to_keep()
    {
        var folder = Directory.CreateTempSubdirectory("exchange-kept-").FullName;
        try
        {
            using var demo = Start("--once", "--json", "--keep", Path.Combine(folder, "kept"));
            var output = demo.StandardOutput.ReadToEndAsync();
            await demo.StandardError.ReadToEndAsync();
            await demo.WaitForExitAsync();

            demo.ExitCode.ShouldBe(0);
            var report = JsonNode.Parse(await output)!;
            ((bool)report["ok"]!).ShouldBeTrue();
            ((double)report["elapsedSeconds"]!).ShouldBeGreaterThan(0);
            report["steps"]!.AsArray().Select(step => (string)step!["name"]!).ShouldBe(Story);
            report["steps"]!.AsArray().ShouldAllBe(step => ((string)step!["signed"]!).StartsWith("sha256:") && (double)step["elapsedMs"]! > 0 && step["at"] != null && step["messageId"] != null);
            report["ledgers"]!.AsArray().Select(ledger => (string)ledger!["party"]!).ShouldBe(["BGD", "MYS"]);
            report["ledgers"]!.AsArray().ShouldAllBe(ledger => (bool)ledger!["verified"]! && (long)ledger["size"]! > 0 && ledger["root"] != null);
            foreach (var party in new[] { "BGD", "MYS" })
            {
                foreach (var kept in new[] { "party.json", "keys", "passphrase", "exchange.db" })
                    Path.Exists(Path.Combine(folder, "kept", party, kept)).ShouldBeTrue(kept);
            }

            foreach (var step in report["steps"]!.AsArray())
            {
                File.Exists(Path.Combine(folder, "kept", "wire", $"{step!["messageId"]}.cms")).ShouldBeTrue();
                File.Exists(Path.Combine(folder, "kept", "evidence", $"{step["messageId"]}.zip")).ShouldBeTrue();
            }

            ProcessesOf(folder).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Until_it_is_interrupted_it_stays_and_then_everything_that_it_started_is_gone()
    {
        using var demo = Start();
        _ = demo.StandardOutput.ReadToEndAsync();
        var said = new List<string>();
        while (await demo.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.Contains("Ctrl+C", StringComparison.Ordinal))
                break;
        }

        said.ShouldContain(line => line.Contains("MYS: API http://127.0.0.1:", StringComparison.Ordinal));
        said.ShouldContain(line => line.Contains("exchange submit", StringComparison.Ordinal));
        var folder = said.Single(line => line.StartsWith("Founding", StringComparison.Ordinal)).Split(' ')[^1];
        ProcessesOf(folder).Count.ShouldBeGreaterThanOrEqualTo(4);
        var children = ProcessesOf(folder);
        using (var kill = Process.Start("kill", ["-INT", demo.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await demo.WaitForExitAsync();

        demo.ExitCode.ShouldBe(0);
        Directory.Exists(folder).ShouldBeFalse();
        ProcessesOf(folder).ShouldBeEmpty();
        children.ShouldAllBe(id => HasEnded(id));
    }

    private static Process Start(params string[] options)
    {
        // This program was built beside the tests, as the command line is.
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "Exchange.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "exchange.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.GetFullPath(program), "demo", .. options]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    // Every process that has the folder in its command line or environment: brokers, gateways, epmd and their shells.
    private static List<string> ProcessesOf(string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId)
            .Where(process => Mentions(process, "cmdline", folder) || Mentions(process, "environ", folder))
            .Select(process => Path.GetFileName(process)),
    ];

    // One that has ended and that nobody has asked for its exit code yet has no command line any more.
    private static bool HasEnded(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Length == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool Mentions(string process, string file, string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file)).Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
