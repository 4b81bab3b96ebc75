using Exchange.Ledger.Comparison;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Ledger;

/// <summary>The result of a comparison of two exports.</summary>
/// <param name="One">The first export.</param>
/// <param name="Other">The second.</param>
/// <param name="Pairs">Messages that were found in both, sent and received.</param>
/// <param name="OnItsWay">Messages without a receipt yet: no fault.</param>
/// <param name="Findings">What does not agree.</param>
internal sealed record ComparisonReport(ComparedExport One, ComparedExport Other, long Pairs, IReadOnlyList<OnItsWay> OnItsWay, IReadOnlyList<Finding> Findings)
{
    public bool Agrees => Findings.Count == 0;

    public IEnumerable<string> Lines() =>
    [
        .. Findings.Select(finding => $"{CodeNames<FindingKind>.Write(finding.Kind)}: {finding}"),
        .. OnItsWay.Select(message => $"on its way: {message}"),
        FormattableString.Invariant($"{One.Party} ({One.Size} entries) and {Other.Party} ({Other.Size} entries): {Pairs} messages paired, {OnItsWay.Count} on their way, ")
            + (Agrees ? "all agrees" : FormattableString.Invariant($"{Findings.Count} {(Findings.Count == 1 ? "discrepancy" : "discrepancies")}")),
    ];
}
