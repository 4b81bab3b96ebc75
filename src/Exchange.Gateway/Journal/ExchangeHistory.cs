using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
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

    /// <summary>The code of the refusal of a message of <paramref name="counterpart"/>'s, or nothing.</summary>
    public static ReceiptCode? Judge(SqlSession sql, PartyName counterpart, Message message) => Judge(sql, counterpart, message, isOurs: false);

    /// <summary>The code with which the counterpart would have to refuse a message of ours, or nothing.</summary>
    public static ReceiptCode? JudgeOwn(SqlSession sql, PartyName counterpart, Message message) => Judge(sql, counterpart, message, isOurs: true);

    private static ReceiptCode? Judge(SqlSession sql, PartyName counterpart, Message message, bool isOurs) => ExchangeRules.Judge(
        State(sql, counterpart, message.Header.ExchangeId!.Value), message, isOurs);
}
