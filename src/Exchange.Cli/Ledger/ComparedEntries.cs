using Exchange.Ledger.Comparison;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>An export's entries about messages with one other party, in parts by signature, by message id and by exchange.</summary>
internal sealed class ComparedEntries(LogFolder folder, PartyName other, long records) : IDisposable
{
    public Spool<MessageEntry> BySignature { get; } = new(records, MessageEntryForm.Write, MessageEntryForm.Read);

    public Spool<MessageEntry> ById { get; } = new(records, MessageEntryForm.Write, MessageEntryForm.Read);

    public Spool<MessageEntry> ByExchange { get; } = new(records, MessageEntryForm.Write, MessageEntryForm.Read);

    /// <summary>Reads the whole ledger, and reports if its entries do not lead to its checkpoint.</summary>
    public IEnumerable<Finding> Read(Action<long> tell, CancellationToken cancellation)
    {
        var tail = LogTail.Empty;
        foreach (var page in folder.Entries(0, folder.Size).Chunk(TileId.Width))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (index, leaf) in page)
            {
                if (leaf.Party == folder.Owner && LogComparison.Message(index, leaf, other) is { } entry)
                    Add(entry);
            }

            tail = tail.Append([.. page.Select(entry => entry.Leaf.Hash)]).Tail;
            tell(tail.Size);
        }

        return tail.Root() == folder.Checkpoint.Checkpoint.Root
            ? []
            : [new(FindingKind.Export, null, $"The entries of {folder.Owner}'s export do not lead to the root of its own checkpoint: run 'exchange ledger verify' to find the first wrong entry.")];
    }

    public void Dispose()
    {
        BySignature.Dispose();
        ById.Dispose();
        ByExchange.Dispose();
    }

    private void Add(MessageEntry entry)
    {
        BySignature.Add(entry.Signed is { } signed ? BySignature.PartOf(signed.ToBytes()) : 0, entry);
        if (entry.MessageId is { } id)
            ById.Add(ById.PartOf(id), entry);
        if (entry.ExchangeId is { } exchange)
            ByExchange.Add(ByExchange.PartOf(exchange), entry);
    }
}
