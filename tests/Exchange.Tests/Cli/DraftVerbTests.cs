using System.Text.Json;
using System.Text.RegularExpressions;
using Exchange.Cli.Demo;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;
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

    // By default all that a person says must be released: the verbs that send are of use all the same.
    [Test]
    public async Task A_verb_that_may_not_send_asks_for_the_release_once_however_often_it_is_repeated()
    {
        var asked = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(asked, TestGateway.Request));
        var answer = JsonSerializer.Serialize(new { handling = TestGateway.Handling, body = TestGateway.Response }, ProtocolJson.Options);
        _folder.Write(answer, "answer.json");
        string[][] calls =
        [
            ["submit", _folder.In("request.json")],
            ["respond", $"{asked.MessageId}", _folder.In("answer.json")],
            ["acknowledge", $"{asked.MessageId}", "--unit", "Anti-Trafficking Unit", "--case-officer", "Duty inspector"],
        ];

        foreach (var (index, call) in calls.Index())
        {
            string[] keyed = [.. call, "--key", $"019b0c4e-0000-7000-8000-00000000000{index}"];
            var run = Done(await _gateway.RunAsync(keyed));
            run.Progress.ShouldContain("It waits for its release, and nothing was sent yet.");
            Done(await _gateway.RunAsync(keyed)).Output.ShouldBe(run.Output);
            (await WriteAsync("show", run.Output.Trim())).Output.ShouldContain("awaiting-release, version 2");
            (await WriteAsync("check", run.Output.Trim())).Output.ShouldContain("This is a valid");
        }

        (await WriteAsync("list", "--status", "awaiting-release")).Output.Trim().Split('\n').Length.ShouldBe(calls.Length);
        // The automatic acknowledgement alone.
        _gateway.Read<long>("SELECT COUNT(*) FROM messages WHERE outgoing").ShouldBe(1);
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
