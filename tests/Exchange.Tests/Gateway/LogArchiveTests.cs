using System.IO.Compression;
using System.Net;
using Exchange.Gateway.Home;
using Exchange.Protocol.Api;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Gateway;

/// <summary>The ledger as one zip, for a browser.</summary>
internal sealed class LogArchiveTests
{
    [Test]
    public async Task What_is_unpacked_is_an_export_that_the_command_line_verifies()
    {
        await using var stage = await WalkStage.OfAsync(WalkStage.Gateway);
        var root = stage.Words("~")[0];
        var home = new GatewayHome(Path.Combine(root, "BGD"));
        using var client = TestGateway.Client(home, await File.ReadAllTextAsync(Path.Combine(home.Folder, "api-key")));

        using var zip = new MemoryStream(await client.GetByteArrayAsync("/api/v1/ledger/archive"));
        ZipFile.ExtractToDirectory(zip, Path.Combine(root, "unpacked"));

        var verified = await CommandRun.NowAsync(
            "ledger",
            "verify",
            Path.Combine(root, "unpacked"),
            "--card",
            Path.Combine(root, "BGD", "party.json"),
            "--card",
            Path.Combine(root, "MYS", "party.json")
        );
        verified.ExitCode.ShouldBe(0, verified.Progress);
        var exported = await CommandRun.NowAsync("ledger", "export", "--out", Path.Combine(root, "exported"), "--home", home.Folder);
        exported.ExitCode.ShouldBe(0, exported.Progress);
        // The very files, but for the entries that these readings made.
        Names(Path.Combine(root, "unpacked")).ShouldBeSubsetOf(Names(Path.Combine(root, "exported")));
    }

    [Test]
    public async Task While_nobody_has_cosigned_there_is_none()
    {
        await using var gateway = TestGateway.Start();
        using var client = await gateway.ListenAsync(await gateway.KeyAsync(Role.Auditor));

        using var answer = await client.GetAsync("/api/v1/ledger/archive");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("not-cosigned-yet");
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file));
}
