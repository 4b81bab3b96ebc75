using System.Data.Common;
using Exchange.Protocol;

namespace Exchange.Gateway.Store;

/// <summary>What the journal needs to know of a message that is recorded.</summary>
internal sealed record StoredMessage(
    long Id, string? MessageId, string? ExchangeId, string? Kind, int? Sequence, Digest Signed, ReceiptCode? Code, long EntryIndex)
{
    public const string Columns = "id, message_id, exchange_id, kind, sequence, signed, code, entry_index";

    public static StoredMessage Map(DbDataReader row) => new(
        row.GetInt64(0),
        row.IsDBNull(1) ? null : row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetInt32(4),
        Digest.Parse(row.GetString(5)),
        row.IsDBNull(6) ? null : (ReceiptCode)row.GetInt32(6),
        row.GetInt64(7));
}
