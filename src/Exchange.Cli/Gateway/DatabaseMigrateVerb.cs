namespace Exchange.Cli.Gateway;

/// <summary><c>db migrate</c>: brings an older database up to this program's schema.</summary>
internal sealed class DatabaseMigrateVerb(Surroundings surroundings) : Verb(
    surroundings,
    "migrate",
    "Bring the gateway's database up to this program's schema. Make a backup first.",
    "exchange db migrate --home /var/lib/exchange")
{
    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        await GatewayProgram.Find().RunAsync(["db", "migrate", "--home", home.Folder]);
        invocation.Say($"{home.DatabaseFile} has this program's schema now.");
        invocation.Answer(new { database = home.DatabaseFile }, home.DatabaseFile);
    }
}
