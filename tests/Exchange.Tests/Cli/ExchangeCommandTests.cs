using System.CommandLine;
using System.Text.Json;
using Exchange.Cli;

namespace Exchange.Tests.Cli;

internal sealed class ExchangeCommandTests
{
    private const int Ok = 0,
        Failed = 1,
        Usage = 2;

    [Test]
    public async Task An_unknown_verb_is_a_usage_error_that_points_to_help()
    {
        var run = await CommandRun.OfAsync("frobnicate");

        run.ExitCode.ShouldBe(Usage);
        run.Output.ShouldBeEmpty();
        run.Progress.ShouldContain("exchange --help");
    }

    [Test]
    public async Task A_missing_option_is_a_usage_error_that_points_to_the_verbs_help()
    {
        var run = await CommandRun.OfAsync("broker", "definitions");

        run.ExitCode.ShouldBe(Usage);
        run.Progress.ShouldContain("--out");
        run.Progress.ShouldContain("exchange broker definitions --help");
    }

    [Test]
    public async Task Help_shows_examples_on_stdout()
    {
        var run = await CommandRun.OfAsync("broker", "definitions", "--help");

        run.ExitCode.ShouldBe(Ok);
        run.Output.ShouldContain("Examples:\n  exchange broker definitions --home");
        run.Progress.ShouldBeEmpty();
    }

    [Test]
    public async Task Every_verb_has_an_example_of_itself_and_takes_json()
    {
        var verbs = VerbsOf(ExchangeCommand.Root(), "exchange").ToList();

        verbs.Count.ShouldBeGreaterThan(15);
        foreach (var (words, verb) in verbs)
        {
            verb.Examples.ShouldContain(example => example.StartsWith(words, StringComparison.Ordinal), words);
            var help = await CommandRun.OfAsync([.. words.Split(' ')[1..], "--help"]);
            help.ExitCode.ShouldBe(Ok);
            verb.Examples.ShouldAllBe(example => help.Output.Contains($"\n  {example}\n", StringComparison.Ordinal), words);
            help.Output.ShouldContain("--json", customMessage: words);
            (await CommandRun.OfAsync([.. words.Split(' ')[1..], "--json", "--no-such-option"])).Progress.ShouldStartWith(
                "{",
                customMessage: words
            );
        }
    }

    [TestCaseSource(nameof(MistypedLines))]
    public async Task No_error_of_a_command_line_repeats_what_may_be_content(string[] arguments)
    {
        var run = await CommandRun.OfAsync(arguments);

        run.ExitCode.ShouldBe(Usage);
        (run.Output + run.Progress).ShouldNotContain("Rahim", Case.Insensitive);
        run.Progress.ShouldNotContain("System.", customMessage: "a name of the program's inside");
        run.Progress.Length.ShouldBeGreaterThan("exchange: ".Length);
    }

    [Test]
    public async Task An_at_sign_is_an_ordinary_character()
    {
        using var folder = new TemporaryFolder();
        folder.Write("--home\nRahim Alam\nsubmit", "request.json");

        var run = await CommandRun.OfAsync("submit", "@" + folder.In("request.json"));
        run.ExitCode.ShouldBe(Usage);
        run.Progress.ShouldContain("Give the name without '@'.");
        // It is the unit's name; what is missing is a home.
        (await CommandRun.OfAsync("acknowledge", Id, "--unit", "@CID Dhaka", "--case-officer", "Duty inspector")).Progress.ShouldContain(
            "EXCHANGE_HOME"
        );
    }

    [Test]
    public async Task What_is_wrong_with_a_command_line_is_named_by_its_place()
    {
        (await CommandRun.OfAsync("show", Id, "more")).Progress.ShouldContain("Argument 3 is not understood");
        (await CommandRun.OfAsync("show", Id, "--sendr", "MYS")).Progress.ShouldContain("'--sendr' is not understood");
        (await CommandRun.OfAsync("submit", "r.json", "--key", "7")).Progress.ShouldContain(
            "The value of --key is malformed: it must be UUID."
        );
        (await CommandRun.OfAsync("evidence", "export", Id)).Progress.ShouldContain("--out and its value are required.");
        (await CommandRun.OfAsync("ledger")).Progress.ShouldContain("Name one of: export, verify, replay");
    }

    private const string Id = "019b0c4e-0000-7000-8000-000000000000";

    private static IEnumerable<string[]> MistypedLines()
    {
        const string Content = "Rahim Alam, X0000001";
        yield return [Content];
        yield return ["@" + Content];
        yield return ["submit", "{\"facts\":\"" + Content + "\"}"];
        yield return ["submit", "@" + Content];
        yield return ["submit", "r.json", "--key", Content];
        yield return ["respond", Id, Content];
        yield return ["acknowledge", Id, "--unit", "CID", "Rahim", "--case-officer", "Rahim Alam", "Alam"];
        yield return ["inbox", "--counterpart", Content];
        yield return ["ledger", "replay", "--until", Content];
        foreach (var (words, verb) in VerbsOf(ExchangeCommand.Root(), "exchange"))
        {
            string[] start = words.Split(' ')[1..];
            yield return [.. start, "--" + Content, .. Enumerable.Repeat(Content, 5)];
            yield return [.. start, "--json=" + Content, Content, Content, Content];
            foreach (var option in verb.Options.Where(option => option.ValueType != typeof(string) && option.ValueType != typeof(string[])))
                yield return [.. start, option.Name, Content, Content, Content, Content];
        }
    }

