using System.Text.RegularExpressions;
using Exchange.Cli.Demo;
using Exchange.Protocol.Api;
using Exchange.Tests.Gateway;

namespace Exchange.Tests.Cli;

/// <summary>Drafts and four eyes by the command line, against a gateway that runs.</summary>
internal sealed class DraftVerbTests
{
    private TemporaryFolder _folder = null!;
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start()
    {
        (_folder, _gateway) = (new(), TestGateway.Start(settings: new()));
        File.WriteAllBytes(_folder.In("request.json"), StoryFile.Read("request.json"));
    }

    [TearDown]
    public async Task Stop()
    {
        await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Two_people_send_a_message()
    {
        _folder.Write(await DraftClient.TokenAsync(_gateway, "supervisor", [Role.Supervisor], Enum.GetValues<Clearance>()), "token");
        (await _gateway.RunAsync("submit", _folder.In("request.json"))).Progress.ShouldContain("exchange draft new");
        var id = (await WriteAsync("new", _folder.In("request.json"))).Output.Trim();
        (await WriteAsync("edit", id, _folder.In("request.json"), "--over", "1")).Output.ShouldContain("editing, version 2");
        (await WriteAsync("submit", id)).Progress.ShouldContain("A second person must release it.");

        (await _gateway.RunAsync("draft", "release", id, "--digest", $"sha256:{new string('0', 64)}")).ExitCode.ShouldBe(3);
        (await DecideAsync("return", id, "--seen", "3", "--reason", "Name the boat.")).Output.ShouldContain("returned");
        (await WriteAsync("show", id)).Output.ShouldContain("Returned: Name the boat.");
        await WriteAsync("submit", id);
        var shown = (await DecideAsync("outgoing", id)).Output;
        shown.ShouldContain("A second person must release it: It contains data of victims.");
        shown.ShouldContain("H1 H2  /handling");
        var digest = Regex.Match(shown, "sha256:[0-9a-f]{64}").Value;
        (await DecideAsync("release", id, "--digest", digest)).Progress.ShouldContain("is signed, recorded and queued.");

        (await WriteAsync("list", "--status", "sent")).Output.ShouldContain(id);
        (await _gateway.RunAsync("show", id)).ExitCode.ShouldBe(0);
    }

    [Test]
    public async Task A_draft_is_deleted_only_when_that_is_confirmed()
    {
        var id = (await WriteAsync("new", _folder.In("request.json"))).Output.Trim();
        (await _gateway.RunAsync("draft", "delete", id)).ExitCode.ShouldBe(3);

        await WriteAsync("delete", id, "--yes");

        (await WriteAsync("list")).Progress.ShouldContain("There are no such drafts.");
    }

    private async Task<CommandRun> WriteAsync(params string[] arguments) => Done(await _gateway.RunAsync(["draft", .. arguments]));

    private async Task<CommandRun> DecideAsync(params string[] arguments) =>
        Done(
            await CommandRun.OfAsync(
                new Dictionary<string, string>
                {
                    ["EXCHANGE_URL"] = $"unix:{_gateway.Home.ApiSocket}",
                    ["EXCHANGE_TOKEN_FILE"] = _folder.In("token"),
                },
                ["draft", .. arguments]
            )
        );

    private static CommandRun Done(CommandRun run)
    {
        run.ExitCode.ShouldBe(0, run.Progress);
        return run;
    }
}
