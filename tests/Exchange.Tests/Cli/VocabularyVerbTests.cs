using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Schemas;

namespace Exchange.Tests.Cli;

/// <summary>The verbs that help to write a message, without a gateway.</summary>
internal sealed class VocabularyVerbTests
{
    private const int Ok = 0,
        Usage = 2,
        Refused = 3;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Start() => _folder = new();

    [TearDown]
    public void Stop() => _folder.Dispose();

    [Test]
    public async Task A_schema_is_printed_as_it_is_committed()
    {
        (await CommandRun.OfAsync("schema", "request")).ShouldBe(new(Ok, KindSchema.Write(CaseKinds.Request), ""));
        (await CommandRun.OfAsync("schema", "request", "--json")).Output.ShouldBe(KindSchema.Write(CaseKinds.Request));
    }

    public static IEnumerable<CaseKind> Kinds => CaseKinds.All;

    [TestCaseSource(nameof(Kinds))]
    public async Task A_template_is_an_example_without_faults(CaseKind kind)
    {
        var template = await CommandRun.OfAsync("template", kind.Code);
        (template.ExitCode, template.Output).ShouldBe((Ok, KindExamples.Of(kind)[0].Json));
        template.Progress.ShouldContain("Languages in it: ");
        (await CheckAsync(JsonNode.Parse(template.Output)!)).Output.ShouldStartWith($"This is a valid {kind}.\n");
    }

    [Test]
    public async Task Codes_of_countries_and_languages_have_their_names_beside_the_template_and_in_the_schema()
    {
        (await CommandRun.OfAsync("template", "contact-update")).Progress.ShouldBe(
            "Countries in it: MYS (Malaysia). All codes with their names are in: exchange schema request\n"
                + "Languages in it: ben (Bangla), eng (English), msa (Malay).\n"
        );
        JsonNode.Parse((await CommandRun.OfAsync("schema", "request")).Output)!["$defs"]!["issuerCode"]!["x-codeNames"]!["XXA"]!
            .GetValue<string>()
            .ShouldBe("stateless");
    }

    [Test]
    public async Task Without_a_kind_all_kinds_are_listed()
    {
        foreach (var verb in new[] { "schema", "template" })
            (await CommandRun.OfAsync(verb)).Output.ShouldContain($"request                 {CaseKinds.Request.Summary}\n");
        JsonNode
            .Parse((await CommandRun.OfAsync("schema", "--json")).Output)!
            .AsArray()
            .Select(code => (string)code!)
            .ShouldBe(CaseKinds.All.Select(kind => kind.Code));
        var run = await CommandRun.OfAsync("schema", "greeting");
        run.ShouldBe(new(Usage, "", $"exchange: KIND is not a kind of message. Give one of: {string.Join(", ", CaseKinds.All)}.\n"));
    }

    [Test]
    public async Task A_file_without_faults_is_valid_and_its_warnings_are_said()
    {
        var valid = await CheckAsync(Story("request.json"));
        (valid.ExitCode, valid.Progress).ShouldBe((Ok, ""));
        valid.Output.ShouldStartWith("This is a valid request.\nNot judged, as no gateway is named (--home DIR, or EXCHANGE_URL): whether ");

        var answer = Story("final-response.json");
        answer["kind"] = "response";
        answer["body"]!["entities"]![0]!["birthDate"] = new JsonObject { ["date"] = "1979-01-01", ["precision"] = "day" };
        var run = await CheckAsync(answer);
        run.ExitCode.ShouldBe(Ok);
        run.Output.ShouldStartWith("This is a valid response.\nWarning: /body/entities/0/birthDate/date: ");
    }

    [Test]
    public async Task All_faults_of_a_file_are_said_at_once()
    {
        var request = Story("request.json");
        request["body"]!["facts"] = 7;
        request["body"]!["unheardOf"] = true;
        request["handling"]!["retainUntil"] = "1999-12-31";
        var run = await CheckAsync(request);
        run.ExitCode.ShouldBe(Refused);
        run.Output.ShouldStartWith(
            """
            /handling/retainUntil: The retention period ends before the message was issued. (receipt code 403)
            /body/facts: Not a text. (receipt code 401)
            /body/unheardOf: This member is unknown. (receipt code 401)
            Not judged, as no gateway is named
            """
        );
        run.Progress.ShouldBe("exchange: It has 3 faults. Nothing was sent. Correct what is named, and check again.\n");

        var json = JsonNode.Parse((await CheckAsync(request, "--json")).Output)!;
        json["faults"]!
            .AsArray()
            .Select(fault => ((string?)fault!["pointer"], (int)fault["code"]!))
            .ShouldBe([("/handling/retainUntil", 403), ("/body/facts", 401), ("/body/unheardOf", 401)]);
    }

    [TestCase("{}", "/kind: This member is missing. (receipt code 401)")]
    [TestCase("""{"kind":"greeting"}""", "/kind: The kind must be one of: ")]
    public async Task A_file_must_name_its_kind(string json, string said)
    {
        var run = await CheckAsync(JsonNode.Parse(json)!);
        run.ExitCode.ShouldBe(Refused);
        run.Output.ShouldStartWith(said);
        run.Progress.ShouldContain("Name the kind in the file, as in \"kind\": \"request\"");
    }

    [Test]
    public async Task What_is_no_json_is_one_fault()
    {
        _folder.Write("{", "file.json");
        var run = await CommandRun.OfAsync("check", _folder.In("file.json"));
        run.ExitCode.ShouldBe(Refused);
        run.Output.ShouldStartWith("The text is not strict JSON: ");
        (await CommandRun.OfAsync("check", _folder.In("absent.json"))).ExitCode.ShouldBe(Usage);
    }

    private static JsonNode Story(string name) => JsonNode.Parse(StoryFile.Read(name))!;

    private Task<CommandRun> CheckAsync(JsonNode json, params string[] options)
    {
        _folder.Write(json.ToJsonString(), "file.json");
        return CommandRun.NowAsync(["check", _folder.In("file.json"), .. options]);
    }
}
