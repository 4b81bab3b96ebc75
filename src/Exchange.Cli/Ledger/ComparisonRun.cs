using Exchange.Ledger.Comparison;

namespace Exchange.Cli.Ledger;

/// <summary>
/// Compares two parties' exports: first the checkpoints that each holds of the other, then every message, in parts by signature, by
/// id and by exchange, of which one at a time is in memory.
/// </summary>
internal sealed class ComparisonRun : IDisposable
{
    private readonly LogFolder _one;
    private readonly LogFolder _other;
    private readonly ComparedEntries _ofOne;
    private readonly ComparedEntries _ofOther;

    public ComparisonRun(LogFolder one, LogFolder other)
    {
        (_one, _other) = (one, other);
        // What belongs together lies in the same part of both.
        var records = Math.Max(one.Size, other.Size);
        (_ofOne, _ofOther) = (new(one, other.Owner, records), new(other, one.Owner, records));
    }

    public ComparisonReport Run(WorkProgress progress, CancellationToken cancellation)
    {
        var findings = new List<Finding>([.. new HeldCheckpoints(_other, _one).Judge(), .. new HeldCheckpoints(_one, _other).Judge()]);
        var all = _one.Size + _other.Size;
        findings.AddRange(_ofOne.Read(read => progress.Tell(read, all), cancellation));
        findings.AddRange(_ofOther.Read(read => progress.Tell(_one.Size + read, all), cancellation));
        var comparison = Compare();
        findings.AddRange(comparison.Findings);
        return new(ComparedExport.Of(_one), ComparedExport.Of(_other), comparison.Pairs, comparison.OnItsWay, findings);
    }

    public void Dispose()
    {
        _ofOne.Dispose();
        _ofOther.Dispose();
    }

    private LogComparison Compare()
    {
        var comparison = new LogComparison(Log(_one), Log(_other));
        for (var part = 0; part < _ofOne.BySignature.Parts; part++)
        {
            comparison.Pair([.. _ofOne.BySignature.Read(part)], [.. _ofOther.BySignature.Read(part)]);
            comparison.SeekIds([.. _ofOne.ById.Read(part)], [.. _ofOther.ById.Read(part)]);
            comparison.SeekSequences([.. _ofOne.ByExchange.Read(part)], [.. _ofOther.ByExchange.Read(part)]);
        }

        comparison.PairTheRest();
        return comparison;
    }

    private static ComparedLog Log(LogFolder folder) =>
        ComparedLog.Of(folder.Owner, folder.Size, folder.Checkpoint.SignedAt, folder.Entries(0, 1).FirstOrDefault().Leaf);
}
