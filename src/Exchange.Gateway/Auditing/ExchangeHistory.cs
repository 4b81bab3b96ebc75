using System.Text.Json.Nodes;
using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Auditing;

/// <summary>
/// The history of an exchange from our ledger: messages, receipts, deadlines, decisions, alarms, and who of our party read, exported or
/// searched what, or was denied it. Who may see what messages say sees the handling of each beside it, unless that withholds it from the
/// caller; then it does not see who else had access to it either.
/// </summary>
internal sealed class ExchangeHistory(OwnParty own, ContentStore contents, HandlingSight handlings)
{
    // Readings of what is withheld, which may be most of them, are not shown: a page of others looks at so many entries at most.
    private const int MostRead = 20_000;

    // While a page is open.
    private const int MostNew = 1_000;

    // What the view has in other members, and digests.
    internal static readonly string[] NotInDetail = ["reference", "issuedAt", "expiresAt", "inReplyTo", "index", "leaf", "shown", "bundle"];

    /// <summary>The newest entries below an index, the newest first, and below which the next page goes on; null at the end.</summary>
    /// <param name="sql">The database.</param>
    /// <param name="counterpart">The other party of the exchange.</param>
    /// <param name="exchangeId">Its id.</param>
    /// <param name="caller">Who reads it.</param>
    /// <param name="below">The index.</param>
    /// <param name="groups">What is wanted; empty for all.</param>
    public (List<HistoryView> Page, long? Next) Of(
        SqlSession sql,
        PartyName counterpart,
        Guid exchangeId,
        Caller caller,
        long below,
        IReadOnlyCollection<HistoryGroup> groups
    )
    {
        var (page, sight) = (new List<HistoryView>(), new AccessSight(sql, contents, caller));
        for (var read = 0; read < MostRead; read += HistoryView.Most)
        {
            var rows = EntryTable.ReadNewestOf(sql, exchangeId, log: null, below, HistoryView.Most + 1);
            foreach (var (index, bytes) in rows.Take(HistoryView.Most))
            {
                if (page.Count == HistoryView.Most)
                    return (page, below);
                below = index;
                if (LedgerLeaf.Read(bytes).Value is { } leaf && IsOf(leaf) && sight.Sees(leaf))
                    page.Add(View(sql, index, leaf, caller));
            }

            if (rows.Count <= HistoryView.Most)
                return (page, null);
        }

        return (page, below);

        bool IsOf(LedgerLeaf leaf) => leaf.Counterpart == counterpart && (groups.Count == 0 || groups.Contains(GroupOf(leaf.Event)));
    }

    /// <summary>How many entries there are from an index on, apart from readings; among so many entries at most.</summary>
    public static int CountSince(SqlSession sql, PartyName counterpart, Guid exchangeId, long from) =>
        EntryTable
            .ReadOf(sql, exchangeId, log: null, from, long.MaxValue, MostNew)
            .Select(row => LedgerLeaf.Read(row.Leaf).Value)
            .Where(leaf => leaf?.Counterpart == counterpart && GroupOf(leaf.Event) != HistoryGroup.Access)
            .Take(NewsView.Most)
            .Count();

    internal static HistoryGroup GroupOf(string @event) =>
        @event switch
        {
            LedgerEvents.MessageSent or LedgerEvents.MessageAccepted or LedgerEvents.MessageRejected => HistoryGroup.Message,
            LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused => HistoryGroup.Receipt,
            LedgerEvents.AnswerOverdue or LedgerEvents.BringBackSet or LedgerEvents.MessageErased => HistoryGroup.Deadline,
            LedgerEvents.MessageOpened or LedgerEvents.DraftOpened or LedgerEvents.EvidenceExported => HistoryGroup.Access,
            LedgerEvents.LedgerRead or LedgerEvents.SearchMade or LedgerEvents.AccessDenied => HistoryGroup.Access,
            LedgerEvents.ReceiptContradicted or LedgerEvents.Equivocation or LedgerEvents.SequenceGap => HistoryGroup.Alarm,
            _ => HistoryGroup.Decision,
        };

    private HistoryView View(SqlSession sql, long index, LedgerLeaf leaf, Caller caller)
    {
        var message = MessageEntry.Of(index, leaf);
        var handling = message is { IsSettlement: false, Signed: { } signed } ? handlings.Of(sql, index, signed, caller) : null;
        return new(index, leaf.At, GroupOf(leaf.Event), leaf.Event, leaf.Actor)
        {
            From =
                message is null ? null
                : message.IsOurs ? own.Name.Value
                : message.Counterpart.Value,
            Kind = leaf.Kind,
            MessageId = leaf.MessageId,
            Code = (int?)leaf.Code,
            Classification = handling?.Classification,
            HandlingCodes = handling?.Codes,
            Detail = DetailOf(leaf),
        };
    }

    private static JsonObject? DetailOf(LedgerLeaf leaf)
    {
        if (leaf.Detail?.DeepClone() is not JsonObject detail)
            return null;
        foreach (var name in NotInDetail)
            detail.Remove(name);
        return detail.Count == 0 ? null : detail;
    }
}
