namespace Exchange.Cli.Gateway;

/// <summary><c>db migrate</c>: brings an older database up to this program's schema.</summary>
internal sealed class DatabaseMigrateVerb(Surroundings surroundings) : Verb(
    surroundings,
    "migrate",
    "Bring the gateway's database up to this program's schema. Make a backup first.",
    "exchange db migrate --home /var/lib/exchange")
{
    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var program = GatewayProgram.Find();
        ProcessReplacement.Become(program.FileName, program.Arguments("db", "migrate", "--home", invocation.Home.Folder));
        return Task.CompletedTask;
    }
}
