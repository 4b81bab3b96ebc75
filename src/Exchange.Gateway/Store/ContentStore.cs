using System.Data.Common;
using System.Text;

namespace Exchange.Gateway.Store;

/// <summary>What a message says, encrypted, and its signature. Apart from the message's row, which changes while this does not.</summary>
/// <param name="EntryIndex">Index of the entry in that ledger of ours that sent, accepted or refused the message.</param>
/// <param name="WrappedKey">The key of the content, wrapped by the storage key; absent with it.</param>
/// <param name="Content">The message as signed, under its key; absent where the message was refused, and after erasure.</param>
/// <param name="Signature">The detached signature (CMS, DER), whose SHA-256 is the message's <c>signed</c>.</param>
/// <param name="EraseAt">From when on the content must not be kept; absent without it.</param>
/// <param name="ErasedAt">When it was erased.</param>
internal sealed record ContentRow(
    long Log,
    long EntryIndex,
    byte[]? WrappedKey,
    byte[]? Content,
    byte[]? Signature,
    long? EraseAt,
    long? ErasedAt
)
{
    /// <summary>From when on content must not be kept, if this is the last day on which it may be: a day ends at 24:00 UTC.</summary>
    public static DateTimeOffset After(DateOnly last) =>
        last == DateOnly.MaxValue ? DateTimeOffset.MaxValue : new(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The last day on which content is kept.</summary>
    public static DateOnly LastDay(long eraseAt) =>
        DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(eraseAt).UtcDateTime.AddDays(-1));
}

/// <summary>Content whose time is over.</summary>
/// <param name="Log">Ordinal of the ledger that has the message's entry.</param>
/// <param name="EntryIndex">The index of that entry.</param>
/// <param name="Leaf">The entry.</param>
internal sealed record DueContent(long Log, long EntryIndex, byte[] Leaf);

/// <summary>
/// The content of messages and drafts, each under its own key, which the storage key wraps; and the signatures. The only place that
/// encrypts and decrypts content at rest.
/// </summary>
internal sealed class ContentStore(IKeyStore keys)
{
    /// <summary>
    /// Keeps the content of a message: the bytes that were signed, and the detached signature. Erased content stays erased, also when it is
    /// sent again.
    /// </summary>
    /// <param name="sql">The batch.</param>
    /// <param name="entryIndex">Index of the entry that sends or accepts the message.</param>
    /// <param name="signed">The digest of the signature.</param>
    /// <param name="content">The bytes that were signed.</param>
    /// <param name="signature">The detached signature.</param>
    /// <param name="last">Last day on which the content may be kept.</param>
    public void Keep(
        SqlSession sql,
        long entryIndex,
        Digest signed,
        ReadOnlySpan<byte> content,
        ReadOnlySpan<byte> signature,
        DateOnly last
    )
    {
        var (key, encrypted) = keys.Content.Encrypt(signed.ToBytes(), content);
        sql.Execute(
            $"""
            INSERT INTO contents (log, entry_index, wrapped_key, content, signature, erase_at)
            VALUES ({LogTable.Present}, @p0, @p1, @p2, @p3, @p4)
            ON CONFLICT (log, entry_index) DO NOTHING
            """,
            entryIndex,
            key,
            encrypted,
            signature.ToArray(),
            ContentRow.After(last).ToUnixTimeMilliseconds()
        );
    }

    /// <summary>Keeps the signature alone, of a message that was refused.</summary>
    public static void KeepSignature(SqlSession sql, long entryIndex, ReadOnlySpan<byte> signature) =>
        sql.Execute(
            $"INSERT INTO contents (log, entry_index, signature) VALUES ({LogTable.Present}, @p0, @p1)",
            entryIndex,
            signature.ToArray()
        );

    public static byte[]? Signature(SqlSession sql, long entryIndex) =>
        sql.Scalar<byte[]>($"SELECT signature FROM contents WHERE log = {LogTable.Present} AND entry_index = @p0", entryIndex);

