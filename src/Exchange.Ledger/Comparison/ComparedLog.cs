using Exchange.Ledger.Entries;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;

namespace Exchange.Ledger.Comparison;

/// <summary>One of the two logs that are compared.</summary>
/// <param name="Party">Whose.</param>
/// <param name="Size">Entries of it that are there.</param>
/// <param name="EndsAt">The time of the newest of them (UTC).</param>
/// <param name="RenewedAt">When it went on under a new origin (UTC); nothing for a log that never did. What has an earlier time is entered again, and receipts of it may name the former log's entries.</param>
public sealed record ComparedLog(PartyName Party, long Size, DateTimeOffset EndsAt, DateTimeOffset? RenewedAt)
{
    /// <param name="party">Whose log it is.</param>
    /// <param name="size">Entries of it that are there.</param>
    /// <param name="endsAt">The time of the newest of them (UTC).</param>
    /// <param name="first">Its first entry; nothing if it has none.</param>
    public static ComparedLog Of(PartyName party, long size, DateTimeOffset endsAt, LedgerLeaf? first) =>
        new(party, size, endsAt, first is { Event: LedgerEvents.LogRenewed } ? first.At : null);
}
