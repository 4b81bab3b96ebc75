namespace Exchange.Cli.Demo;

/// <summary>What the demonstration came to: the document of <c>--json</c>.</summary>
/// <param name="Ok">True if every proof holds.</param>
/// <param name="Steps">The story.</param>
/// <param name="Ledgers">Each party's log.</param>
/// <param name="RecordsAgree">Whether each side's record says of the other what that says of itself; nothing if a log does not hold, for then there is nothing to compare.</param>
/// <param name="Faults">What does not hold.</param>
/// <param name="ElapsedSeconds">From the command to the last verification.</param>
internal sealed record DemoReport(bool Ok, IReadOnlyList<DemoReport.Step> Steps, IReadOnlyList<DemoReport.LedgerResult> Ledgers, bool? RecordsAgree,
    IReadOnlyList<string> Faults, double ElapsedSeconds)
{
    /// <summary>One step of the story, once its proof was verified.</summary>
    public sealed record Step(string Name, DateTimeOffset At, Guid MessageId, Protocol.Digest Signed, double ElapsedMs);

    /// <summary>A log, verified from its entries.</summary>
    public sealed record LedgerResult(string Party, long Size, string Root, bool Verified);
}
