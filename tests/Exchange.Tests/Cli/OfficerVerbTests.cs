using System.Text.Json.Nodes;
using Exchange.Cli.Demo;
using Exchange.Gateway.Submitting;
using Exchange.Protocol.Contracts;
using Exchange.Tests.Gateway;

namespace Exchange.Tests.Cli;

/// <summary>The verbs of officers against a gateway in this process.</summary>
internal sealed class OfficerVerbTests
{
    private const int Ok = 0,
        Usage = 2,
        Refused = 3;

    private TestGateway _gateway = null!;
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Start() => (_gateway, _folder) = (TestGateway.Start(), new());

    [TearDown]
    public async Task Stop()
    {
        _folder.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task A_message_is_shown_in_indented_lines_with_its_names_as_they_are_written()
    {
        string[] names = ["র\u200D্যাব-এর নামে অভিযুক্ত", "علی\u200Cرضا", "\U00010D00\U00010D07\U00010D01"];
        var id = await SubmitAsync(root =>
        {
            root["body"]!["subjects"]![0]!["names"]![1]!["asWritten"] = names[0];
            root["body"]!["subjects"]![1]!["names"]![0]!["asWritten"] = names[1];
            root["body"]!["facts"] = $"{names[2]}\nA second line.";
        });

        var shown = await RunAsync("show", id);

        foreach (var name in names)
            shown.ShouldContain($"\"{name}");
        shown.ShouldContain("\n  \"body\": {\n    \"urgency\": \"urgent\",\n");
        shown.ShouldContain("\\nA second line.\"", customMessage: "inside a text, as JSON writes it");
    }

    [Test]
    public async Task A_reference_is_taken_wherever_an_id_is()
    {
        var id = await SubmitAsync();
        var reference = $"BGD-MYS-{_gateway.Clock.GetUtcNow().Year}-000001";
        _folder.Write("{}", "answer.json");

        (await RunAsync("show", reference)).ShouldContain(id);
        (await RunAsync("status", reference)).ShouldContain("no receipt of MYS yet");
        (await RunAsync("status", id.ToUpperInvariant())).ShouldContain(reference);
        foreach (
            var arguments in (string[][])
                [
                    ["receipt", reference],
                    ["evidence", "export", reference, "--out", _folder.In("e.zip")],
                ]
        )
        {
            (await _gateway.RunAsync(arguments)).ShouldSatisfyAllConditions(
                run => run.ExitCode.ShouldBe(Refused),
                run => run.Progress.ShouldMatch("has not receipted this message yet|no receipt for this message yet")
            );
        }

        (await _gateway.RunAsync("respond", reference, _folder.In("answer.json"))).Progress.ShouldContain(
            "/handling: This member is missing. (receipt code 401)"
        );
        (await _gateway.RunAsync("acknowledge", reference, "--unit", "Unit", "--case-officer", "Duty")).Progress.ShouldContain(
            "is not a message that can be acknowledged"
        );
    }

    [Test]
    public async Task A_reference_that_is_none_or_of_no_exchange_is_said()
    {
        (await _gateway.RunAsync("show", "BGD-MYS")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(Usage),
            run => run.Progress.ShouldContain("ID is neither an id nor a reference.")
        );
        (await _gateway.RunAsync("show", "BGD-MYS-2026-000009")).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(Refused),
            run => run.Progress.ShouldContain("No exchange has the reference BGD-MYS-2026-000009.")
        );
    }

    [Test]
    public async Task A_reference_of_two_exchanges_is_told_with_the_ids_of_both_and_the_sender_decides()
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                "INSERT INTO exchanges (counterpart, exchange_id, reference, opened_by_us, opened_at, kind, status, last_entry, "
                    + "state, open, unit) SELECT 'THA', '019b0c4e-0000-7000-8000-000000000000', reference, 0, 0, kind, status, "
                    + "last_entry, state, open, unit FROM exchanges"
            )
        );

        var run = await _gateway.RunAsync("show", "MYS-BGD-2026-000001");
        run.ExitCode.ShouldBe(Refused);
        run.Progress.ShouldContain("Several exchanges have the reference MYS-BGD-2026-000001.");
        run.Progress.ShouldContain("019b0c4e-0000-7000-8000-000000000000 with THA");
        (await RunAsync("show", "MYS-BGD-2026-000001", "--sender", "MYS")).ShouldContain("from MYS (Malaysia)");
    }

    [Test]
    public async Task An_acknowledgement_shows_who_gave_it_and_a_second_one_is_warned_of()
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        var received = _gateway.Raised<MessageReceived>();
        await _gateway.Part<AcknowledgeHandler>().AcknowledgeAsync(received, CancellationToken.None);
        string[] acknowledge = ["acknowledge", "MYS-BGD-2026-000001", "--unit", "@CID Dhaka", "--case-officer", "Duty inspector"];

        (await _gateway.RunAsync(acknowledge)).Progress.ShouldNotContain("WARNING");
        var first = (await RunAsync("inbox", "--all")).Split('\n')[0].Split("  ")[1];
        var second = await _gateway.RunAsync(acknowledge);

        second.ExitCode.ShouldBe(Ok, second.Progress);
        second.Progress.ShouldContain("WARNING: An officer has already acknowledged this request");
        second.Progress.ShouldContain($"exchange show {first}");
        var status = await RunAsync("status", "MYS-BGD-2026-000001");
        status.Split('\n').Count(line => line.Contains("acknowledgement (by an officer)", StringComparison.Ordinal)).ShouldBe(2);
        status.Split('\n').Count(line => line.Contains("acknowledgement (automatic)", StringComparison.Ordinal)).ShouldBe(1);
        (await RunAsync("show", first)).ShouldContain("\"unit\": \"@CID Dhaka\"");
    }

    private async Task<string> SubmitAsync(Action<JsonNode>? change = null)
    {
        var root = JsonNode.Parse(StoryFile.Read("request.json"))!;
        change?.Invoke(root);
        _folder.Write(root.ToJsonString(), "request.json");
        return (await RunAsync("submit", _folder.In("request.json"))).Trim();
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var run = await _gateway.RunAsync(arguments);
        run.ExitCode.ShouldBe(Ok, run.Progress);
        return run.Output;
    }
}
