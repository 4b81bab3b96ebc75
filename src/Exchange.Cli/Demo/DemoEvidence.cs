using Exchange.Cli.Evidence;
using Exchange.Cli.Gateway;
using Exchange.Ledger.Evidence;
using Exchange.Protocol.Api;
using Exchange.Sealing;
using Exchange.Sealing.Keys;

namespace Exchange.Cli.Demo;

/// <summary>Exports a bundle of evidence for every case message of a demonstration that is kept, and verifies it.</summary>
internal static class DemoEvidence
{
    /// <summary>Faults of the bundles; empty if all are valid, or if the demonstration is not kept.</summary>
    public static async Task<IReadOnlyList<string>> LeaveAsync(DemoStage stage, GatewayClient asker, GatewayClient answerer, CancellationToken cancellation)
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
                var bundle = await new EvidenceClient(sender, TimeProvider.System, _ => { }).ExportAsync(message.MessageId, which: "", withContent: true, cancellation);
                OwnFile.Create(Path.Combine(folder, $"{message.MessageId}.zip"), bundle);
                faults.AddRange(FaultsOf(bundle, cards).Select(fault => $"Evidence of {message.MessageId}: {fault}"));
            }
        }

        return faults;
    }

    private static IReadOnlyList<string> FaultsOf(byte[] bundle, ReadOnlyMemory<byte>[] cards)
    {
        var read = BundleArchive.Read(bundle);
        return read.Fault is { } fault ? [fault] : new EvidenceVerification(NoteSignatures.Verify, KeptSignature.Judge).Verify(read.Files, cards).Faults;
    }
}
