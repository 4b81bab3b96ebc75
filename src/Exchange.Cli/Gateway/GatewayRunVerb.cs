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
        var program = GatewayProgram.Find();
        ProcessReplacement.Become(program.FileName, program.Arguments("run", "--home", invocation.Home.Folder));
        return Task.CompletedTask;
    }
}
