using System.Globalization;
using Exchange.Cli.Gateway;

namespace Exchange.Cli.Ledger;

/// <summary><c>ledger verify</c>: recomputes the gateway's log from its entries.</summary>
internal sealed class LedgerVerifyVerb(Surroundings surroundings) : Verb(
    surroundings,
    "verify",
    "Recompute the gateway's log from its entries: every leaf, the root, the newest checkpoint and the counterparts' cosignatures.",
    "exchange ledger verify --home /var/lib/exchange")
{
    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home;
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var card = home.Card();
        var verdict = await new LedgerReader(client, card, home.Counterparts()).VerifyAsync(cancellation);
        if (!verdict.Holds)
        {
            throw new CommandFailedException(ExitCode.VerificationFailed, $"The log of {card.Party} does not hold.", "Nothing was changed.", "Keep the database and the keys as they are, and tell the counterparts' auditors.")
            {
                Details = verdict.Faults,
            };
        }

        invocation.Answer(
            new { party = card.Party.Value, size = verdict.Size, root = verdict.Root.ToString(), verified = true },
            string.Create(CultureInfo.InvariantCulture, $"{card.Party}: {verdict.Size} entries, root {verdict.Root}: verified"));
    }
}
