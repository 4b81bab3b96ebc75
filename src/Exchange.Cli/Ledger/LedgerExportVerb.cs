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

    private readonly Option<string?> _former = new("--former") { Description = "A log of this party that has ended, by its name.", HelpName = "ORIGIN" };

    public LedgerExportVerb(Surroundings surroundings)
        : base(
            surroundings,
            "export",
            "Write the gateway's log as files (C2SP tlog-tiles) up to the newest head that a counterpart has cosigned, with receipts and cards. An auditor's token (EXCHANGE_TOKEN_FILE) is enough.",
            "exchange ledger export --out /srv/audit/BGD",
            "EXCHANGE_URL=https://gateway.police.example EXCHANGE_TOKEN_FILE=auditor-token exchange ledger export --out BGD",
            "exchange ledger export --former bgd.exchange/audit --out /srv/audit/BGD-former")
    {
        Options.Add(_out);
        Options.Add(_former);
    }

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var folder = Path.GetFullPath(invocation.Required(_out));
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var log = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
        if (log.Doubt is { } doubt)
            invocation.Say($"The gateway's log is in doubt and signs nothing: {doubt}");
        var path = invocation.Value(_former) is { } origin ? await FormerAsync(client, origin, cancellation) : LogDownload.Present;
        var old = ExportTarget.Open(folder, log.Party);
        var (export, written) = await WorkProgress.ShowAsync(invocation, $"Exporting the log of {log.Party}", async progress =>
        {
            var download = new LogDownload(client, folder, progress, path);
            return (await download.RunAsync(old, cancellation), download.Written);
        });
        var (size, root) = (export.Size, export.Checkpoint.Checkpoint.Root);
        invocation.Answer(
            new { party = log.Party, folder, size, root = root.ToString(), newEntries = size - (old?.Size ?? 0), files = written },
            string.Create(CultureInfo.InvariantCulture, $"{log.Party}: {size} entries, {size - (old?.Size ?? 0)} of them new, root {root}"),
            string.Create(CultureInfo.InvariantCulture, $"{written} files written to {folder}; verify with: exchange ledger verify {folder}"));
    }

    private static async Task<string> FormerAsync(GatewayClient client, string origin, CancellationToken cancellation)
    {
        var all = await client.GetAsync<IReadOnlyList<FormerLogView>>(LogDownload.Present + "former", cancellation);
        return all.FirstOrDefault(former => former.Origin == origin) is { } found
            ? $"{LogDownload.Present}{found.Path}/"
            : throw new CommandFailedException(
                ExitCode.Usage, $"No log of this gateway named {origin} has ended.", "Nothing was written.", all.Count == 0 ? "None has ended at all." : $"These have: {string.Join(", ", all.Select(former => former.Origin))}");
    }
}
