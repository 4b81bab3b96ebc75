using Exchange.Ledger.Comparison;
using Exchange.Ledger.Replay;

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

/// <summary>An export's entries about messages with one other party, in parts by signature, by message id and by exchange.</summary>
internal sealed class ComparedEntries(LogFolder folder, PartyName other, long records) : IDisposable
{
    public Spool<MessageEntry> BySignature { get; } = new(records, MessageEntryForm.Write, MessageEntryForm.Read);
    public Spool<MessageEntry> ById { get; } = new(records, MessageEntryForm.Write, MessageEntryForm.Read);
    public Spool<MessageEntry> ByExchange { get; } = new(records, MessageEntryForm.Write, MessageEntryForm.Read);

    /// <summary>Reads the whole ledger, and reports if its entries do not lead to its checkpoint.</summary>
    public IEnumerable<Finding> Read(Action<long> tell, CancellationToken cancellation)
    {
        var tail = LogTail.Empty;
        foreach (var page in folder.Entries(0, folder.Size).Chunk(TileId.Width))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (index, leaf) in page)
            {
                if (leaf.Party == folder.Owner && LogComparison.Message(index, leaf, other) is { } entry)
                    Add(entry);
            }

            tail = tail.Append([.. page.Select(entry => entry.Leaf.Hash)]).Tail;
            tell(tail.Size);
        }

        return tail.Root() == folder.Checkpoint.Checkpoint.Root
            ? []
            :
            [
                new(
                    FindingKind.Export,
                    null,
                    $"The entries of {folder.Owner}'s export do not lead to the root of its own checkpoint: run 'exchange ledger "
                        + "verify' to find the first wrong entry."
                ),
            ];
    }

    public void Dispose()
    {
        BySignature.Dispose();
        ById.Dispose();
        ByExchange.Dispose();
    }

    private void Add(MessageEntry entry)
    {
        BySignature.Add(entry.Signed is { } signed ? BySignature.PartOf(signed.ToBytes()) : 0, entry);
        if (entry.MessageId is { } id)
            ById.Add(ById.PartOf(id), entry);
        if (entry.ExchangeId is { } exchange)
            ByExchange.Add(ByExchange.PartOf(exchange), entry);
    }
}
