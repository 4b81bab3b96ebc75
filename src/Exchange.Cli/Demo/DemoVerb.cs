namespace Exchange.Cli.Demo;

internal sealed class DemoVerb : Verb
{
    private readonly Option<bool> _once = new("--once")
    {
        Description = "End after the story, with exit code 0, or 4 if a proof is not valid.",
    };
    private readonly Option<string?> _keep = new("--keep")
    {
        Description = "Keep everything in a new folder: homes, databases and every sealed message (default: a temporary folder).",
        HelpName = "DIR",
    };

    public DemoVerb()
        : base(
            "demo",
            "Run a demonstration: create two temporary parties with a real RabbitMQ broker and a gateway each on this machine, "
                + "and work a case together: a request, its clarification and answers, a protection alert and a follow-up action.",
            "exchange demo",
            "exchange demo --once --json",
            "exchange demo --once --keep ./kept"
        ) => Take(_once, _keep);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        if (!PrivateBroker.IsInstalled)
        {
            throw new CommandFailedException(
                ExitCode.Failed,
                $"RabbitMQ is not installed ({PrivateBroker.ServerProgram}).",
                "Nothing was started.",
                "Install the package rabbitmq-server, or run deploy/demo.sh, which does."
            );
        }

        var started = invocation.Surroundings.Time.GetTimestamp();
        await using var stage = DemoStage.Make(invocation.Value(_keep));
        if (!invocation.Value(_once))
            stage.ExpectDesks();
        await stage.StartAsync(invocation.Say, settings: null, cancellation);
        var report = await new DemoStory(stage, step => invocation.Say(Line(step))).PlayAsync(cancellation);
        report = report with { ElapsedSeconds = Math.Round(invocation.Surroundings.Time.GetElapsedTime(started).TotalSeconds, 1) };
        foreach (var fault in report.Faults)
            invocation.Say(fault);
        invocation.Answer(report, Lines(report));
        if (!invocation.Value(_once))
            await StayAsync(invocation, stage, cancellation);
        if (!report.Ok)
            throw new CommandFailedException(ExitCode.VerificationFailed, "A proof is not valid.") { Details = report.Faults };
    }

    private static async Task StayAsync(Invocation invocation, DemoStage stage, CancellationToken cancellation)
    {
        await using var asker = new PrivateDesk(stage.Asker.Home, stage.Asker.DeskAddress!);
        await using var answerer = new PrivateDesk(stage.Answerer.Home, stage.Answerer.DeskAddress!);
        invocation.Say("Starting two desks");
        await Task.WhenAll(asker.StartAsync(cancellation), answerer.StartAsync(cancellation));
        foreach (var (party, desk) in new[] { (stage.Asker, asker), (stage.Answerer, answerer) })
        {
            invocation.Say($"{party.Name}: API on the socket {party.Home.ApiSocket}, key in {party.Home.TokenFile}");
            invocation.Say(
                $"{party.Name}: desk at {desk.Address}. Each of these links is good once, to choose a password and an authenticator:"
            );
            foreach (var role in Enum.GetValues<Role>())
                invocation.Say($"  {CodeNames<Role>.Write(role),-14} {await InviteAsync(party, desk, role, cancellation)}");
        }

        invocation.Say("From a second terminal:");
        foreach (var arguments in Suggestions(stage))
            invocation.Say($"  {ShellCommand.Of(arguments)}");
        invocation.Say("Ctrl+C ends everything.");
        var ended = new TaskCompletionSource();
        await using var cancelled = cancellation.Register(() => ended.TrySetResult());
        await ended.Task;
        invocation.Say("Ending");
    }

    // No password is given to anybody: who opens the link chooses it.
    private static async Task<Uri> InviteAsync(DemoParty party, PrivateDesk desk, Role role, CancellationToken cancellation)
    {
        using var client = party.Connect();
        var person = new NewCaller(CodeNames<Role>.Write(role), [role]) { Clearances = Enum.GetValues<Clearance>() };
        var given = await client.PostAsync<EnrolmentCodeView>(
            "api/v1/people",
            JsonSerializer.SerializeToUtf8Bytes(person, ProtocolJson.Options),
            MessageId.New(TimeProvider.System),
            cancellation
        );
        return new(desk.Address, $"enrol?enrolmentCode={given.Code}");
    }

    private static string[][] Suggestions(DemoStage stage) =>
        [
            ["draft", "new", stage.SampleFile, "--home", stage.Asker.Home.Folder],
            ["inbox", "--home", stage.Answerer.Home.Folder],
            ["link", "ping", stage.Answerer.Name.Value, "--home", stage.Asker.Home.Folder],
        ];

    private static string Line(DemoReport.Step step) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{ProtocolTime.Write(step.At)}  {step.Name,-28} {step.Signed}  {step.ElapsedMs:0} ms"
        );

    private static IEnumerable<string> Lines(DemoReport report) =>
        [
            .. report.Ledgers.Select(ledger =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"ledger of {ledger.Party}: {ledger.Size} entries, root {ledger.Root}: {(ledger.Verified ? "verified" : "NOT VALID")}"
                )
            ),
            report.RecordsAgree switch
            {
                true => "each side's record of the other agrees",
                false => "THE TWO RECORDS DO NOT AGREE",
                null => "the two records were not compared: a ledger is not valid",
            },
            string.Create(CultureInfo.InvariantCulture, $"{(report.Ok ? "ok" : "failed")} in {report.ElapsedSeconds:0.0} s"),
        ];
}

/// <summary>The result of the demonstration: the document of <c>--json</c>. Ledgers that are not valid are not compared (null).</summary>
internal sealed record DemoReport(
    bool Ok,
    IReadOnlyList<DemoReport.Step> Steps,
    IReadOnlyList<DemoReport.LedgerResult> Ledgers,
    bool? RecordsAgree,
    IReadOnlyList<string> Faults,
    double ElapsedSeconds
)
{
    /// <summary>One step, after its proof was verified.</summary>
    public sealed record Step(string Name, DateTimeOffset At, Guid MessageId, Protocol.Digest Signed, double ElapsedMs);

    public sealed record LedgerResult(string Party, long Size, string Root, bool Verified);
}

/// <summary>A command line of this program that a shell understands in any folder and with any PATH.</summary>
internal static class ShellCommand
{
    public static string Of(params IEnumerable<string> arguments) => string.Join(' ', Program().Concat(arguments).Select(Quoted));

    private static string[] Program() =>
        DotnetProgram.FileName is { } dotnet
            ? [dotnet, Path.Combine(AppContext.BaseDirectory, "exchange.dll")]
            : [Environment.ProcessPath!];

    private static string Quoted(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '-' or '_' or ':')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
