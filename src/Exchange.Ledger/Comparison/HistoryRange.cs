namespace Exchange.Ledger.Comparison;

/// <summary>Where a log's two histories part: the first entry that differs is in it.</summary>
/// <param name="Common">Both have these many entries in common, by a head of that size; 0 if no head shows any.</param>
/// <param name="Different">Size of the smallest held head that the log does not lead to.</param>
public sealed record HistoryRange(long Common, long Different);
