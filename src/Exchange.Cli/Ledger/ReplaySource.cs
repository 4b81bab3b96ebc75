using System.Text;
using Exchange.Ledger.Replay;

namespace Exchange.Cli.Ledger;

/// <summary>A ledger to replay: of an export, or of a running gateway.</summary>
internal abstract class ReplaySource
{
    public abstract PartyName Party { get; }

    /// <summary>The checkpoint that its owner's keys signed; null for an empty ledger.</summary>
    public abstract Checkpoint? Checkpoint { get; }
    public long Size => Checkpoint?.Size ?? 0;

    /// <summary>The exact bytes of all entries below <see cref="Size"/>, some thousands at a time.</summary>
    public abstract IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> PagesAsync(CancellationToken cancellation);

    /// <summary>The receipt of a settling entry; null if there is none.</summary>
    public abstract Task<ReceiptProof?> ReceiptAsync(MessageEntry settlement, CancellationToken cancellation);
}

/// <summary>The ledger of an export.</summary>
internal sealed class ExportSource(LogFolder folder) : ReplaySource
{
    private const int BundlesAtOnce = 4;

    public override PartyName Party => folder.Owner;
    public override Checkpoint Checkpoint => folder.Checkpoint.Checkpoint;

    public override async IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> PagesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
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
        var line = folder
            .Receipts(settlement.Index / TileId.Width)
            .FirstOrDefault(line => line.Entry == settlement.Index && line.Counterpart == settlement.Counterpart);
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

/// <summary>The ledger of a running gateway, read over its API up to its size at the start.</summary>
internal sealed class GatewaySource : ReplaySource
{
    private readonly GatewayClient _client;
    private readonly IReadOnlyList<PartyCard> _counterparts;
    private readonly FormerCards _former;

    private GatewaySource(GatewayClient client, PartyName party, Checkpoint? checkpoint, IReadOnlyList<PartyCard> counterparts) =>
        (_client, Party, Checkpoint, _counterparts, _former) = (client, party, checkpoint, counterparts, new(client));

    public override PartyName Party { get; }
    public override Checkpoint? Checkpoint { get; }

    /// <exception cref="CommandFailedException">Its newest checkpoint is not signed by the keys of the home's card.</exception>
    public static async Task<GatewaySource> OpenAsync(GatewayClient client, Home home, CancellationToken cancellation)
    {
        var card = home.Card();
        var ledger = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
        var checkpoint = ledger.Checkpoint is { } note ? Verify(note, card) : null;
        if (ledger.Checkpoint is not null && checkpoint is null)
        {
            throw new CommandFailedException(
                ExitCode.VerificationFailed,
                $"The newest checkpoint of {card.Party} is not signed by the two log keys of its card.",
                "Nothing was changed.",
                "Run: exchange ledger verify"
            );
        }

        return new(client, card.Party, checkpoint, home.Counterparts());
    }

    public override async IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> PagesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        for (var read = 0L; read < Size;)
        {
            var page = await _client.GetAsync<EntriesView>(FormattableString.Invariant($"api/v1/ledger/entries?from={read}"), cancellation);
            var leaves = page
                .Leaves.Take((int)Math.Min(page.Leaves.Count, Size - read))
                .Select(leaf => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(leaf))
                .ToList();
            if (leaves.Count == 0)
                yield break;
            yield return leaves;
            read += leaves.Count;
        }
    }

    public override async Task<ReceiptProof?> ReceiptAsync(MessageEntry settlement, CancellationToken cancellation)
    {
        try
        {
            var receipt = await _client.GetAsync<ReceiptView>(
                $"api/v1/messages/{MessageId.Write(settlement.MessageId!.Value)}/receipt",
                cancellation
            );
            return new(receipt.Item, await VerifyAsync(receipt.Checkpoint, settlement.Counterpart, cancellation));
        }
        catch (CommandFailedException refused) when (refused.Code == ExitCode.Refused)
        {
            return null;
        }
    }

    // What an older card's keys signed stays valid.
    private async Task<Checkpoint?> VerifyAsync(string note, PartyName party, CancellationToken cancellation)
    {
        if (_counterparts.FirstOrDefault(card => card.Party == party) is not { } newest)
            return null;
        if (Verify(note, newest) is { } verified)
            return verified;
        return (await _former.OfAsync(newest, cancellation))
            .Select(card => Verify(note, card))
            .FirstOrDefault(checkpoint => checkpoint is not null);
    }

    private static Checkpoint? Verify(string note, PartyCard card) =>
        LogVerifiers.TryRead(card.Log, out var keys) ? CheckpointNote.Verify(note, keys, NoteSignatures.Verify)?.Checkpoint : null;
}

/// <summary>The exchanges and messages of a gateway's database, read over its API page by page.</summary>
internal sealed class DatabaseRows(GatewayClient client)
{
    /// <summary>All exchanges, or one.</summary>
    public IAsyncEnumerable<KeptExchange> ExchangesAsync(Guid? only, CancellationToken cancellation) =>
        AllAsync<ExchangeView>("api/v1/exchanges", cancellation)
            .Where(view => only is null || view.ExchangeId == only)
            .Select(KeptExchange.Of);

    /// <summary>All messages, or those of one exchange.</summary>
    public IAsyncEnumerable<KeptMessage> MessagesAsync(Guid? only, CancellationToken cancellation) =>
        AllAsync<MessageView>($"api/v1/messages{(only is { } id ? $"?exchange={MessageId.Write(id)}" : "")}", cancellation)
            .Select(KeptMessage.Of);

    /// <summary>All messages that have no id of their own, or those of one exchange.</summary>
    public IAsyncEnumerable<KeptMessage> IncompleteAsync(Guid? only, CancellationToken cancellation) =>
        AllAsync<MessageView>("api/v1/messages/incomplete", cancellation)
            .Where(view => only is null || view.ExchangeId == only)
            .Select(KeptMessage.Of);

    private async IAsyncEnumerable<T> AllAsync<T>(
        string path,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        for (string? next = path; next is not null;)
        {
            (var page, next) = await client.GetPageAsync<IReadOnlyList<T>>(next, cancellation);
            foreach (var item in page)
                yield return item;
        }
    }
}
