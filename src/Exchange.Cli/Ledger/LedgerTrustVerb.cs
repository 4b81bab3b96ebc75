using System.CommandLine;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Ledger;

/// <summary><c>ledger trust</c>: operator confirmation after a restore.</summary>
internal sealed class LedgerTrustVerb : Verb
{
    private readonly Option<bool> _yes = new("--yes") { Description = "Confirm." };

    public LedgerTrustVerb(Surroundings surroundings)
        : base(
            surroundings,
            "trust",
            "After a restore: confirm that the ledger is the one that was signed last, and that this gateway may cosign its counterparts' ledgers again. Recorded in the ledger.",
            "exchange ledger trust",
            "exchange ledger trust --yes") => Options.Add(_yes);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        if (!invocation.Value(_yes))
        {
            var ledger = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
            throw new CommandFailedException(
                ExitCode.Refused, "This needs operator confirmation.", "Nothing was changed.",
                "If the ledger is the one that was signed last, confirm with --yes. If it is not, its next checkpoint is a fork that every counterpart sees: restore the exact entries instead.")
            {
                Details = [$"ledger: {ledger.Doubt ?? "not suspended"}", $"witness: {ledger.WitnessHalted ?? "not suspended"}"],
            };
        }

        var trusted = await client.PostAsync<LedgerView>("api/v1/ledger/trust", [], Guid.Empty, cancellation);
        invocation.Answer(trusted, $"{trusted.Party}: the ledger signs and the witness cosigns again");
    }
}
