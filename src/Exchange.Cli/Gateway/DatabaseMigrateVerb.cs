namespace Exchange.Cli.Gateway;

/// <summary><c>db migrate</c>: migrates the database to this version's schema.</summary>
internal sealed class DatabaseMigrateVerb(Surroundings surroundings) : Verb(
    surroundings,
    "migrate",
    "Migrate the gateway's database to the schema of this version. Make a backup first.",
    "exchange db migrate --home /var/lib/exchange")
{
    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        await GatewayProgram.Find().RunAsync(["db", "migrate", "--home", home.Folder]);
        invocation.Say($"{home.DatabaseFile} has the schema of this version.");
        invocation.Answer(new { database = home.DatabaseFile }, home.DatabaseFile);
    }
}
