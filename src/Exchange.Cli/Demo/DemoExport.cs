using System.Diagnostics;
using Exchange.Cli.Gateway;
using Exchange.Cli.Ledger;
using Exchange.Protocol.Api;

namespace Exchange.Cli.Demo;

/// <summary>Exports each party's ledger in a demonstration that is kept, when the other side has cosigned its newest checkpoint, and verifies it from its files.</summary>
internal static class DemoExport
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Faults of the exports; empty if both are valid, or if the demonstration is not kept.</summary>
    public static async Task<IReadOnlyList<string>> LeaveAsync(DemoStage stage, GatewayClient asker, GatewayClient answerer, CancellationToken cancellation)
    {
        if (!stage.Keeps)
            return [];
        KnownCard[] cards = [CardOf(stage.Asker), CardOf(stage.Answerer)];
        var faults = new List<string>();
        foreach (var (party, client) in new[] { (stage.Asker, asker), (stage.Answerer, answerer) })
        {
            await WaitUntilCosignedAsync(party, client, cancellation);
            var folder = Path.Combine(party.Home.Folder, "ledger");
            await new LogDownload(client, folder, WorkProgress.None).RunAsync(old: null, cancellation);
            var verdict = new LogFolderCheck(LogFolder.Open(folder, cards), WorkProgress.None).CheckAll(TimeProvider.System.GetUtcNow());
            faults.AddRange(verdict.Faults.Select(fault => $"Export of {party.Name}: {fault}"));
        }

        return faults;
    }

    private static KnownCard CardOf(DemoParty party) => new(party.Card, File.ReadAllBytes(party.Home.CardFile));

    private static async Task WaitUntilCosignedAsync(DemoParty party, GatewayClient client, CancellationToken cancellation)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(Look, cancellation))
        {
            var log = await client.GetAsync<LedgerView>("api/v1/ledger", cancellation);
            if (log.Cosignatures.Any(cosignature => cosignature.Size == log.Size))
                return;
        }

        throw new CommandFailedException(ExitCode.Failed, $"The newest checkpoint of {party.Name}'s ledger was not cosigned within {Patience.TotalSeconds:0} s.", toDo: "The service logs of the gateways are in the demonstration's folder (--keep DIR).");
    }
}
