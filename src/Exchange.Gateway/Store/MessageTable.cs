using System.Data.Common;
using Exchange.Ledger.Replay;

namespace Exchange.Gateway.Store;

/// <summary>One case message, sent or judged. What it says lies apart, encrypted, in a <see cref="ContentRow"/>.</summary>
internal sealed class MessageRow
{
    public long Id { get; init; }

    public required string Counterpart { get; init; }

    public required bool Outgoing { get; init; }

    /// <summary>
    /// Absent, as are the next three, where the message could not be read; so are id and sequence where another message had them.
    /// </summary>
    public string? MessageId { get; init; }

    public string? ExchangeId { get; init; }

    public string? Kind { get; init; }

    public int? Sequence { get; init; }

    public required string Signed { get; init; }

    public required string Sealed { get; init; }

    public long? IssuedAt { get; init; }

    public long? ExpiresAt { get; init; }

    /// <summary>When we sent it, or when our ledger took or refused it.</summary>
    public required long RecordedAt { get; init; }

    /// <summary>What the recipient said of it (receipt code); absent while a sent message has no receipt.</summary>
    public int? Code { get; init; }

    public long? SettledAt { get; init; }

    public required long Log { get; init; }

    /// <summary>Index of the entry in that ledger of ours, the present one, that sent, took or refused it.</summary>
    public required long EntryIndex { get; init; }

    /// <summary>When its receipt was last made again, so that repeats stay rare.</summary>
    public long? RepeatedAt { get; init; }
}

/// <summary>The case messages' rows. Ids are keyed by who gave them: ours and the counterpart's never meet.</summary>
internal static class MessageTable
{
    private const string Row = $"""
        INSERT INTO messages (log, counterpart, outgoing, message_id, exchange_id, kind, sequence, signed, sealed, issued_at, expires_at,
            recorded_at, code, settled_at, entry_index)
        VALUES ({LogTable.Present}, @p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)
        """;

    public static StoredMessage? Find(SqlSession sql, PartyName counterpart, bool outgoing, Guid messageId) =>
        sql.First(
            $"SELECT {StoredMessage.Columns} FROM messages WHERE counterpart = @p0 AND outgoing = @p1 AND message_id = @p2",
            StoredMessage.Map,
            counterpart.Value,
            outgoing,
            MessageId.Write(messageId)
        );

    /// <summary>A message that can be answered: one of theirs that we accepted, or one of ours that was not refused.</summary>
    public static StoredMessage? FindAnswerable(SqlSession sql, PartyName counterpart, bool outgoing, Guid messageId) =>
        Find(sql, counterpart, outgoing, messageId) is { } found && (found.Code == ReceiptCode.Accepted || (outgoing && found.Code is null))
            ? found
            : null;

    public static StoredMessage? FindSealed(SqlSession sql, PartyName counterpart, Digest @sealed) =>
        sql.First(
            $"SELECT {StoredMessage.Columns} FROM messages WHERE sealed = @p0 AND counterpart = @p1 AND outgoing = @p2",
            StoredMessage.Map,
            @sealed.ToString(),
            counterpart.Value,
            false
        );

    public static StoredMessage? FindSigned(SqlSession sql, PartyName counterpart, bool outgoing, Digest signed) =>
        sql.First(
            $"SELECT {StoredMessage.Columns} FROM messages WHERE signed = @p0 AND counterpart = @p1 AND outgoing = @p2",
            StoredMessage.Map,
            signed.ToString(),
            counterpart.Value,
            outgoing
        );

    public static StoredMessage? FindSequence(SqlSession sql, PartyName counterpart, bool outgoing, Guid exchangeId, int sequence) =>
        sql.First(
            $"SELECT {StoredMessage.Columns} FROM messages WHERE counterpart = @p0 AND outgoing = @p1 AND exchange_id = @p2 AND "
                + "sequence = @p3",
            StoredMessage.Map,
            counterpart.Value,
            outgoing,
            MessageId.Write(exchangeId),
            sequence
        );

