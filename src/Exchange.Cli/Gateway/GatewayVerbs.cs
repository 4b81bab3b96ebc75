using System.Runtime.InteropServices;

namespace Exchange.Cli.Gateway;

internal sealed class GatewayRunVerb()
    : Verb(
        "run",
        "Run the gateway in the foreground, until it is stopped by Ctrl+C or SIGTERM.",
        "exchange gateway run --home /var/lib/exchange"
    )
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

internal sealed class DatabaseMigrateVerb()
    : Verb(
        "migrate",
        "Migrate the gateway's database to the schema of this version. Make a backup first.",
        "exchange db migrate --home /var/lib/exchange"
    )
{
    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        await GatewayProgram.Find().RunAsync(["db", "migrate", "--home", home.Folder]);
        invocation.Say($"{home.DatabaseFile} has the schema of this version.");
        invocation.Answer(new { database = home.DatabaseFile }, home.DatabaseFile);
    }
}

internal sealed class DatabaseRebuildVerb()
    : Verb(
        "rebuild",
        "Rebuild the tables of exchanges and messages from the gateway's ledger. The gateway must be stopped. Contents of "
            + "messages, keys and receipts are not changed.",
        "exchange db rebuild --home /var/lib/exchange"
    )
{
    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        var rebuilt = JsonSerializer.Deserialize<RebuiltView>(
            await GatewayProgram.Find().RunAsync(["db", "rebuild", "--home", home.Folder]),
            ProtocolJson.Options
        )!;
        invocation.Answer(rebuilt, Lines(rebuilt));
    }

    private static IEnumerable<string> Lines(RebuiltView rebuilt)
    {
        yield return FormattableString.Invariant(
            $"{rebuilt.Exchanges} exchanges and {rebuilt.Messages} messages were rebuilt from {rebuilt.Entries} entries"
        );
        if (rebuilt.WithoutContent > 0)
        {
            yield return FormattableString.Invariant(
                $"{rebuilt.WithoutContent} messages have no content here: a counterpart's gateway sends its own again while it still has them"
            );
        }

        if (rebuilt.WithoutProof > 0)
        {
            yield return FormattableString.Invariant(
                $"{rebuilt.WithoutProof} messages have no receipt here: only the ledger entry shows their outcome"
            );
        }
    }
}

internal sealed class DatabaseCopyVerb : Verb
{
    private readonly Option<string> _to = new("--to")
    {
        Description =
            "The new database: a file for SQLite, or for PostgreSQL the value of the setting Store:PostgreSql. It must be empty, "
                + "or a file that does not exist.",
        HelpName = "DATABASE",
        Required = true,
    };

    public DatabaseCopyVerb()
        : base(
            "copy",
            "Copy the gateway's database into an empty one, completely or not at all, and verify the copied ledger. The gateway "
                + "must be stopped. Its own database is not changed.",
            "exchange db copy --to 'Host=/var/run/postgresql;Database=exchange' --home /var/lib/exchange",
            "exchange db copy --to /var/lib/exchange/exchange.db --home /var/lib/exchange   # back from PostgreSQL"
        ) => Take(_to);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var home = invocation.Home.Existing();
        var copied = JsonSerializer.Deserialize<CopiedView>(
            await GatewayProgram
                .Find()
                .RunAsync(["db", "copy", "--to", invocation.Required(_to), "--home", home.Folder], progress: invocation.Say),
            ProtocolJson.Options
        )!;
        invocation.Answer(copied, Lines(copied));
    }

    private static IEnumerable<string> Lines(CopiedView copied)
    {
        foreach (var (table, rows) in copied.Rows)
            yield return FormattableString.Invariant($"{rows,12} {table}");
        yield return FormattableString.Invariant(
            $"{copied.To} has all of {copied.From}. Ledger: {copied.Entries} entries, root {copied.Root ?? "none"}, as signed."
        );
        yield return "Set Store:PostgreSql in gateway.json accordingly, or remove it for SQLite, and start the gateway.";
    }
}

/// <summary>
/// Becomes another program, in the same process: signals, exit code, terminal and what a supervisor knows of the
/// process are that program's from then on, with nothing in between that would have to forward them.
/// </summary>
internal static class ProcessReplacement
{
    /// <summary>Returns only if it failed.</summary>
    /// <exception cref="CommandFailedException">The program cannot be run.</exception>
    public static void Become(string fileName, IEnumerable<string> arguments)
    {
        _ = Execute(fileName, [fileName, .. arguments, null]);
        throw new CommandFailedException(
            ExitCode.Failed,
            $"{fileName} could not be run: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}."
        );
    }

    // execv(3): the array ends with a null; the environment stays. LPStr is UTF-8 on Unix.
    [DllImport("libc", EntryPoint = "execv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(
        [MarshalAs(UnmanagedType.LPStr)] string fileName,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments
    );
}
