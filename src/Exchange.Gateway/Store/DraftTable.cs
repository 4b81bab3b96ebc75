using System.Data.Common;

namespace Exchange.Gateway.Store;

/// <summary>A message that is being written. Its id, counterpart, kind and exchange stay as they are.</summary>
/// <param name="Id">A UUID, which the message has when it is sent.</param>
/// <param name="Author">Who writes it, as the ledger names people and keys.</param>
/// <param name="ExchangeId">The exchange in which it follows; null if it opens one.</param>
/// <param name="InReplyTo">The message that it answers.</param>
/// <param name="Unit">The unit of ours for which it opens an exchange; null if that is for all, or it opens none.</param>
/// <param name="Status">Code of <see cref="DraftStatus"/>.</param>
/// <param name="Version">Grows with each change, so that none is written over another that it has not seen.</param>
/// <param name="WrappedKey">The key of the content, wrapped by the storage key; absent once it is sent.</param>
/// <param name="Content">What it says, under its key; absent with it.</param>
internal sealed record DraftRow(
    string Id,
    string Author,
    string Counterpart,
    string Kind,
    string? ExchangeId,
    string? InReplyTo,
    string? Unit,
    string Status,
    long Version,
    long UpdatedAt,
    byte[]? WrappedKey,
    byte[]? Content
)
{
    public Guid Guid => Guid.Parse(Id);

    public DraftStatus State =>
        CodeNames<DraftStatus>.TryParse(Status, out var status)
            ? status
            : throw new InvalidDataException($"Draft {Id} has no known status.");
}

/// <summary>The drafts. One that is deleted leaves no row; one that is sent stays without its content.</summary>
internal static class DraftTable
{
    public static DraftRow? Find(SqlSession sql, Guid id) =>
        sql.First(
            "SELECT id, author, counterpart, kind, exchange_id, in_reply_to, unit, status, version, updated_at, wrapped_key, "
                + "content FROM drafts WHERE id = @p0",
            Read,
            MessageId.Write(id)
        );

    public static void Insert(SqlSession sql, DraftRow draft) =>
        sql.Execute(
            """
            INSERT INTO drafts (id, author, counterpart, kind, exchange_id, in_reply_to, unit, status, version, updated_at, wrapped_key, content)
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)
            """,
            draft.Id,
            draft.Author,
            draft.Counterpart,
            draft.Kind,
            draft.ExchangeId,
            draft.InReplyTo,
            draft.Unit,
            draft.Status,
            draft.Version,
            draft.UpdatedAt,
            draft.WrappedKey,
            draft.Content
        );

    /// <summary>Writes the next version of a draft; false if it was changed meanwhile.</summary>
    public static bool Update(SqlSession sql, DraftRow before, DraftRow after) =>
        sql.Execute(
            "UPDATE drafts SET status = @p2, version = version + 1, updated_at = @p3, wrapped_key = @p4, content = @p5 WHERE id "
                + "= @p0 AND version = @p1",
            before.Id,
            before.Version,
            after.Status,
            after.UpdatedAt,
            after.WrappedKey,
            after.Content
        ) == 1;

    /// <summary>Deletes a draft with its key; false if it was changed meanwhile.</summary>
    public static bool Delete(SqlSession sql, DraftRow draft) =>
        sql.Execute("DELETE FROM drafts WHERE id = @p0 AND version = @p1", draft.Id, draft.Version) == 1;

    /// <summary>True if a draft is still as it was read.</summary>
    public static bool IsStill(SqlSession sql, DraftRow draft) =>
        sql.Scalar<long>("SELECT COUNT(*) FROM drafts WHERE id = @p0 AND version = @p1", draft.Id, draft.Version) == 1;

    private static DraftRow Read(DbDataReader row) =>
        new(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            Text(row, 4),
            Text(row, 5),
            Text(row, 6),
            row.GetString(7),
            row.GetInt64(8),
            row.GetInt64(9),
            row.IsDBNull(10) ? null : row.GetFieldValue<byte[]>(10),
            row.IsDBNull(11) ? null : row.GetFieldValue<byte[]>(11)
        );

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
