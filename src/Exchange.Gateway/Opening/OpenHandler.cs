using Exchange.Gateway.Auditing;

namespace Exchange.Gateway.Opening;

/// <summary>Opens the content of a message for a caller, which is recorded in our ledger before the content is returned.</summary>
internal sealed class OpenHandler(ContentStore contents, Database database, JournalWriter journal)
{
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so it is not opened.</exception>
    public async Task<OpenResult> OpenAsync(MessageRow row, Caller caller, CancellationToken cancellation)
    {
        if (Read(row) is not { } content)
            return new OpenResult.NotHere();
        if (Withholding.Missing(caller, content) is { Count: > 0 } missing)
            return new OpenResult.Withheld(missing);
        await RecordAsync([row], caller, cancellation);
        return new OpenResult.Opened(content);
    }

    /// <summary>Records that a caller is given the contents of some messages.</summary>
    /// <exception cref="LedgerSuspendedException">It cannot be recorded, so they must not be given.</exception>
    public Task RecordAsync(IEnumerable<MessageRow> rows, Caller caller, CancellationToken cancellation)
    {
        List<LeafDraft> drafts = [.. rows.Select(Draft)];
        return drafts.Count == 0
            ? Task.CompletedTask
            : journal.ProposeAsync(
                new("message.open", caller.Actor),
                transaction => drafts.ForEach(draft => transaction.Append(draft)),
                cancellation
            );
    }

    private static LeafDraft Draft(MessageRow row) =>
        new(LedgerEvents.MessageOpened)
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

/// <summary>The result of opening a message.</summary>
internal abstract record OpenResult
{
    /// <summary>The message as signed; that it was opened is recorded.</summary>
    public sealed record Opened(ReadOnlyMemory<byte> Content) : OpenResult
    {
        public override string ToString() => $"Opened, {Content.Length} bytes";
    }

    /// <summary>Its content is not here any more.</summary>
    public sealed record NotHere : OpenResult;

    /// <summary>Its handling says that only who has these clearances may see it.</summary>
    public sealed record Withheld(IReadOnlyList<Clearance> Missing) : OpenResult;
}
