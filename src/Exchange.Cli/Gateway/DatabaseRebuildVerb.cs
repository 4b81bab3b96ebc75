using System.Text.Json;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Gateway;

/// <summary><c>db rebuild</c>: rebuilds the exchange tables from the ledger.</summary>
internal sealed class DatabaseRebuildVerb(Surroundings surroundings) : Verb(
    surroundings,
    "rebuild",
    "Rebuild the tables of exchanges and messages from the gateway's ledger. The gateway must be stopped. Contents of messages, keys and receipts are not changed.",
    "exchange db rebuild --home /var/lib/exchange")
{
    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        var rebuilt = JsonSerializer.Deserialize<RebuiltView>(await GatewayProgram.Find().RunAsync(["db", "rebuild", "--home", home.Folder]), ProtocolJson.Options)!;
        invocation.Answer(rebuilt, Lines(rebuilt));
    }

    private static IEnumerable<string> Lines(RebuiltView rebuilt)
    {
        yield return FormattableString.Invariant($"{rebuilt.Exchanges} exchanges and {rebuilt.Messages} messages were rebuilt from {rebuilt.Entries} entries");
        if (rebuilt.WithoutContent > 0)
            yield return FormattableString.Invariant($"{rebuilt.WithoutContent} messages have no content here: a counterpart's gateway sends its own again while it still has them");
        if (rebuilt.WithoutProof > 0)
            yield return FormattableString.Invariant($"{rebuilt.WithoutProof} messages have no receipt here: only the ledger entry shows their outcome");
    }
}
