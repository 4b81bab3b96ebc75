using System.Text.Json;
using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;
using Exchange.Tests.Gateway;

namespace Exchange.Tests.Cli;

/// <summary>What <c>exchange check</c> says with a gateway that answers, and what it says that nobody has judged.</summary>
internal sealed class CheckVerbTests
{
    private const int Ok = 0,
        Usage = 2,
        Refused = 3;

    private TestGateway _gateway = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Start() => (_gateway, _folder) = (TestGateway.Start(settings: new()), new());

    [TearDown]
    public async Task Stop()
    {
        _folder.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task A_gateway_that_answers_judges_what_the_file_does_not_say()
    {
        var request = JsonNode.Parse(StoryFile.Read("request.json"))!;
        (await CheckAsync(request)).ShouldBe(new(Ok, "This is a valid request.\n", ""));

        request["counterpart"] = "THA";
        request["handling"]!["classification"] = "confidential";
        var refused = await CheckAsync(request);
        refused.ExitCode.ShouldBe(Refused);
        refused.Output.ShouldMatch(@"\A/counterpart: .+ \(receipt code 354\)\n/handling/classification: .+ \(receipt code 451\)\n\z");
        _gateway.Read<long>("SELECT COUNT(*) FROM messages").ShouldBe(0);
        _gateway.Read<long>("SELECT COUNT(*) FROM drafts").ShouldBe(0);

        // By itself it has no fault.
        var alone = await CommandRun.NowAsync("check", _folder.In("file.json"));
        (alone.ExitCode, alone.Output).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(Ok),
            run => run.Output.ShouldStartWith("This is a valid request.\nNot judged, as no gateway is named")
        );
    }

    [Test]
    public async Task An_answer_is_judged_by_what_it_answers_and_without_that_it_is_said_that_it_was_not()
    {
        var asked = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(asked, TestGateway.Request));
        var answer = Answer(1);
        var wrong = Answer(77);

        (await CheckAsync(answer, "--reply-to", $"{asked.MessageId}")).ShouldBe(new(Ok, "This is a valid response.\n", ""));
        (await CheckAsync(wrong, "--reply-to", asked.Reference!)).Output.ShouldStartWith("/body/answers/0/question: ");
        (await CheckAsync(wrong)).Output.ShouldContain(
            "Not judged, as the file names no counterpart, and no message that it answers was given (--reply-to ID): "
        );
        var document = JsonNode.Parse((await CheckAsync(wrong, "--json")).Output)!;
        (document["notJudged"]!.AsArray().Count > 3, (string)document["kind"]!).ShouldBe((true, "response"));
        foreach (var table in new[] { "drafts", "messages WHERE outgoing AND kind = 'response'" })
            _gateway.Read<long>($"SELECT COUNT(*) FROM {table}").ShouldBe(0, table);

        answer["kind"] = "request";
        (await CheckAsync(answer, "--reply-to", $"{asked.MessageId}")).Output.ShouldContain("/kind: A request opens an exchange");
        (await CheckAsync(wrong, "--reply-to", "019b0c4e-0000-7000-8000-000000000001")).ExitCode.ShouldBe(Refused);
    }

    [Test]
    public async Task A_step_that_the_exchange_does_not_allow_is_said()
    {
        var asked = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(asked, TestGateway.Request));
        var feedback = Example("feedback");

        var run = await CheckAsync(feedback, "--reply-to", $"{asked.MessageId}");

        run.ExitCode.ShouldBe(Refused);
        run.Output.ShouldContain("(receipt code 505)");
    }

    [Test]
    public async Task A_gateway_that_does_not_answer_keeps_nobody_from_checking_a_file()
    {
        _folder.Write(JsonNode.Parse(StoryFile.Read("request.json"))!.ToJsonString(), "file.json");
        _folder.Write("token", "token");
        var variables = new Dictionary<string, string>
        {
            ["EXCHANGE_URL"] = $"unix:{_folder.In("none.sock")}",
            ["EXCHANGE_TOKEN_FILE"] = _folder.In("token"),
        };
        var run = await CommandRun.OfAsync(variables, "check", _folder.In("file.json"));
        run.Output.ShouldContain("Not judged, as the gateway did not answer: ");

        variables.Remove("EXCHANGE_TOKEN_FILE");
        run = await CommandRun.OfAsync(variables, "check", _folder.In("file.json"));
        run.Output.ShouldContain("Not judged, as the gateway was not asked (EXCHANGE_URL is set");

        (await CommandRun.NowAsync("check", _folder.In("file.json"), "--home", _folder.In("none"))).ExitCode.ShouldBe(Usage);
    }

    private static JsonNode Answer(int question) =>
        JsonSerializer.SerializeToNode(
            new
            {
                Kind = "response",
                TestGateway.Handling,
                Body = new ResponseBody
                {
                    Extent = Extent.Partial,
                    Answers = [new(question, Outcome.NoHit, null, [])],
                    Entities = [],
                },
            },
            ProtocolJson.Options
        )!;

    private static JsonNode Example(string kind) =>
        JsonNode.Parse(Exchange.Protocol.Schemas.KindExamples.Of(CaseKinds.Find(kind)!)[0].Json)!;

    private Task<CommandRun> CheckAsync(JsonNode json, params string[] options)
    {
        _folder.Write(json.ToJsonString(), "file.json");
        return _gateway.RunAsync(["check", _folder.In("file.json"), .. options]);
    }
}