    /// <summary>True if a message of the counterpart's in an exchange, below a sequence, is not here.</summary>
    public static bool HasGapBelow(SqlSession sql, PartyName counterpart, Guid exchangeId, int sequence) =>
        sql.Scalar<long>(
            "SELECT COUNT(*) FROM messages WHERE counterpart = @p0 AND outgoing = @p1 AND exchange_id = @p2 AND sequence < @p3",
            counterpart.Value,
            false,
            MessageId.Write(exchangeId),
            sequence
        )
        < sequence - 1;

    /// <summary>Names of messages that are not here, or not those that its kind may name.</summary>
    public static List<Fault> WrongNames(SqlSession sql, PartyName counterpart, bool outgoing, Message message)
    {
        var exchange = MessageId.Write(message.Header.ExchangeId!.Value);
        return message.Header.Kind is not CaseKind kind
            ? []
            :
            [
                .. kind.Names(message.Body)
                    .Where(named => !Has(named))
                    .Select(named => new Fault(
                        ReceiptCode.AgainstTheVocabulary,
                        named.Pointer,
                        named.Of switch
                        {
                            NamedOf.Sender => "Not a message of its sender in this exchange.",
                            NamedOf.Recipient => "Not a message of its recipient that its sender has accepted.",
                            _ => "Not a message of this exchange with this signature.",
                        }
                    )),
            ];

        bool Has(NamedMessage named) =>
            named.Of switch
            {
                NamedOf.Sender => Find(sql, counterpart, outgoing, named.MessageId)?.ExchangeId == exchange,
                NamedOf.Recipient => Find(sql, counterpart, !outgoing, named.MessageId) is { Code: null or ReceiptCode.Accepted },
                _ => FindSigned(sql, counterpart, outgoing, named.Signed!.Value) is { } own && IsIt(own, named)
                    || FindSigned(sql, counterpart, !outgoing, named.Signed.Value) is { } other && IsIt(other, named),
            };

        bool IsIt(StoredMessage found, NamedMessage named) =>
            found.ExchangeId == exchange && found.MessageId == MessageId.Write(named.MessageId);
    }

    /// <summary>What we sent in the exchange of a counterpart's message before we had that message.</summary>
    public static List<StoredMessage> SentBefore(SqlSession sql, PartyName counterpart, StoredMessage theirs) =>
        sql.Query(
            $"SELECT {StoredMessage.Columns} FROM messages WHERE counterpart = @p0 AND outgoing AND exchange_id = @p1 AND "
                + "entry_index < @p2",
            StoredMessage.Map,
            counterpart.Value,
            theirs.ExchangeId,
            theirs.EntryIndex
        );

    /// <summary>The newest message of an exchange whose content is here.</summary>
    public static StoredMessage? NewestKept(SqlSession sql, PartyName counterpart, Guid exchangeId) =>
        sql.First(
            $"""
            SELECT {StoredMessage.Columns} FROM messages
            WHERE counterpart = @p0 AND exchange_id = @p1 AND log = {LogTable.Present} AND EXISTS (
                SELECT 1 FROM contents c WHERE c.log = messages.log AND c.entry_index = messages.entry_index AND c.content IS NOT NULL)
            ORDER BY entry_index DESC LIMIT 1
            """,
            StoredMessage.Map,
            counterpart.Value,
            MessageId.Write(exchangeId)
        );

    public static int LastSequence(SqlSession sql, PartyName counterpart, bool outgoing, Guid exchangeId) =>
        (int)
            sql.Scalar<long>(
                "SELECT MAX(sequence) FROM messages WHERE counterpart = @p0 AND outgoing = @p1 AND exchange_id = @p2",
                counterpart.Value,
                outgoing,
                MessageId.Write(exchangeId)
            );

    /// <summary>The counterpart's message that has this id or this sequence already.</summary>
    public static StoredMessage? FindFirst(SqlSession sql, PartyName counterpart, MessageOutline outline)
    {
        if (outline.MessageId is { } id && Find(sql, counterpart, outgoing: false, id) is { } sameId)
            return sameId;
        return outline is { ExchangeId: { } exchangeId, Sequence: { } sequence }
            ? FindSequence(sql, counterpart, outgoing: false, exchangeId, sequence)
            : null;
    }

