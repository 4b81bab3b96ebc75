using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Auditing;

/// <summary>
/// The history of an exchange from our ledger: messages, receipts, deadlines, decisions, alarms, and for supervisors and auditors who was
/// given what. Who may see what messages say sees the handling of each beside it, unless that withholds it from the caller.
/// </summary>
internal sealed class ExchangeHistory(OwnParty own, ContentStore contents)
{
    private static readonly Role[] SeeAccesses = [Role.Supervisor, Role.Auditor];
    private static readonly Role[] SeeContent = [Role.Officer, Role.Supervisor];

    /// <summary>A page of entries from an index on, and where the next one begins; null at the end.</summary>
    public (List<HistoryView> Page, long? Next) Of(SqlSession sql, PartyName counterpart, Guid exchangeId, Caller caller, long from)
    {
        var rows = EntryTable.ReadOf(sql, exchangeId, log: null, from, long.MaxValue, HistoryView.Most + 1);
        var page = rows.Take(HistoryView.Most)
            .Select(row => (row.Index, Leaf: LedgerLeaf.Read(row.Leaf).Value))
            .Where(entry =>
                entry.Leaf is { } leaf
                && leaf.Counterpart == counterpart
                && (GroupOf(leaf.Event) != HistoryGroup.Access || caller.HasAny(SeeAccesses))
            )
            .Select(entry => View(sql, entry.Index, entry.Leaf!, caller))
            .ToList();
        return (page, rows.Count > HistoryView.Most ? rows[^1].Index : null);
    }

    internal static HistoryGroup GroupOf(string @event) =>
        @event switch
        {
            LedgerEvents.MessageSent or LedgerEvents.MessageAccepted or LedgerEvents.MessageRejected => HistoryGroup.Message,
            LedgerEvents.MessageDelivered or LedgerEvents.MessageRefused => HistoryGroup.Receipt,
            LedgerEvents.AnswerOverdue or LedgerEvents.BringBackSet or LedgerEvents.MessageErased => HistoryGroup.Deadline,
            LedgerEvents.MessageOpened or LedgerEvents.DraftOpened or LedgerEvents.EvidenceExported => HistoryGroup.Access,
            LedgerEvents.ReceiptContradicted or LedgerEvents.Equivocation or LedgerEvents.SequenceGap => HistoryGroup.Alarm,
            _ => HistoryGroup.Decision,
        };

    private HistoryView View(SqlSession sql, long index, LedgerLeaf leaf, Caller caller)
    {
        var message = MessageEntry.Of(index, leaf);
        var handling =
            message is { IsSettlement: false, Signed: { } signed } && caller.HasAny(SeeContent)
                ? HandlingOf(sql, index, signed, caller)
                : null;
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
            HandlingCodes = handling?.HandlingCodes,
        };
    }

    private Protocol.Vocabulary.Handling? HandlingOf(SqlSession sql, long index, Digest signed, Caller caller) =>
        contents.Open(sql, index, signed) is { } content && Withholding.Missing(caller, content).Count == 0
            ? MessageParser.Read(content).Value?.Header.Handling
            : null;
}
