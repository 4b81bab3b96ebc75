using System.Diagnostics;
using Exchange.Cli.Evidence;
using Exchange.Cli.Ledger;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Evidence;
using Exchange.Ledger.Receipts;
using Exchange.Sealing;

namespace Exchange.Cli.Demo;

/// <summary>Verifies a receipt independently of the gateway that has it, with the recipient's card.</summary>
internal static class ReceiptCheck
{
    /// <summary>The recipient's entry; null if the receipt is not valid.</summary>
    public static LedgerLeaf? Verify(ReceiptView receipt, MessageView message, PartyName sender, PartyCard recipient)
    {
        if (
            CheckpointNote.Verify(receipt.Checkpoint, LogVerifiers.Read(recipient.Log), NoteSignatures.Verify) is not { } head
            || message is not { MessageId: { } id, ExchangeId: { } exchange, Kind.Code: { } kind, Sequence: { } sequence }
        )
        {
            return null;
        }

        var copy = new SentMessage(sender, recipient.Party, id, exchange, kind, sequence, message.Signed);
        return ProvenItem.Of(receipt.Item, head.Checkpoint) is { } item && item.IsAbout(copy) ? item.Leaf : null;
    }
}

/// <summary>Exports a bundle of evidence for every case message of a demonstration that is kept, and verifies it.</summary>
internal static class DemoEvidence
{
    /// <summary>Faults of the bundles; empty if all are valid, or if the demonstration is not kept.</summary>
    public static async Task<IReadOnlyList<string>> LeaveAsync(
        DemoStage stage,
        GatewayClient asker,
        GatewayClient answerer,
        CancellationToken cancellation
    )
    {
        if (!stage.Keeps)
            return [];
        var folder = Directory.CreateDirectory(Path.Combine(stage.Folder, "evidence")).FullName;
        ReadOnlyMemory<byte>[] cards = [File.ReadAllBytes(stage.Asker.Home.CardFile), File.ReadAllBytes(stage.Answerer.Home.CardFile)];
        var faults = new List<string>();
        foreach (var sender in (GatewayClient[])[asker, answerer])
        {
            foreach (var message in await sender.GetAsync<IReadOnlyList<MessageView>>("api/v1/messages?outgoing=true", cancellation))
            {
                var bundle = await new EvidenceClient(sender, TimeProvider.System, _ => { }).ExportAsync(
                    message.MessageId!.Value,
                    which: "",
                    withContent: true,
                    cancellation
                );
                OwnFile.Create(Path.Combine(folder, $"{message.MessageId}.zip"), bundle);
                faults.AddRange(FaultsOf(bundle, cards).Select(fault => $"Evidence of {message.MessageId}: {fault}"));
            }
        }

        return faults;
    }

    private static IReadOnlyList<string> FaultsOf(byte[] bundle, ReadOnlyMemory<byte>[] cards)
    {
        var read = BundleArchive.Read(bundle);
        return read.Fault is { } fault
            ? [fault]
            : new EvidenceVerification(NoteSignatures.Verify, KeptSignature.Judge).Verify(read.Files, cards).Faults;
    }
}

/// <summary>
/// Exports each party's ledger in a demonstration that is kept, when the other side has cosigned its newest checkpoint, and verifies it
/// from its files.
/// </summary>
internal static class DemoExport
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Faults of the exports; empty if both are valid, or if the demonstration is not kept.</summary>
    public static async Task<IReadOnlyList<string>> LeaveAsync(
        DemoStage stage,
        GatewayClient asker,
        GatewayClient answerer,
        CancellationToken cancellation
    )
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

        throw new CommandFailedException(
            ExitCode.Failed,
            $"The newest checkpoint of {party.Name}'s ledger was not cosigned within {Patience.TotalSeconds:0} s.",
            toDo: "The service logs of the gateways are in the demonstration's folder (--keep DIR)."
        );
    }
}
