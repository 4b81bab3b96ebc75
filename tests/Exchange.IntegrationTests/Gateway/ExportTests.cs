using System.Net;
using System.Text.Json.Nodes;
using Exchange.Cli;
using Exchange.IntegrationTests.Broker;
using Exchange.Protocol.Api;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>A log on its way out of a running gateway: an auditor takes it, and needs nobody to verify it.</summary>
internal sealed class ExportTests
{
    private static Country Asker => TwoCountries.Asker;

    // Two of the log's own keys, one of ours.
    private const int SignaturesOfACosignedHead = 3;

    [OneTimeSetUp]
    public Task Start() => TwoCountries.StartAsync();

    [Test]
    public async Task An_auditor_exports_a_log_verifies_it_offline_and_later_takes_only_what_is_new()
    {
        var folder = Directory.CreateTempSubdirectory("exchange-export-").FullName;
        try
        {
            var first = await DeliverAsync();
            var exported = await RunAsync("ledger", "export", "--out", folder, "--json");
            exported.ExitCode.ShouldBe(0, exported.Error);
            var size = (long)JsonNode.Parse(exported.Output)!["size"]!;
            size.ShouldBeGreaterThanOrEqualTo(first);
            await VerifyAsync(folder, size);
            var before = Files(folder).Where(file => IsFinal(file.Key, folder)).ToList();

            var second = await DeliverAsync();
            second.ShouldBeGreaterThan(size);
            exported = await RunAsync("ledger", "export", "--out", folder, "--json");
            exported.ExitCode.ShouldBe(0, exported.Error);
            size = (long)JsonNode.Parse(exported.Output)!["size"]!;
            size.ShouldBeGreaterThanOrEqualTo(second);
            await VerifyAsync(folder, size);

            var after = Files(folder);
            foreach (var (path, written) in before.Where(file => !file.Key.Contains(".p/", StringComparison.Ordinal)))
                after[path].ShouldBe(written, path);
            using (var auditor = new Door(Asker.Party.Home, await Asker.AuditorKeyAsync()))
            {
                // All that can no longer grow is served as it was exported.
                foreach (var path in after.Keys.Where(path => IsFinal(path, folder)))
                    (await auditor.BytesAsync($"ledger/{path}")).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(folder, path)), path);
            }

            Asker
                .Rows.Count(
                    "entries WHERE instr(CAST(leaf AS TEXT), '\"event\":\"ledger-read\"') AND instr(CAST(leaf AS TEXT), "
                        + "'\"actor\":\"key:') AND instr(CAST(leaf AS TEXT), '\"what\":\"export\"')"
                )
                .ShouldBeGreaterThan(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task What_is_not_part_of_the_export_is_not_found()
    {
        await DeliverAsync();
        foreach (
            var path in new[]
            {
                "tile/0/999",
                "tile/entries/x1",
                "tile/entries/000.p/0",
                "tile/9/000.p/1",
                "tile/..%2f..%2fexchange.db",
                "receipts/999",
                $"heads/MYS/{new string('0', 64)}/1",
                "heads/MYS/0/x",
                "cards/MYS.99.party.json",
                "cards/..%2fapi-key",
                "checkpoints/999999999",
            }
        )
        {
            (await Asker.Door.GetAsync($"ledger/{path}")).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
    }

    [Test]
    public async Task An_auditors_key_opens_the_export_and_nothing_that_acts_or_reads_a_message()
    {
        var sent = await Asker.SubmitAsync(Texts.Request);
        await Asker.DeliveredAsync(sent.MessageId);
        using var door = new Door(Asker.Party.Home, await Asker.AuditorKeyAsync());

        foreach (var path in new[] { "ledger/checkpoints", "ledger/heads", "ledger/cards", $"ledger/cards/{Asker.Name}.1.party.json" })
            (await door.GetAsync(path)).Status.ShouldBe(HttpStatusCode.OK, path);
        (await door.GetAsync($"messages/{sent.MessageId}/content")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await door.PostAsync("messages", Texts.Request)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await door.PostAsync("links/MYS/ping", "{}")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    // The size of the log once a message was delivered and everything about it cosigned.
    private static async Task<long> DeliverAsync()
    {
        await Asker.DeliveredAsync((await Asker.SubmitAsync(Texts.Request)).MessageId);
        await TwoCountries.BecomeQuietAsync();
        var size = (await LogAsync()).Size;
        await Eventually.IsAsync(true, async () => (await LogAsync()).Cosignatures.Any(cosignature => cosignature.Size >= size));
        return size;
    }

    private static Task<LedgerView> LogAsync() => Asker.Client.GetAsync<LedgerView>("api/v1/ledger", CancellationToken.None);

    private static async Task VerifyAsync(string folder, long size)
    {
        var verified = await CommandLine.RunAsync(
            "ledger",
            "verify",
            folder,
            "--card",
            Asker.Party.Home.CardFile,
            "--card",
            TwoCountries.Answerer.Party.Home.CardFile,
            "--json"
        );
        verified.ExitCode.ShouldBe(0, verified.Error);
        var document = JsonNode.Parse(verified.Output)!;
        ((long)document["size"]!).ShouldBe(size);
        ((long)document["receipts"]!).ShouldBeGreaterThan(0);
        ((string)document["cosignedBy"]![0]!["party"]!).ShouldBe(TwoCountries.Answerer.Name);
    }

    // The newest checkpoint is newer soon, and a counterpart's head that came in a receipt gets our cosignature when it is announced.
    private static bool IsFinal(string path, string folder) =>
        path != "checkpoint"
        && (
            !path.StartsWith("heads/", StringComparison.Ordinal)
            || File.ReadLines(Path.Combine(folder, path)).Count(line => line.StartsWith('—')) == SignaturesOfACosignedHead
        );

    private static Dictionary<string, DateTime> Files(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), File.GetLastWriteTimeUtc);

    private static async Task<ProgramRun> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var progress = new StringWriter();
        var key = await Asker.AuditorKeyFileAsync();
        string? Variable(string name) =>
            name switch
            {
                "EXCHANGE_URL" => $"unix:{Asker.Party.Home.ApiSocket}",
                "EXCHANGE_TOKEN_FILE" => key,
                _ => null,
            };
        var code = await new ExchangeCommand(new(output, progress, Variable, TimeProvider.System)).RunAsync(
            arguments,
            CancellationToken.None
        );
        return new(code, output.ToString(), progress.ToString());
    }
}
