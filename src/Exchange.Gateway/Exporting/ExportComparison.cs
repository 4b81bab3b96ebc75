using Exchange.Ledger.Comparison;
using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Exporting;

/// <summary>
/// Compares our ledger with a counterpart's export, as <c>exchange ledger compare</c> does, and with the checkpoints that we hold of it.
/// All
/// in memory, one at a time: larger ledgers are compared by the command line, which keeps one part of them.
/// </summary>
internal sealed class ExportComparison(Database database, OwnParty own)
{
    /// <summary>Largest ledger in entries, ours and theirs.</summary>
    public const int MostEntries = 100_000;

    private int _isRunning;

    /// <summary>False while another comparison of this gateway runs.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _isRunning, 1) == 0;

    public void End() => Volatile.Write(ref _isRunning, 0);

    /// <exception cref="ExportTooLargeException">Our own ledger has more entries.</exception>
    public ComparisonView Compare(UploadedExport export)
    {
        using var sql = database.OpenSession();
        if (EntryTable.Count(sql) > MostEntries)
            throw new ExportTooLargeException();
        var ours = EntryTable.Read(sql, null, 0).ConvertAll(entry => LedgerLeaf.Read(entry.Leaf).OrThrow());
        var (size, held) = (export.Checkpoint.Checkpoint.Size, HeldCheckpointTable.All(sql, export.Of));
        List<Finding> findings =
        [
            .. export.Faults.Select(fault => new Finding(FindingKind.Export, null, fault)),
            .. Divergences(export, held),
        ];
        // An export that does not hold by itself has nothing to be paired with.
        var comparison = export.Faults.Count > 0 ? null : Paired(ours, export);
        findings.AddRange(comparison?.Findings ?? []);
        return new(
            export.Of.Name.Value,
            ours.Count,
            size,
            export.Checkpoint.SignedAt,
            comparison?.Pairs ?? 0,
            comparison?.OnItsWay.Count ?? 0,
            [
                .. findings
                    .Take(ComparisonView.Most)
                    .Select(finding => new FindingView(CodeNames<FindingKind>.Write(finding.Kind), finding.Text)
                    {
                        MessageId = finding.MessageId,
                    }),
            ]
        )
        {
            HeldEntries = held is [.., var newest] && newest.Size > size ? newest.Size : null,
            HasMore = findings.Count > ComparisonView.Most,
        };
    }

    private LogComparison Paired(List<LedgerLeaf> ours, UploadedExport export)
    {
        var comparison = new LogComparison(
            ComparedLog.Of(own.Name, ours.Count, ours is [.., var last] ? last.At : default, ours is [var first, ..] ? first : null),
            ComparedLog.Of(
                export.Of.Name,
                export.Entries.Count,
                export.Checkpoint.SignedAt,
                export.Entries is [var begun, ..] ? begun : null
            )
        );
        List<MessageEntry> theirs =
        [
            .. export.Entries.Select((leaf, index) => LogComparison.Message(index, leaf, own.Name)).OfType<MessageEntry>(),
        ];
        List<MessageEntry> known =
        [
            .. UntilThen(
                ours.Select((leaf, index) => LogComparison.Message(index, leaf, export.Of.Name)).OfType<MessageEntry>(),
                export,
                theirs
            ),
        ];
        comparison.Pair(known, theirs);
        comparison.SeekIds(known, theirs);
        comparison.SeekSequences(known, theirs);
        comparison.PairTheRest();
        return comparison;
    }

    // Our ledger has gone on: left out is what can only be judged with a newer export, a receipt of a later entry, and what came from them
    // about when theirs ended or later. What we sent since then is on its way.
    private static IEnumerable<MessageEntry> UntilThen(IEnumerable<MessageEntry> ours, UploadedExport export, List<MessageEntry> theirs)
    {
        var (size, end) = (export.Checkpoint.Checkpoint.Size, export.Checkpoint.SignedAt - MessagePairing.ClockTolerance);
        var sent = theirs.Select(entry => entry.Signed).ToHashSet();
        return ours.Where(entry => !(entry.ReceiptIndex >= size) && (entry.IsOurs || entry.At < end || sent.Contains(entry.Signed)));
    }

    // Its owner signed them: entries that do not lead to them are another history.
    private static IEnumerable<Finding> Divergences(UploadedExport export, List<Checkpoint> held) =>
        UploadedExport
            .FaultsOf(export.Hashes, [.. held.Where(checkpoint => checkpoint.Size <= export.Checkpoint.Checkpoint.Size)])
            .Select(fault => new Finding(
                FindingKind.Divergence,
                null,
                $"{export.Of.Name} has two histories: it signed a checkpoint that we hold, and its export does not lead to it. {fault}"
            ));
}