    /// <summary>What a message says; null if it is not here.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was damaged.</exception>
    public byte[]? Open(SqlSession sql, long entryIndex, Digest signed) =>
        sql.First(
            $"SELECT wrapped_key, content FROM contents WHERE log = {LogTable.Present} AND entry_index = @p0",
            row => Open(row, 0, signed),
            entryIndex
        );

    /// <summary>The same from a row, whose columns from one on are the wrapped key and the content.</summary>
    public byte[]? Open(DbDataReader row, int at, Digest signed) =>
        row.IsDBNull(at) || row.IsDBNull(at + 1)
            ? null
            : keys.Content.Decrypt(signed.ToBytes(), row.GetFieldValue<byte[]>(at), row.GetFieldValue<byte[]>(at + 1));

    /// <summary>Destroys the content of a message and its key; the row and the signature stay.</summary>
    /// <param name="sql">The batch.</param>
    /// <param name="log">Ordinal of the ledger that has the message's entry; null for the present one.</param>
    /// <param name="entryIndex">The index of that entry.</param>
    /// <param name="at">The time of it.</param>
    /// <returns>False if there was none.</returns>
    public static bool Erase(SqlSession sql, long? log, long entryIndex, DateTimeOffset at) =>
        sql.Execute(
            $"""
            UPDATE contents SET wrapped_key = NULL, content = NULL, erase_at = NULL, erased_at = @p2
            WHERE log = {LogTable.Chosen} AND entry_index = @p1 AND content IS NOT NULL
            """,
            log,
            entryIndex,
            at.ToUnixTimeMilliseconds()
        ) == 1;

    /// <summary>Content that must not be kept any longer, the longest due first; not that of an exchange on hold.</summary>
    public static List<DueContent> Due(SqlSession sql, DateTimeOffset now, int skip, int most) =>
        sql.Query(
            """
            SELECT c.log, c.entry_index, e.leaf FROM contents c
            JOIN entries e ON e.log = c.log AND e."index" = c.entry_index
            LEFT JOIN messages m ON m.log = c.log AND m.entry_index = c.entry_index
            LEFT JOIN exchanges x ON x.counterpart = m.counterpart AND x.exchange_id = m.exchange_id
            WHERE c.erase_at <= @p0 AND x.hold IS NULL ORDER BY c.erase_at, c.log, c.entry_index LIMIT @p2 OFFSET @p1
            """,
            row => new DueContent(row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)),
            now.ToUnixTimeMilliseconds(),
            skip,
            most
        );

    /// <summary>True if the content of an accepted message was lost, as after a restore. Erased content has a row.</summary>
    public static bool IsLost(SqlSession sql, StoredMessage message) =>
        message.Code == ReceiptCode.Accepted
        && sql.Scalar<long>($"SELECT COUNT(*) FROM contents WHERE log = {LogTable.Present} AND entry_index = @p0", message.EntryIndex) == 0;

    /// <summary>Encrypts what a draft says under a new key: the one before is written over.</summary>
    public (byte[] WrappedKey, byte[] Content) SealDraft(Guid id, ReadOnlySpan<byte> content) => keys.Content.Encrypt(OfDraft(id), content);

    /// <summary>What a draft says; null once it is sent.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was damaged.</exception>
    public byte[]? Open(DraftRow draft) =>
        draft is { WrappedKey: { } key, Content: { } content } ? keys.Content.Decrypt(OfDraft(draft.Guid), key, content) : null;

    /// <summary>Moves the content to the entry of the present ledger that records the message again.</summary>
    public static void Move(SqlSession sql, long formerLog, long formerIndex, long entryIndex) =>
        sql.Execute(
            $"UPDATE contents SET log = {LogTable.Present}, entry_index = @p2 WHERE log = @p0 AND entry_index = @p1",
            formerLog,
            formerIndex,
            entryIndex
        );

    private static byte[] OfDraft(Guid id) => Encoding.UTF8.GetBytes($"draft {MessageId.Write(id)}");
}
