using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Replay;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>The ledger of an export.</summary>
internal sealed class ExportSource(LogFolder folder) : ReplaySource
{
    private const int BundlesAtOnce = 4;

    public override PartyName Party => folder.Owner;

    public override Checkpoint Checkpoint => folder.Checkpoint.Checkpoint;

    public override async IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> PagesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var first = 0L; first * TileId.Width < folder.Size; first += BundlesAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = new List<ReadOnlyMemory<byte>>(BundlesAtOnce * TileId.Width);
            for (var bundle = first; bundle < first + BundlesAtOnce && bundle * TileId.Width < folder.Size; bundle++)
                page.AddRange(folder.Bundle(bundle));
            yield return page;
        }

        await Task.CompletedTask;
    }

    public override Task<ReceiptProof?> ReceiptAsync(MessageEntry settlement, CancellationToken cancellation)
    {
        var line = folder.Receipts(settlement.Index / TileId.Width).FirstOrDefault(line => line.Entry == settlement.Index && line.Counterpart == settlement.Counterpart);
        return Task.FromResult(line is null ? null : new ReceiptProof(line.Item, Head(line.Counterpart, line.Origin, line.Size)));
    }

    // A checkpoint that is missing or damaged proves as little as one that another party signed.
    private Checkpoint? Head(PartyName party, string origin, long size)
    {
        try
        {
            return folder.Head(party, origin, size).Checkpoint;
        }
        catch (LogFileException)
        {
            return null;
        }
    }
}