    [Test]
    public async Task Without_a_home_it_says_how_to_name_one()
    {
        var run = await CommandRun.OfAsync("gateway", "run");

        run.ExitCode.ShouldBe(Usage);
        run.Progress.ShouldContain("EXCHANGE_HOME");
    }

    [TestCase("gateway", "run")]
    [TestCase("db", "migrate")]
    [TestCase("mailbox", "grant", "MYS", "--out", "grant.json")]
    public async Task A_folder_that_is_no_home_is_a_usage_error(params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync([.. arguments, "--home", folder.Folder]);

        run.ExitCode.ShouldBe(Usage);
        run.Progress.ShouldContain("exchange party init");
    }

    [Test]
    public async Task A_grant_to_what_is_no_party_is_a_usage_error()
    {
        using var home = TestHome.Of("BGD");

        (await CommandRun.OfAsync("mailbox", "grant", "Malaysia", "--out", home.In("grant.json"), "--home", home.Folder)).ExitCode.ShouldBe(
            Usage
        );
    }

    [TestCase("MYS", "BGD", "This grant is for MYS. Nothing was changed. Give it to MYS; here use BGD-at-MYS.grant.json, which MYS makes.")]
    [TestCase("THA", "MYS", "This grant is for THA. Nothing was changed. Use BGD-at-MYS.grant.json, which MYS makes.")]
    public async Task A_grant_for_another_party_is_named_with_the_one_that_is_wanted(string whom, string at, string said)
    {
        using var home = TestHome.Of("BGD", "MYS");
        home.Write(
            $$"""{ "for": "{{whom}}", "at": "{{at}}", "host": "localhost", "port": 5671, "tlsName": "localhost", "authorities": "-", "certificate": "-" }""",
            "a.grant.json"
        );

        var run = await CommandRun.OfAsync("mailbox", "accept", home.In("a.grant.json"), "--home", home.Folder);

        run.ExitCode.ShouldBe(3);
        run.Progress.ShouldContain(said);
    }

    [TestCase("ledger", "verify")]
    [TestCase("ledger", "replay")]
    public async Task An_auditor_without_a_home_is_told_to_export_first(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        folder.Write("token", "auditor.key");

        var run = await CommandRun.OfAsync(
            new() { ["EXCHANGE_URL"] = "https://gateway.example", ["EXCHANGE_TOKEN_FILE"] = folder.In("auditor.key") },
            arguments
        );

        run.ExitCode.ShouldBe(Usage);
        run.Progress.ShouldContain("Export first: exchange ledger export --out DIR");
    }

    [Test]
    public async Task The_variable_names_the_home_and_the_option_goes_before_it()
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, string> variables = new() { ["EXCHANGE_HOME"] = folder.In("variable") };

        var byVariable = await CommandRun.OfAsync(variables, "broker", "definitions", "--out", folder.In("out"));
        var byOption = await CommandRun.OfAsync(
            variables,
            "broker",
            "definitions",
            "--out",
            folder.In("out"),
            "--home",
            folder.In("option")
        );

        byVariable.Progress.ShouldContain(folder.In("variable"));
        byOption.Progress.ShouldContain(folder.In("option"));
    }

    [Test]
    public async Task With_json_an_error_is_a_document_of_its_sentences()
    {
        var run = await CommandRun.OfAsync("gateway", "run", "--json");

        run.Output.ShouldBeEmpty();
        var error = JsonDocument.Parse(run.Progress).RootElement;
        error.GetProperty("ok").GetBoolean().ShouldBeFalse();
        error.GetProperty("exitCode").GetInt32().ShouldBe(Usage);
        error.GetProperty("happened").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("toDo").GetString().ShouldNotBeNullOrEmpty();
    }

    [Test]
    public async Task What_the_environment_refuses_is_a_sentence_without_a_stack_trace()
    {
        using var home = TestHome.Of("BGD", "MYS");
        var file = home.In("a-file");
        await File.WriteAllTextAsync(file, "");

        var run = await CommandRun.OfAsync("broker", "definitions", "--home", home.Folder, "--out", Path.Combine(file, "below"));

        run.ExitCode.ShouldBe(Failed);
        run.Progress.ShouldStartWith("exchange: ");
        run.Progress.ShouldNotContain("   at ");
    }

    private static IEnumerable<(string Words, Verb Verb)> VerbsOf(Command command, string words) =>
        command is Verb verb ? [(words, verb)] : command.Subcommands.SelectMany(child => VerbsOf(child, $"{words} {child.Name}"));
}
