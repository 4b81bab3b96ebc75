using System.Data.Common;

namespace Exchange.Gateway.Dispatching;

/// <summary>A sealed message to publish.</summary>
internal sealed record OutboxItem(long Id, string MessageId, bool Link, ReadOnlyMemory<byte> Sealed, int Attempts)
{
    public static OutboxItem Map(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetBoolean(2), row.GetFieldValue<byte[]>(3), row.GetInt32(4));

    public override string ToString() => MessageId;
}
