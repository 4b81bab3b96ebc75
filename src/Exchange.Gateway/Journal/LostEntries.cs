using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Ledger.Receipts;
using Exchange.Protocol.Link;

namespace Exchange.Gateway.Journal;

/// <summary>
/// Entries that are missing from a ledger or were changed, as far as the other tables still have what they said.
/// </summary>
internal sealed class LostEntries(ContentStore contents, ILogger logger)
{
    /// <summary>The drafts to record, with the index of each in the former ledger, in that order.</summary>
    /// <param name="log">Ordinal of the ledger that has ended.</param>
    /// <param name="known">What the unchanged entries are about.</param>
    public IEnumerable<(long FormerIndex, LeafDraft Draft, DateTimeOffset At)> Read(SqlSession sql, long log, HashSet<JudgedKey> known)
    {
        var messages = RenewalTable.Messages(sql, log, row =>
            Try(
                row,
                Message,
                JudgedKey.Of(row.GetBoolean(2), false, row.GetString(1), Text(row, 7), Text(row, 8), IsRefusal(row) ? null : Text(row, 3)),
                known
            )
        );
        var receipts = RenewalTable.Receipts(sql, log, row =>
            Try(row, Receipt, JudgedKey.Of(true, true, row.GetString(1), Text(row, 6), Text(row, 2)), known)
        );
        // A negative index belongs to no entry.
        return messages.Concat(receipts).Where(lost => lost.Draft is not null && lost.FormerIndex >= 0).OrderBy(lost => lost.FormerIndex);
    }

    private (long FormerIndex, LeafDraft Draft, DateTimeOffset At) Try(
        DbDataReader row,
        Func<DbDataReader, (long, LeafDraft, DateTimeOffset)> read,
        IEnumerable<JudgedKey> names,
        HashSet<JudgedKey> known
    )
    {
        try
        {
            return names.Any(known.Contains) ? default : read(row);
        }
        catch (Exception fault) when (fault is not DbException)
        {
            // One damaged row must not prevent all others from being recorded.
            logger.LogError("The row of entry {Index} of the former ledger cannot be read: {Reason}", Former(row), fault.Message);
            return default;
        }
    }

    private static bool IsRefusal(DbDataReader row) =>
        !row.GetBoolean(2) && !row.IsDBNull(9) && row.GetInt32(9) != (int)ReceiptCode.Accepted;

    private (long FormerIndex, LeafDraft Draft, DateTimeOffset At) Message(DbDataReader row)
    {
        var (outgoing, code) = (row.GetBoolean(2), row.IsDBNull(9) ? null : (ReceiptCode?)row.GetInt32(9));
        var exchangeId = Id(row, 4);
        var draft = new LeafDraft(
            outgoing ? LedgerEvents.MessageSent
            : code == ReceiptCode.Accepted ? LedgerEvents.MessageAccepted
            : LedgerEvents.MessageRejected
        )
        {
            Counterpart = PartyName.Parse(row.GetString(1)),
            ExchangeId = exchangeId,
            MessageId = Id(row, 3),
            Kind = Kind(row, 5),
            Sequence = row.IsDBNull(6) ? null : row.GetInt32(6),
            Signed = Digest.Parse(row.GetString(7)),
            Sealed = Digest.Parse(row.GetString(8)),
            Code = outgoing ? null : code,
            Detail = ((DetailOf(row) ?? Known(row)) with { Spans = SpansOf(row) }).ToJson(),
        };
        return (Former(row), draft, Time(row, 10));
    }

    private MessageDetail? DetailOf(DbDataReader row)
    {
        try
        {
            return contents.Open(row, 11, Digest.Parse(row.GetString(7))) is { } content && MessageParser.Read(content).Value is { } message
                ? MessageDetail.Of(message)
                : null;
        }
        catch (CryptographicException)
        {
            // The content or its key is damaged.
            return null;
        }
    }

    private static (long FormerIndex, LeafDraft Draft, DateTimeOffset At) Receipt(DbDataReader row)
    {
        var item = JsonSerializer.Deserialize<ReceiptItem>(row.GetString(8), ProtocolJson.Options)
            ?? throw new JsonException("The item is null.");
        var leaf = Encoding.UTF8.GetBytes(item.Leaf);
        var accepted = item.Code == ReceiptCode.Accepted;
        var detail = ProvenItem.AcceptanceOf(item, LedgerLeaf.Read(leaf).OrThrow()).ToJson();
        detail.Add("index", item.Index);
        detail.Add("leaf", Digest.Of(leaf).ToString());
        var draft = new LeafDraft(accepted ? LedgerEvents.MessageDelivered : LedgerEvents.MessageRefused)
        {
            Counterpart = PartyName.Parse(row.GetString(1)),
            ExchangeId = Id(row, 3),
            MessageId = Id(row, 2),
            Kind = Kind(row, 4),
            Sequence = row.GetInt32(5),
            Signed = Digest.Parse(row.GetString(6)),
            Code = item.Code,
            Detail = detail,
        };
        return (Former(row), draft, Time(row, 7));
    }

    private static long Former(DbDataReader row) => row.GetInt64(0);

    private static DateTimeOffset Time(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    // What the rows have without the content.
    private static MessageDetail Known(DbDataReader row) =>
        new()
        {
            Reference = row.IsDBNull(15) ? null : row.GetString(15),
            IssuedAt = row.IsDBNull(13) ? null : Time(row, 13),
            ExpiresAt = row.IsDBNull(14) ? null : Time(row, 14),
        };

    // The entry that accepted an opening message says them, and its receipt has shown them to the sender.
    private static DueSpans? SpansOf(DbDataReader row) =>
        Text(row, 16) is { } state && ExchangeTable.Read(state) is { OpenedByUs: false } exchange ? exchange.Spans : null;

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : Guid.Parse(row.GetString(column));

    private static MessageKind? Kind(DbDataReader row, int column) =>
        !row.IsDBNull(column) && MessageKind.TryParse(row.GetString(column), out var kind) ? kind : null;
}
