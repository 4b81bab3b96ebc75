using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Opening;

/// <summary>Opens the content of a message for a caller, which is recorded in our ledger before the content is returned.</summary>
internal sealed class OpenHandler(ContentStore contents, Database database, JournalWriter journal)
{
    /// <summary>The message as signed; null if it is not here any more.</summary>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so it is not opened.</exception>
    public async Task<ReadOnlyMemory<byte>?> OpenAsync(MessageRow row, Caller caller, CancellationToken cancellation)
    {
        var counterpart = PartyName.Parse(row.Counterpart);
        var exchangeId = Guid.Parse(row.ExchangeId!);
        if (Read(row) is not { } content)
            return null;
        await journal.ProposeAsync(
            new("message.open", caller.Actor),
            transaction => transaction.Append(new LeafDraft(LedgerEvents.MessageOpened)
            {
                Counterpart = counterpart,
                ExchangeId = exchangeId,
                MessageId = Guid.Parse(row.MessageId!),
                Kind = MessageKind.TryParse(row.Kind!, out var kind) ? kind : null,
            }),
            cancellation);
        return content;
    }

    private byte[]? Read(MessageRow row)
    {
        using var sql = database.OpenSession();
        return contents.Open(sql, row.EntryIndex, Digest.Parse(row.Signed));
    }
}
