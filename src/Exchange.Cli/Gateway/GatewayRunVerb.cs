namespace Exchange.Cli.Gateway;

/// <summary><c>gateway run</c>: this process becomes the gateway.</summary>
internal sealed class GatewayRunVerb(Surroundings surroundings) : Verb(
    surroundings,
    "run",
    "Run the gateway in the foreground, until it is stopped by Ctrl+C or SIGTERM.",
    "exchange gateway run --home /var/lib/exchange")
{
    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        var program = GatewayProgram.Find();
        string[] json = invocation.Json ? ["--json"] : [];
        ProcessReplacement.Become(program.FileName, program.Arguments(["run", "--home", home.Folder, .. json]));
        return Task.CompletedTask;
    }
}