    /// <summary>
    /// Stores the row of a message as its entry tells of it. A refused message uses up its id and its sequence, each unless another
    /// has it already (border protocol, section 7, "Codes"); <c>RefusalPlaces</c> tells the same from the ledger.
    /// </summary>
    public static void Insert(SqlSession sql, MessageEntry entry)
    {
        var (counterpart, code) = (entry.Counterpart, entry.Code);
        var takesId =
            entry.MessageId is { } id
            && (!entry.IsRefusal || (code != ReceiptCode.IdReused && Find(sql, counterpart, outgoing: false, id) is null));
        var takesSequence =
            entry.Sequence is { } sequence
            && (
                !entry.IsRefusal
                || (
                    code != ReceiptCode.SequenceReused
                    && (entry.ExchangeId is not { } exchange || FindSequence(sql, counterpart, outgoing: false, exchange, sequence) is null)
                )
            );
        sql.Execute(
            Row,
            counterpart.Value,
            entry.IsOurs,
            takesId ? MessageId.Write(entry.MessageId!.Value) : null,
            entry.ExchangeId is { } of ? MessageId.Write(of) : null,
            entry.Kind,
            takesSequence ? entry.Sequence : null,
            entry.Signed!.Value.ToString(),
            entry.Sealed!.Value.ToString(),
            entry.Detail.IssuedAt?.ToUnixTimeMilliseconds(),
            entry.Detail.ExpiresAt?.ToUnixTimeMilliseconds(),
            entry.At.ToUnixTimeMilliseconds(),
            (int?)code,
            code is null ? null : entry.At.ToUnixTimeMilliseconds(),
            entry.Index
        );
    }

    /// <summary>When a message of the counterpart's ends that we accepted; nothing for any other.</summary>
    public static DateTimeOffset? ExpiryOfAccepted(SqlSession sql, string counterpart, Guid messageId) =>
        sql.Scalar<long>(
            "SELECT expires_at FROM messages WHERE counterpart = @p0 AND NOT outgoing AND message_id = @p1 AND code = @p2",
            counterpart,
            MessageId.Write(messageId),
            (int)ReceiptCode.Accepted
        )
            is > 0
                and var at
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;

    /// <summary>Writes the first final code of a message that we sent; false if it has one.</summary>
    public static bool Settle(SqlSession sql, long id, ReceiptCode code, DateTimeOffset at) =>
        sql.Execute(
            "UPDATE messages SET code = @p1, settled_at = @p2 WHERE id = @p0 AND code IS NULL",
            id,
            (int)code,
            at.ToUnixTimeMilliseconds()
        ) == 1;

    /// <summary>
    /// Notes that a receipt is made again; false if that happened, or the message was judged, since <paramref name="before"/>.
    /// </summary>
    public static bool MayRepeat(SqlSession sql, long id, DateTimeOffset now, DateTimeOffset before) =>
        sql.Execute(
            // A time ahead of our clock was written by a clock that has been corrected since.
            "UPDATE messages SET repeated_at = @p1 WHERE id = @p0 AND NOT COALESCE(repeated_at, recorded_at) BETWEEN @p2 + 1 AND @p1",
            id,
            now.ToUnixTimeMilliseconds(),
            before.ToUnixTimeMilliseconds()
        ) == 1;
}

/// <summary>What the journal needs to know of a message that is recorded.</summary>
internal sealed record StoredMessage(
    long Id,
    string? MessageId,
    string? ExchangeId,
    string? Kind,
    int? Sequence,
    Digest Signed,
    ReceiptCode? Code,
    long EntryIndex
)
{
    public const string Columns = "id, message_id, exchange_id, kind, sequence, signed, code, entry_index";

    public static StoredMessage Map(DbDataReader row) =>
        new(
            row.GetInt64(0),
            row.IsDBNull(1) ? null : row.GetString(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? null : row.GetInt32(4),
            Digest.Parse(row.GetString(5)),
            row.IsDBNull(6) ? null : (ReceiptCode)row.GetInt32(6),
            row.GetInt64(7)
        );
}
