using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;

namespace Exchange.Gateway.Journal;

/// <summary>The state of an exchange, folded from the entries of our log.</summary>
internal static class ExchangeHistory
{
    public static ExchangeState? State(SqlSession sql, PartyName counterpart, Guid exchangeId) => ExchangeLife.Fold(ExchangeSteps.Of(
        sql.Query("SELECT leaf FROM entries WHERE exchange_id = @p0 ORDER BY \"index\"",
            row => LedgerLeaf.Read(row.GetFieldValue<byte[]>(0)).OrThrow(), MessageId.Write(exchangeId))
        // An id is its giver's: another counterpart may have given the same.
        .Where(leaf => leaf.Counterpart == counterpart)));
}
