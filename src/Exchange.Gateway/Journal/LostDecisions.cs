namespace Exchange.Gateway.Journal;

/// <summary>
/// Decisions whose entries are missing from a ledger that has ended, or were changed, as far as the rows of exchanges still have them:
/// whose an exchange is, and whether it is on hold.
/// </summary>
/// <param name="rows">What the rows had, before what is left of the entries was recorded again.</param>
internal sealed class LostDecisions(IReadOnlyList<DecidedExchange> rows)
{
    /// <summary>The drafts to record. What an entry decides and no row has stays so: a hold above all.</summary>
    public IEnumerable<LeafDraft> Read(SqlSession sql)
    {
        foreach (var row in rows)
        {
            if (row.Assigned.Unit != ExchangeRow.NoUnit && ExchangeTable.AssignmentOf(sql, row.Counterpart, row.ExchangeId) != row.Assigned)
                yield return Draft(LedgerEvents.ExchangeAssigned, row) with { Detail = row.Assigned.ToDetail() };
            if (row.Hold is { } reason && ExchangeTable.HoldOf(sql, row.Counterpart, row.ExchangeId) != reason)
                yield return Draft(LedgerEvents.HoldSet, row) with { Detail = new() { ["reason"] = reason } };
        }
    }

    private static LeafDraft Draft(string name, DecidedExchange row) =>
        new(name) { Counterpart = row.Counterpart, ExchangeId = row.ExchangeId };
}
