using System.Text;
using Exchange.Cli.Gateway;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Replay;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Parties;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Ledger;

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
                ExitCode.VerificationFailed, $"The newest checkpoint of {card.Party} is not signed by the two log keys of its card.", "Nothing was changed.", "Run: exchange ledger verify");
        }

        return new(client, card.Party, checkpoint, home.Counterparts());
    }

    public override async IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> PagesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var read = 0L; read < Size;)
        {
            var page = await _client.GetAsync<EntriesView>(FormattableString.Invariant($"api/v1/ledger/entries?from={read}"), cancellation);
            var leaves = page.Leaves.Take((int)Math.Min(page.Leaves.Count, Size - read)).Select(leaf => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(leaf)).ToList();
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
            var receipt = await _client.GetAsync<ReceiptView>($"api/v1/messages/{MessageId.Write(settlement.MessageId!.Value)}/receipt", cancellation);
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
        return (await _former.OfAsync(newest, cancellation)).Select(card => Verify(note, card)).FirstOrDefault(checkpoint => checkpoint is not null);
    }

    private static Checkpoint? Verify(string note, PartyCard card) =>
        LogVerifiers.TryRead(card.Log, out var keys) ? CheckpointNote.Verify(note, keys, NoteSignatures.Verify)?.Checkpoint : null;
}
