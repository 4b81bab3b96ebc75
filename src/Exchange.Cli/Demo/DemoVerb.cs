using System.CommandLine;
using System.Globalization;
using Exchange.Protocol;

namespace Exchange.Cli.Demo;

/// <summary><c>demo</c>: two countries exchange a request and its answers on this machine.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly Option<bool> _once = new("--once") { Description = "End after the story, with exit code 0, or 4 if a proof is not valid." };

    private readonly Option<string?> _keep = new("--keep")
    {
        Description = "Keep everything in a new folder: homes, databases and every sealed message (default: a temporary folder).",
        HelpName = "DIR",
    };

    public DemoVerb(Surroundings surroundings)
        : base(
            surroundings,
            "demo",
            "Run a demonstration: create two temporary parties with a real RabbitMQ broker and a gateway each on this machine, and exchange a request, its acknowledgement and its answers.",
            "exchange demo",
            "exchange demo --once --json",
            "exchange demo --once --keep ./kept")
    {
        Options.Add(_once);
        Options.Add(_keep);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        if (!PrivateBroker.IsInstalled)
            throw new CommandFailedException(ExitCode.Failed, $"RabbitMQ is not installed ({PrivateBroker.ServerProgram}).", "Nothing was started.", "Install the package rabbitmq-server, or run deploy/demo.sh, which does.");
        var started = invocation.Surroundings.Time.GetTimestamp();
        await using var stage = DemoStage.Make(invocation.Value(_keep));
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
        foreach (var party in (DemoParty[])[stage.Asker, stage.Answerer])
            invocation.Say($"{party.Name}: API on the socket {party.Home.ApiSocket}, token in {party.Home.TokenFile}");
        invocation.Say("From a second terminal:");
        foreach (var arguments in Suggestions(stage))
            invocation.Say($"  {ShellCommand.Of(arguments)}");
        invocation.Say("Ctrl+C ends everything.");
        var ended = new TaskCompletionSource();
        await using var cancelled = cancellation.Register(() => ended.TrySetResult());
        await ended.Task;
        invocation.Say("Ending");
    }

    private static string[][] Suggestions(DemoStage stage) =>
    [
        ["submit", stage.SampleFile, "--home", stage.Asker.Home.Folder],
        ["inbox", "--home", stage.Answerer.Home.Folder],
        ["link", "ping", stage.Answerer.Name.Value, "--home", stage.Asker.Home.Folder],
    ];

    private static string Line(DemoReport.Step step) => string.Create(CultureInfo.InvariantCulture,
        $"{ProtocolTime.Write(step.At)}  {step.Name,-26} {step.Signed}  {step.ElapsedMs:0} ms");

    private static IEnumerable<string> Lines(DemoReport report) =>
    [
        .. report.Ledgers.Select(ledger => string.Create(CultureInfo.InvariantCulture, $"ledger of {ledger.Party}: {ledger.Size} entries, root {ledger.Root}: {(ledger.Verified ? "verified" : "NOT VALID")}")),
        report.RecordsAgree switch
        {
            true => "each side's record of the other agrees",
            false => "THE TWO RECORDS DO NOT AGREE",
            null => "the two records were not compared: a ledger is not valid",
        },
        string.Create(CultureInfo.InvariantCulture, $"{(report.Ok ? "ok" : "failed")} in {report.ElapsedSeconds:0.0} s"),
    ];
}
