using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Opening;

/// <summary>Opens the content of a message for a caller, which is recorded in our ledger before the content is returned.</summary>
internal sealed class OpenHandler(ContentStore contents, Database database, JournalWriter journal)
{
    /// <summary>The message as signed; null if it is not here any more.</summary>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so it is not opened.</exception>
    public async Task<ReadOnlyMemory<byte>?> OpenAsync(MessageRow row, Caller caller, CancellationToken cancellation)
    {
        if (Read(row) is not { } content)
            return null;
        await RecordAsync([row], caller, cancellation);
        return content;
    }

    /// <summary>Records that a caller is given the contents of some messages.</summary>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so they must not be given.</exception>
    public Task RecordAsync(IEnumerable<MessageRow> rows, Caller caller, CancellationToken cancellation)
    {
        List<LeafDraft> drafts = [.. rows.Select(Draft)];
        return drafts.Count == 0 ? Task.CompletedTask : journal.ProposeAsync(
            new("message.open", caller.Actor), transaction => drafts.ForEach(draft => transaction.Append(draft)), cancellation);
    }

    private static LeafDraft Draft(MessageRow row) => new(LedgerEvents.MessageOpened)
    {
        Counterpart = PartyName.Parse(row.Counterpart),
        ExchangeId = Guid.Parse(row.ExchangeId!),
        MessageId = Guid.Parse(row.MessageId!),
        Kind = MessageKind.TryParse(row.Kind!, out var kind) ? kind : null,
    };

    private byte[]? Read(MessageRow row)
    {
        using var sql = database.OpenSession();
        return contents.Open(sql, row.EntryIndex, Digest.Parse(row.Signed));
    }
}
