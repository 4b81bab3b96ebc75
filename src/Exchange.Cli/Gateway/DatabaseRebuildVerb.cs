using System.Text.Json;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Cli.Gateway;

/// <summary><c>db rebuild</c>: makes the exchange tables anew from the log.</summary>
internal sealed class DatabaseRebuildVerb(Surroundings surroundings) : Verb(
    surroundings,
    "rebuild",
    "Make the tables of exchanges and messages anew from the gateway's own log, which is the truth that they are a cache of. The gateway must be stopped. What the messages say, the keys and the receipts stay where they are.",
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
        yield return FormattableString.Invariant($"{rebuilt.Exchanges} exchanges and {rebuilt.Messages} messages were made anew from {rebuilt.Entries} entries");
        if (rebuilt.WithoutContent > 0)
            yield return FormattableString.Invariant($"{rebuilt.WithoutContent} messages have no content here: a counterpart's come again where its gateway still has them");
        if (rebuilt.WithoutProof > 0)
            yield return FormattableString.Invariant($"{rebuilt.WithoutProof} messages have no receipt here: only the entry says what became of them");
    }
}
