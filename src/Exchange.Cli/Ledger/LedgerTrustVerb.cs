using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Ledger;

/// <summary><c>ledger trust</c>: the operator's word after a restore.</summary>
internal sealed class LedgerTrustVerb : Verb
{
    private readonly Option<bool> _yes = new("--yes") { Description = "It was looked at, and is meant." };

    public LedgerTrustVerb(Surroundings surroundings)
        : base(
            surroundings,
            "trust",
            "After a restore: say that the log is the one that was signed last, and that this gateway may vouch for its counterparts' logs again. Entered in the log.",
            "exchange ledger trust",
            "exchange ledger trust --yes") => Options.Add(_yes);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        if (!invocation.Value(_yes))
        {
            var ledger = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
            throw new CommandFailedException(
                ExitCode.Refused, "Nobody has said that it is meant.", "Nothing was changed.",
                "If the log is the one that was signed last, repeat with --yes. If it is not, its next head forks it, and every counterpart will see that: restore the exact entries instead.")
            {
                Details = [$"log: {ledger.Doubt ?? "not in doubt"}", $"witness: {ledger.WitnessHalted ?? "not halted"}"],
            };
        }

        var trusted = await client.PostAsync<LedgerView>("api/v1/ledger/trust", [], Guid.Empty, cancellation);
        invocation.Answer(trusted, $"{trusted.Party}: the log signs, and the witness vouches");
    }
}
