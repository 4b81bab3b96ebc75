using Exchange.Ledger.Comparison;

namespace Exchange.Cli.Ledger;

internal sealed class CompareVerb : Verb
{
    private readonly Argument<string> _one = new("DIR-A") { Description = "Export of one country." };
    private readonly Argument<string> _other = new("DIR-B") { Description = "Export of the other country." };

    public CompareVerb()
        : base(
            "compare",
            "Compare two countries' exports: every message with its reception, every receipt with the entry that it names. "
                + "Reports gaps, contradictions, equivocation, clocks that cannot both be right, and where a ledger has two histories.",
            "exchange ledger compare ./BGD/ledger ./MYS/ledger"
        ) => Take(_one, _other);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var (one, other) = (LogFolder.Open(invocation.Required(_one)), LogFolder.Open(invocation.Required(_other)));
        if (one.Owner == other.Owner)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                $"Both are exports of {one.Owner}.",
                toDo: "Give the exports of two countries that exchange messages."
            );
        }

        using var run = new ComparisonRun(one, other);
        var report = await WorkProgress.ShowAsync(invocation, "Comparing", progress => Task.FromResult(run.Run(progress, cancellation)));
        invocation.Answer(report, report.Lines());
        if (!report.Agrees)
        {
            throw new CommandFailedException(
                ExitCode.VerificationFailed,
                $"The ledgers of {one.Owner} and {other.Owner} do not agree.",
                "Nothing was changed.",
                "Keep both exports, and give the findings to the auditors of both countries."
            );
        }
    }
}

/// <summary>The result of a comparison of two exports.</summary>
internal sealed record ComparisonReport(
    ComparedExport One,
    ComparedExport Other,
    long Pairs,
    IReadOnlyList<OnItsWay> OnItsWay,
    IReadOnlyList<Finding> Findings
)
{
    public bool Agrees => Findings.Count == 0;

    public IEnumerable<string> Lines() =>
        [
            .. Findings.Select(finding => $"{CodeNames<FindingKind>.Write(finding.Kind)}: {finding}"),
            .. OnItsWay.Select(message => $"on its way: {message}"),
            FormattableString.Invariant(
                $"{One.Party} ({One.Size} entries) and {Other.Party} ({Other.Size} entries): {Pairs} messages paired, {OnItsWay.Count} on their way, "
            )
                + (
                    Agrees
                        ? "all agrees"
                        : FormattableString.Invariant($"{Findings.Count} {(Findings.Count == 1 ? "discrepancy" : "discrepancies")}")
                ),
        ];
}

/// <summary>One of two exports that were compared.</summary>
internal sealed record ComparedExport(string Party, long Size, string Root)
{
    public static ComparedExport Of(LogFolder folder) => new(folder.Owner.Value, folder.Size, folder.Checkpoint.Checkpoint.Root.ToString());
}
