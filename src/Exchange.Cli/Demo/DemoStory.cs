using System.Diagnostics;
using System.Reflection;
using Exchange.Cli.Ledger;
using Exchange.Ledger.Comparison;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;

namespace Exchange.Cli.Demo;

/// <summary>
/// One story between the two gateways, over their APIs. A step is complete when the receipt
/// of its message has been verified here with the recipient's card.
/// </summary>
internal sealed class DemoStory(DemoStage stage, Action<DemoReport.Step> onStep)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<DemoReport.Step> _steps = [];
    private readonly List<string> _faults = [];

    /// <summary>Plays the story and verifies both ledgers.</summary>
    public async Task<DemoReport> PlayAsync(CancellationToken cancellation)
    {
        using var asker = stage.Asker.Connect();
        using var answerer = stage.Answerer.Connect();
        try
        {
            await TellAsync(asker, answerer, cancellation);
        }
        catch (CommandFailedException failure) when (failure.Code == ExitCode.VerificationFailed)
        {
            // The story ends here; the ledgers are verified all the same.
            _faults.Add(failure.Message);
        }

        _faults.AddRange(await DemoEvidence.LeaveAsync(stage, asker, answerer, cancellation));
        var (ledgers, agree) = await VerifyLogsAsync(asker, answerer, cancellation);
        _faults.AddRange(await DemoExport.LeaveAsync(stage, asker, answerer, cancellation));
        return new(_faults.Count == 0, _steps, ledgers, agree, _faults, Math.Round(_watch.Elapsed.TotalSeconds, 3));
    }

    private async Task TellAsync(GatewayClient asker, GatewayClient answerer, CancellationToken cancellation)
    {
        var request = await PostAsync(asker, "api/v1/messages", "request.json", cancellation);
        await RequireRecordedAsync(asker, request, cancellation);
        Tell("request", request.MessageId, request.Signed);
        await ProveAsync("delivered", asker, stage.Asker, stage.Answerer, request.MessageId, cancellation);
        var acknowledgement = await WaitForAsync(answerer, request.ExchangeId, CaseKinds.Acknowledgement, cancellation);
        await ProveAsync("automatic-acknowledgement", answerer, stage.Answerer, stage.Asker, acknowledgement, cancellation);
        foreach (var (name, file) in new[] { ("partial-response", "partial-response.json"), ("final-response", "final-response.json") })
        {
            var answer = await PostAsync(answerer, $"api/v1/messages/{request.MessageId}/respond", file, cancellation);
            await ProveAsync(name, answerer, stage.Answerer, stage.Asker, answer.MessageId, cancellation);
        }
    }

    // The asker's ledger must have the request, under its signed checkpoint.
    private async Task RequireRecordedAsync(GatewayClient client, SubmittedView request, CancellationToken cancellation)
    {
        var log = new LedgerReader(client, stage.Asker.Card, [stage.Answerer.Card]) { KeepsEntries = true };
        var verdict = await log.VerifyAsync(WorkProgress.None, cancellation);
        if (!verdict.Holds || !log.Entries.Any(leaf => leaf.Event == LedgerEvents.MessageSent && leaf.MessageId == request.MessageId && leaf.Signed == request.Signed))
            throw new CommandFailedException(ExitCode.VerificationFailed, $"The ledger of {stage.Asker.Name} does not prove that it has recorded the request.");
    }

    private async Task<(DemoReport.LedgerResult[] Ledgers, bool? Agree)> VerifyLogsAsync(GatewayClient asker, GatewayClient answerer, CancellationToken cancellation)
    {
        var first = new LedgerReader(asker, stage.Asker.Card, [stage.Answerer.Card]) { KeepsEntries = true };
        var second = new LedgerReader(answerer, stage.Answerer.Card, [stage.Asker.Card]) { KeepsEntries = true };
        // The second ledger is read after the first, so it has all that the first says of it.
        var (one, two) = (await first.VerifyAsync(WorkProgress.None, cancellation), await second.VerifyAsync(WorkProgress.None, cancellation));
        _faults.AddRange([.. one.Faults, .. two.Faults]);
        DemoReport.LedgerResult[] ledgers =
        [
            new(stage.Asker.Name.Value, one.Size, one.Root.ToString(), one.Holds),
            new(stage.Answerer.Name.Value, two.Size, two.Root.ToString(), two.Holds),
        ];
        if (!one.Holds || !two.Holds)
            return (ledgers, null);
        var findings = LogComparison.Of(stage.Asker.Name, first.Entries, stage.Answerer.Name, second.Entries).Findings;
        _faults.AddRange(findings.Select(finding => finding.ToString()));
        return (ledgers, findings.Count == 0);
    }

    private async Task ProveAsync(string step, GatewayClient client, DemoParty sender, DemoParty recipient, Guid messageId, CancellationToken cancellation)
    {
        var message = await WaitUntilAsync(
            async () => await client.GetAsync<MessageView>($"api/v1/messages/{messageId}", cancellation) is { SettledAt: not null } settled ? settled : null,
            $"the receipt of {step}", cancellation);
        var receipt = await client.GetAsync<ReceiptView>($"api/v1/messages/{messageId}/receipt", cancellation);
        var leaf = ReceiptCheck.Verify(receipt, message, sender.Name, recipient.Card);
        if (leaf is null || receipt.Code != ReceiptCode.Accepted)
            throw new CommandFailedException(ExitCode.VerificationFailed, $"The receipt of {step} does not prove that {recipient.Name} has accepted the message.");
        Tell(step, messageId, message.Signed);
    }

    private async Task<Guid> WaitForAsync(GatewayClient client, Guid exchangeId, MessageKind kind, CancellationToken cancellation)
    {
        var found = await WaitUntilAsync(
            async () => (await client.GetAsync<IReadOnlyList<MessageView>>($"api/v1/messages?exchange={exchangeId}", cancellation)).FirstOrDefault(message => message.Kind == kind),
            kind.Code, cancellation);
        return found.MessageId!.Value;
    }

    private async Task<T> WaitUntilAsync<T>(Func<Task<T?>> look, string what, CancellationToken cancellation) where T : class
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(Look, cancellation))
        {
            if (await look() is { } found)
                return found;
        }

        throw new CommandFailedException(ExitCode.Failed, $"There was no {what} within {Patience.TotalSeconds:0} s. The last lines of the gateways' service logs:")
        {
            Details = [.. LastWords.Of(stage.Asker.Gateway.Log), .. LastWords.Of(stage.Answerer.Gateway.Log)],
        };
    }

    private static Task<SubmittedView> PostAsync(GatewayClient client, string path, string file, CancellationToken cancellation) =>
        client.PostAsync<SubmittedView>(path, StoryFile.Read(file), MessageId.New(TimeProvider.System), cancellation);

    private void Tell(string step, Guid messageId, Digest signed)
    {
        var told = new DemoReport.Step(step, TimeProvider.System.Now(), messageId, signed, Math.Round(_watch.Elapsed.TotalMilliseconds, 1));
        _steps.Add(told);
        onStep(told);
    }
}

/// <summary>Files within this program: the submissions of the story, and scripts.</summary>
internal static class StoryFile
{
    public static byte[] Read(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var json = new MemoryStream();
        resource.CopyTo(json);
        return json.ToArray();
    }
}
