namespace Exchange.Cli.Ledger;

internal sealed class LedgerExportVerb : Verb
{
    private readonly Option<string> _out = new("--out")
    {
        Description = "A new folder, or one with an older export of this ledger: then only what is new is fetched.",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string?> _former = new("--former")
    {
        Description = "Export a former ledger of this party, by its origin.",
        HelpName = "ORIGIN",
    };

    public LedgerExportVerb()
        : base(
            "export",
            "Export the gateway's ledger as files (C2SP tlog-tiles) up to the newest checkpoint that a counterpart has cosigned, "
                + "with receipts and cards. An auditor's session or key is sufficient.",
            "exchange ledger export --out /srv/audit/BGD",
            "EXCHANGE_URL=https://gateway.police.example EXCHANGE_TOKEN_FILE=auditor.key exchange ledger export --out BGD",
            "exchange ledger export --former bgd.exchange/audit --out /srv/audit/BGD-former"
        ) => Take(_out, _former);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var folder = Path.GetFullPath(invocation.Required(_out));
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var log = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
        if (log.Suspension is { } suspension)
            invocation.Say($"The gateway's ledger is suspended and signs nothing: {suspension}");
        var path = invocation.Value(_former) is { } origin ? await FormerAsync(client, origin, cancellation) : LogDownload.Present;
        var old = ExportTarget.Open(folder, log.Party);
        var (export, written) = await WorkProgress.ShowAsync(invocation, $"Exporting the ledger of {log.Party}", async progress =>
        {
            var download = new LogDownload(client, folder, progress, path);
            return (await download.RunAsync(old, cancellation), download.Written);
        });
        var (size, root) = (export.Size, export.Checkpoint.Checkpoint.Root);
        invocation.Answer(
            new
            {
                party = log.Party,
                folder,
                size,
                root = root.ToString(),
                newEntries = size - (old?.Size ?? 0),
                files = written,
            },
            string.Create(CultureInfo.InvariantCulture, $"{log.Party}: {size} entries, {size - (old?.Size ?? 0)} of them new, root {root}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{written} files written to {folder}; verify with: exchange ledger verify {folder}"
            )
        );
    }

    private static async Task<string> FormerAsync(GatewayClient client, string origin, CancellationToken cancellation)
    {
        var all = await client.GetAsync<IReadOnlyList<FormerLogView>>(LogDownload.Present + "former", cancellation);
        return all.FirstOrDefault(former => former.Origin == origin) is { } found
            ? $"{LogDownload.Present}{found.Path}/"
            : throw new CommandFailedException(
                ExitCode.Usage,
                $"This gateway has no former ledger {origin}.",
                "Nothing was written.",
                all.Count == 0
                    ? "Leave --former out: there is no former ledger."
                    : $"Give one of: {string.Join(", ", all.Select(former => former.Origin))}"
            );
    }
}
