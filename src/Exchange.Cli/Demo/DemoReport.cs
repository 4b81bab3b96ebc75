namespace Exchange.Cli.Demo;

/// <summary>The result of the demonstration: the document of <c>--json</c>.</summary>
/// <param name="Ok">True if every proof is valid.</param>
/// <param name="Steps">Its steps.</param>
/// <param name="Ledgers">Each party's ledger.</param>
/// <param name="RecordsAgree">Whether the ledgers agree with each other; null if one is not valid, so that they were not compared.</param>
/// <param name="Faults">Faults of proofs.</param>
/// <param name="ElapsedSeconds">Seconds from the command to the last verification.</param>
internal sealed record DemoReport(bool Ok, IReadOnlyList<DemoReport.Step> Steps, IReadOnlyList<DemoReport.LedgerResult> Ledgers, bool? RecordsAgree,
    IReadOnlyList<string> Faults, double ElapsedSeconds)
{
    /// <summary>One step, after its proof was verified.</summary>
    public sealed record Step(string Name, DateTimeOffset At, Guid MessageId, Protocol.Digest Signed, double ElapsedMs);

    /// <summary>A ledger, verified from its entries.</summary>
    public sealed record LedgerResult(string Party, long Size, string Root, bool Verified);
}
