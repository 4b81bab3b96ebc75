using System.CommandLine;
using System.Globalization;
using Exchange.Cli.Gateway;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Ledger;

/// <summary><c>ledger export</c>: the gateway's log as files that prove themselves.</summary>
internal sealed class LedgerExportVerb : Verb
{
    private readonly Option<string> _out = new("--out")
    {
        Description = "A new folder, or one that holds an older export of this log: then only what is new is fetched.",
        HelpName = "DIR",
        Required = true,
    };

    public LedgerExportVerb(Surroundings surroundings)
        : base(
            surroundings,
            "export",
            "Write the gateway's log as files (C2SP tlog-tiles) up to the newest head that a counterpart has cosigned, with receipts and cards. An auditor's token (EXCHANGE_TOKEN_FILE) is enough.",
            "exchange ledger export --out /srv/audit/BGD",
            "EXCHANGE_URL=https://gateway.police.example EXCHANGE_TOKEN_FILE=auditor-token exchange ledger export --out BGD") =>
        Options.Add(_out);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var folder = Path.GetFullPath(invocation.Required(_out));
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var log = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
        if (log.Doubt is { } doubt)
            invocation.Say($"The gateway's log is in doubt and signs nothing: {doubt}");
        var old = ExportTarget.Open(folder, log.Party);
        var (export, written) = await WorkProgress.ShowAsync(invocation, $"Exporting the log of {log.Party}", async progress =>
        {
            var download = new LogDownload(client, folder, progress);
            return (await download.RunAsync(old, cancellation), download.Written);
        });
        var (size, root) = (export.Size, export.Checkpoint.Checkpoint.Root);
        invocation.Answer(
            new { party = log.Party, folder, size, root = root.ToString(), newEntries = size - (old?.Size ?? 0), files = written },
            string.Create(CultureInfo.InvariantCulture, $"{log.Party}: {size} entries, {size - (old?.Size ?? 0)} of them new, root {root}"),
            string.Create(CultureInfo.InvariantCulture, $"{written} files written to {folder}; verify with: exchange ledger verify {folder}"));
    }
}
