using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Store;

/// <summary>
/// The one maker of what the tables of exchanges and messages hold, as entries are recorded and when the tables are made anew from them.
/// </summary>
internal static class ExchangeProjection
{
    public static void Apply(SqlSession sql, MessageEntry entry)
    {
        if (entry.IsSettlement)
            Settle(sql, entry);
        else
            MessageTable.Insert(sql, entry);
        if (entry is { IsRefusal: false, Step: { } step })
            Fold(sql, entry, step, ExchangeTable.Find(sql, entry.Counterpart, step.ExchangeId));
    }

    /// <summary>Applies what an entry says was decided on an exchange: to whom it is assigned, and whether it is on hold.</summary>
    public static void ApplyDecision(SqlSession sql, LedgerLeaf leaf)
    {
        if (leaf is not { Counterpart: { } counterpart, ExchangeId: { } exchange })
            return;
        switch (leaf.Event)
        {
            case LedgerEvents.ExchangeAssigned:
                var to = new Assignment((string?)leaf.Detail?["unit"] ?? ExchangeRow.NoUnit, (string?)leaf.Detail?["officer"]);
                ExchangeTable.Assign(sql, counterpart, exchange, to);
                break;
            case LedgerEvents.HoldSet or LedgerEvents.HoldLifted:
                ExchangeTable.SetHold(sql, counterpart, exchange, (string?)leaf.Detail?["reason"]);
                break;
        }
    }

    /// <summary>True for the events of which <see cref="ApplyDecision"/> makes what the tables hold.</summary>
    public static bool IsDecision(string @event) =>
        @event is LedgerEvents.ExchangeAssigned or LedgerEvents.HoldSet or LedgerEvents.HoldLifted;

    /// <summary>
    /// The exchange's row alone, of a ledger that is entered again: its opening message begins it anew. A row of which the entries
    /// do not tell whose it is stays as it was.
    /// </summary>
    public static void FoldAnew(SqlSession sql, MessageEntry entry)
    {
        if (entry is { IsRefusal: false, Step: { } step } && (!step.Opens || entry.IsSettlement || entry.Detail.Reference is not null))
            Fold(sql, entry, step, step.Opens && !entry.IsSettlement ? null : ExchangeTable.Find(sql, entry.Counterpart, step.ExchangeId));
    }

    private static void Fold(SqlSession sql, MessageEntry entry, ExchangeStep step, ExchangeState? before)
    {
        if (ExchangeLife.Apply(before, step) is { } after && !ReferenceEquals(before, after))
            ExchangeTable.Put(sql, entry.Counterpart, before, after);
    }

    private static void Settle(SqlSession sql, MessageEntry receipt)
    {
        if (MessageTable.Find(sql, receipt.Counterpart, outgoing: true, receipt.MessageId!.Value) is { } sent)
            MessageTable.Settle(sql, sent.Id, receipt.Code!.Value, receipt.At);
    }
}
