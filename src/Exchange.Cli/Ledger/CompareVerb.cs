using System.CommandLine;

namespace Exchange.Cli.Ledger;

/// <summary><c>ledger compare</c>: compares two countries' exports.</summary>
internal sealed class CompareVerb : Verb
{
    private readonly Argument<string> _one = new("DIR-A") { Description = "Export of one country." };

    private readonly Argument<string> _other = new("DIR-B") { Description = "Export of the other country." };

    public CompareVerb(Surroundings surroundings)
        : base(
            surroundings,
            "compare",
            "Compare two countries' exports: every message with its reception, every receipt with the entry that it names. Reports gaps, contradictions, equivocation, clocks that cannot both be right, and where a ledger has two histories.",
            "exchange ledger compare ./BGD/ledger ./MYS/ledger")
    {
        Arguments.Add(_one);
        Arguments.Add(_other);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var (one, other) = (LogFolder.Open(invocation.Required(_one)), LogFolder.Open(invocation.Required(_other)));
        if (one.Owner == other.Owner)
            throw new CommandFailedException(ExitCode.Usage, $"Both are exports of {one.Owner}.", toDo: "Give the exports of two countries that exchange messages.");
        using var run = new ComparisonRun(one, other);
        var report = await WorkProgress.ShowAsync(invocation, "Comparing", progress => Task.FromResult(run.Run(progress, cancellation)));
        invocation.Answer(report, report.Lines());
        if (!report.Agrees)
        {
            throw new CommandFailedException(
                ExitCode.VerificationFailed,
                $"The ledgers of {one.Owner} and {other.Owner} do not agree.",
                "Nothing was changed.",
                "Keep both exports, and give the findings to the auditors of both countries.");
        }
    }
}
