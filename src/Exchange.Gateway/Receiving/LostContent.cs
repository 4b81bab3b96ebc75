using Exchange.Gateway.Parties;
using Exchange.Gateway.Store;
using Exchange.Protocol;
using Exchange.Protocol.Parties;
using Exchange.Sealing;

namespace Exchange.Gateway.Receiving;

/// <summary>
/// What an accepted message says, when it was lost here: after a restore our log and its tables are made anew, content and keys
/// are not. The counterpart sends the same bytes again, and they are stored again (border protocol, section 4, "Same again").
/// </summary>
internal static class LostContent
{
    /// <summary>True if it is not here. What was erased on purpose has left its row behind.</summary>
    public static bool IsLost(SqlSession sql, PartyName counterpart, StoredMessage message) =>
        message is { Code: ReceiptCode.Accepted, ExchangeId: { } exchangeId }
        && (sql.Scalar<long>("SELECT COUNT(*) FROM contents WHERE entry_index = @p0", message.EntryIndex) == 0
            || DataKey(sql, counterpart, exchangeId) is null);

    /// <summary>Stores it again, under the key of its exchange; a new one, if that was lost too.</summary>
    public static void Restore(SqlSession sql, PartyName counterpart, StoredMessage message, Opened opened, OwnParty own)
    {
        var exchangeId = Guid.Parse(message.ExchangeId!);
        var key = DataKey(sql, counterpart, message.ExchangeId!) ?? NewKey(sql, counterpart, exchangeId, own);
        sql.Execute(
            """
            INSERT INTO contents (entry_index, content, signature) VALUES (@p0, @p1, @p2)
            ON CONFLICT (entry_index) DO UPDATE SET content = @p1, signature = @p2
            """,
            message.EntryIndex, own.Content.Encrypt(key, exchangeId, opened.Message.Bytes.Span), opened.Signature.Detached.ToArray());
    }

    /// <summary>The key of a known exchange's content; a new one, if it was lost.</summary>
    public static byte[] KeyOf(SqlSession sql, PartyName counterpart, Guid exchangeId, OwnParty own) =>
        DataKey(sql, counterpart, MessageId.Write(exchangeId)) ?? NewKey(sql, counterpart, exchangeId, own);

    private static byte[]? DataKey(SqlSession sql, PartyName counterpart, string exchangeId) => sql.Scalar<byte[]>(
        "SELECT wrapped_key FROM data_keys WHERE counterpart = @p0 AND exchange_id = @p1", counterpart.Value, exchangeId);

    private static byte[] NewKey(SqlSession sql, PartyName counterpart, Guid exchangeId, OwnParty own)
    {
        var key = own.Content.NewDataKey(exchangeId);
        sql.Execute("INSERT INTO data_keys (counterpart, exchange_id, wrapped_key) VALUES (@p0, @p1, @p2)", counterpart.Value, MessageId.Write(exchangeId), key);
        return key;
    }
}
