namespace Exchange.Cli.Gateway;

/// <summary><c>db rebuild</c>: makes the exchange tables anew from the log.</summary>
internal sealed class DatabaseRebuildVerb(Surroundings surroundings) : Verb(
    surroundings,
    "rebuild",
    "Make the tables of exchanges and messages anew from the gateway's own log, which is the truth that they are a cache of. The gateway must be stopped. What the messages say, the keys and the receipts stay where they are.",
    "exchange db rebuild --home /var/lib/exchange")
{
    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var program = GatewayProgram.Find();
        string[] json = invocation.Json ? ["--json"] : [];
        ProcessReplacement.Become(program.FileName, program.Arguments(["db", "rebuild", "--home", invocation.Home.Folder, .. json]));
        return Task.CompletedTask;
    }
}
