using Exchange.Cli.Gateway;
using Exchange.Ledger.Export;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>The former cards of a party, as the gateway has them: what their keys signed stays valid. A verification that relies on one must name it.</summary>
internal sealed class FormerCards(GatewayClient client)
{
    private readonly Dictionary<PartyName, IReadOnlyList<PartyCard>> _known = [];

    public async Task<IReadOnlyList<PartyCard>> OfAsync(PartyCard newest, CancellationToken cancellation)
    {
        if (!_known.TryGetValue(newest.Party, out var former))
            _known[newest.Party] = former = await ReadAsync(newest, cancellation);
        return former;
    }

    private async Task<IReadOnlyList<PartyCard>> ReadAsync(PartyCard newest, CancellationToken cancellation)
    {
        var former = new List<PartyCard>();
        foreach (var name in await client.GetAsync<IReadOnlyList<string>>("api/v1/ledger/cards", cancellation))
        {
            if (CardPath.TryParse($"cards/{name}", out var path) && path.Party == newest.Party && path.Serial < newest.Serial
                && PartyCard.Read(await client.GetBytesAsync($"api/v1/ledger/{path}", PartyCard.MaximumSize, cancellation)).Value is { } card
                && card.Party == path.Party && card.Serial == path.Serial)
            {
                former.Add(card);
            }
        }

        return former;
    }
}
