using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;

namespace Exchange.Gateway.Store;

/// <summary>The case messages' rows. Ids are keyed by who gave them: ours and the counterpart's never meet.</summary>
internal static class MessageTable
{
    private const string Row =
        """
        INSERT INTO messages (counterpart, outgoing, message_id, exchange_id, kind, sequence, signed, sealed, issued_at, expires_at,
            recorded_at, code, settled_at, entry_index)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)
        """;

    public static StoredMessage? Find(SqlSession sql, PartyName counterpart, bool outgoing, Guid messageId) => sql.First(
        $"SELECT {StoredMessage.Columns} FROM messages WHERE counterpart = @p0 AND outgoing = @p1 AND message_id = @p2",
        StoredMessage.Map, counterpart.Value, outgoing, MessageId.Write(messageId));

    public static StoredMessage? FindSealed(SqlSession sql, PartyName counterpart, Digest @sealed) => sql.First(
        $"SELECT {StoredMessage.Columns} FROM messages WHERE sealed = @p0 AND counterpart = @p1 AND outgoing = @p2",
        StoredMessage.Map, @sealed.ToString(), counterpart.Value, false);

    public static StoredMessage? FindSigned(SqlSession sql, PartyName counterpart, bool outgoing, Digest signed) => sql.First(
        $"SELECT {StoredMessage.Columns} FROM messages WHERE signed = @p0 AND counterpart = @p1 AND outgoing = @p2",
        StoredMessage.Map, signed.ToString(), counterpart.Value, outgoing);

    public static StoredMessage? FindSequence(SqlSession sql, PartyName counterpart, bool outgoing, Guid exchangeId, int sequence) => sql.First(
        $"SELECT {StoredMessage.Columns} FROM messages WHERE counterpart = @p0 AND outgoing = @p1 AND exchange_id = @p2 AND sequence = @p3",
        StoredMessage.Map, counterpart.Value, outgoing, MessageId.Write(exchangeId), sequence);

    public static int LastSequence(SqlSession sql, PartyName counterpart, bool outgoing, Guid exchangeId) => (int)sql.Scalar<long>(
        "SELECT MAX(sequence) FROM messages WHERE counterpart = @p0 AND outgoing = @p1 AND exchange_id = @p2",
        counterpart.Value, outgoing, MessageId.Write(exchangeId));

    /// <summary>The counterpart's message that has this id or this sequence already.</summary>
    public static StoredMessage? FindFirst(SqlSession sql, PartyName counterpart, MessageOutline outline)
    {
        if (outline.MessageId is { } id && Find(sql, counterpart, outgoing: false, id) is { } sameId)
            return sameId;
        return outline is { ExchangeId: { } exchangeId, Sequence: { } sequence } ? FindSequence(sql, counterpart, outgoing: false, exchangeId, sequence) : null;
    }

    /// <summary>Stores a message that could be read.</summary>
    public static void Insert(SqlSession sql, PartyName counterpart, bool outgoing, MessageHeader header, MessageRecord record)
    {
        InsertRow(sql, counterpart, outgoing, MessageOutline.Of(header), record);
        InsertContent(sql, record);
    }

    /// <summary>Stores a refusal under what could be read of it.</summary>
    public static void InsertRefused(SqlSession sql, PartyName counterpart, MessageOutline outline, MessageRecord record)
    {
        InsertRefusedRow(sql, counterpart, outline, record);
        InsertContent(sql, record);
    }

    /// <summary>
    /// Stores the row of a refusal alone. A refused message uses up its id and its sequence, each unless another has it already
    /// (border protocol, section 7, "Codes"); <c>RefusalPlaces</c> tells the same from the log.
    /// </summary>
    public static void InsertRefusedRow(SqlSession sql, PartyName counterpart, MessageOutline outline, MessageRecord record)
    {
        var takesId = record.Code != ReceiptCode.IdReused && outline.MessageId is { } id && Find(sql, counterpart, outgoing: false, id) is null;
        var takesSequence = record.Code != ReceiptCode.SequenceReused && outline.Sequence is { } sequence
            && (outline.ExchangeId is not { } exchange || FindSequence(sql, counterpart, outgoing: false, exchange, sequence) is null);
        InsertRow(sql, counterpart, outgoing: false,
            outline with { MessageId = takesId ? outline.MessageId : null, Sequence = takesSequence ? outline.Sequence : null }, record);
    }

    /// <summary>Stores the row alone: what the message says and its signature lie apart.</summary>
    public static void InsertRow(SqlSession sql, PartyName counterpart, bool outgoing, MessageOutline outline, MessageRecord record) => sql.Execute(
        Row,
        counterpart.Value, outgoing, outline.MessageId is { } id ? MessageId.Write(id) : null, outline.ExchangeId is { } exchange ? MessageId.Write(exchange) : null,
        outline.Kind is { } kind ? CodeNames<MessageKind>.Write(kind) : null, outline.Sequence, record.Signed.ToString(), record.Sealed.ToString(),
        outline.IssuedAt?.ToUnixTimeMilliseconds(), outline.ExpiresAt?.ToUnixTimeMilliseconds(), record.At.ToUnixTimeMilliseconds(),
        (int?)record.Code, record.Code is null ? null : record.At.ToUnixTimeMilliseconds(), record.EntryIndex);

    /// <summary>What a message says, encrypted; nothing if it is not here.</summary>
    public static byte[]? Content(SqlSession sql, long entryIndex) =>
        sql.Scalar<byte[]>("SELECT content FROM contents WHERE entry_index = @p0", entryIndex);

    private static void InsertContent(SqlSession sql, MessageRecord record) => sql.Execute(
        "INSERT INTO contents (entry_index, content, signature) VALUES (@p0, @p1, @p2)", record.EntryIndex, record.Content, record.Signature);

    /// <summary>Writes the first final code of a message that we sent; false if it has one.</summary>
    public static bool Settle(SqlSession sql, long id, ReceiptCode code, DateTimeOffset at) => sql.Execute(
        "UPDATE messages SET code = @p1, settled_at = @p2 WHERE id = @p0 AND code IS NULL", id, (int)code, at.ToUnixTimeMilliseconds()) == 1;

    /// <summary>Notes that a receipt is made again; false if that happened, or the message was judged, since <paramref name="before"/>.</summary>
    public static bool MayRepeat(SqlSession sql, long id, DateTimeOffset now, DateTimeOffset before) => sql.Execute(
        // A time ahead of our clock was written by a clock that has been set right since.
        "UPDATE messages SET repeated_at = @p1 WHERE id = @p0 AND NOT COALESCE(repeated_at, recorded_at) BETWEEN @p2 + 1 AND @p1",
        id, now.ToUnixTimeMilliseconds(), before.ToUnixTimeMilliseconds()) == 1;
}
