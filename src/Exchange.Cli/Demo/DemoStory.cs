using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
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
        using var ours = new DemoDraft(stage.Asker, asker);
        using var theirs = new DemoDraft(stage.Answerer, answerer);
        Side here = new(asker, ours, stage.Asker, stage.Answerer),
            there = new(answerer, theirs, stage.Answerer, stage.Asker);
        var request = await SendAsync("request", here, null, cancellation);
        await RequireRecordedAsync(asker, request, cancellation);
        Tell("request", request.MessageId, request.Signed);
        await ProveAsync("delivered", here, request.MessageId, cancellation);
        await AcknowledgeAsync("automatic-acknowledgement", there, request, cancellation);
        var question = await ReplyAsync("clarification-question", there, request, CaseKinds.Clarification, cancellation);
        await ReplyAsync("clarification-answer", here, question, CaseKinds.Clarification, cancellation);
        await ReplyAsync("extension", there, request, CaseKinds.Extension, cancellation);
        await ReplyAsync("partial-response", there, request, CaseKinds.Response, cancellation);
        var alert = await OpenAsync("protection-alert", there, cancellation);
        await AcknowledgeAsync("alert-acknowledgement", here, alert, cancellation);
        await ReplyAsync("alert-response", here, alert, CaseKinds.Response, cancellation);
        await ReplyAsync("final-response", there, request, CaseKinds.Response, cancellation);
        var action = await OpenAsync("follow-up-action", here, cancellation);
        await ReplyAsync("follow-up-action-in-progress", there, action, CaseKinds.FollowUpAction, cancellation);
        await ReplyAsync("feedback", here, request, CaseKinds.Feedback, cancellation);
    }

    private async Task<SentView> OpenAsync(string step, Side sender, CancellationToken cancellation)
    {
        var opening = await SendAsync(step, sender, null, cancellation);
        await ProveAsync(step, sender, opening.MessageId, cancellation);
        return opening;
    }

    private async Task<SentView> ReplyAsync(string step, Side sender, SentView to, CaseKind kind, CancellationToken cancellation)
    {
        var reply = await SendAsync(step, sender, (to.MessageId, kind), cancellation);
        await ProveAsync(step, sender, reply.MessageId, cancellation);
        return reply;
    }

    // The gateway sends it by itself.
    private async Task AcknowledgeAsync(string step, Side sender, SentView opening, CancellationToken cancellation) =>
        await ProveAsync(
            step,
            sender,
            await WaitForAsync(sender.Client, opening.ExchangeId, CaseKinds.Acknowledgement, cancellation),
            cancellation
        );

    // The asker's ledger must have the request, under its signed checkpoint.
    private async Task RequireRecordedAsync(GatewayClient client, SentView request, CancellationToken cancellation)
    {
        var log = new LedgerReader(client, stage.Asker.Card, [stage.Answerer.Card]) { KeepsEntries = true };
        var verdict = await log.VerifyAsync(WorkProgress.None, cancellation);
        if (
            !verdict.Holds
            || !log.Entries.Any(leaf =>
                leaf.Event == LedgerEvents.MessageSent && leaf.MessageId == request.MessageId && leaf.Signed == request.Signed
            )
        )
        {
            throw new CommandFailedException(
                ExitCode.VerificationFailed,
                $"The ledger of {stage.Asker.Name} does not prove that it has recorded the request."
            );
        }
    }

    private async Task<(DemoReport.LedgerResult[] Ledgers, bool? Agree)> VerifyLogsAsync(
        GatewayClient asker,
        GatewayClient answerer,
        CancellationToken cancellation
    )
    {
        var first = new LedgerReader(asker, stage.Asker.Card, [stage.Answerer.Card]) { KeepsEntries = true };
        var second = new LedgerReader(answerer, stage.Answerer.Card, [stage.Asker.Card]) { KeepsEntries = true };
        // The second ledger is read after the first, so it has all that the first says of it.
        var (one, two) = (
            await first.VerifyAsync(WorkProgress.None, cancellation),
            await second.VerifyAsync(WorkProgress.None, cancellation)
        );
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

    private async Task ProveAsync(string step, Side side, Guid messageId, CancellationToken cancellation)
    {
        var (client, _, sender, recipient) = side;
        var message = await WaitUntilAsync(
            async () =>
                await client.GetAsync<MessageView>($"api/v1/messages/{messageId}", cancellation) is { SettledAt: not null } settled
                    ? settled
                    : null,
            $"the receipt of {step}",
            cancellation
        );
        var receipt = await client.GetAsync<ReceiptView>($"api/v1/messages/{messageId}/receipt", cancellation);
        var leaf = ReceiptCheck.Verify(receipt, message, sender.Name, recipient.Card);
        if (leaf is null || receipt.Code != ReceiptCode.Accepted)
        {
            throw new CommandFailedException(
                ExitCode.VerificationFailed,
                $"The receipt of {step} does not prove that {recipient.Name} has accepted the message."
            );
        }

        Tell(step, messageId, message.Signed);
    }

    private async Task<Guid> WaitForAsync(GatewayClient client, Guid exchangeId, MessageKind kind, CancellationToken cancellation)
    {
        var found = await WaitUntilAsync(
            async () =>
                (await client.GetAsync<IReadOnlyList<MessageView>>($"api/v1/messages?exchange={exchangeId}", cancellation)).FirstOrDefault(
                    message => message.Kind == kind
                ),
            kind.Code,
            cancellation
        );
        return found.MessageId!.Value;
    }

    private async Task<T> WaitUntilAsync<T>(Func<Task<T?>> look, string what, CancellationToken cancellation)
        where T : class
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(Look, cancellation))
        {
            if (await look() is { } found)
                return found;
        }

        throw new CommandFailedException(
            ExitCode.Failed,
            $"There was no {what} within {Patience.TotalSeconds:0} s. The last lines of the gateways' service logs:"
        )
        {
            Details = [.. LastWords.Of(stage.Asker.Gateway.Log), .. LastWords.Of(stage.Answerer.Gateway.Log)],
        };
    }

    private static Task<SentView> SendAsync(
        string step,
        Side side,
        (Guid MessageId, CaseKind Kind)? answered,
        CancellationToken cancellation
    ) => side.Drafts.SendAsync(SubmissionOf(step), answered, side.Recipient.Name, cancellation);

    // Of all that is said, only the new due time depends on the day of the demonstration.
    private static JsonObject SubmissionOf(string step)
    {
        var submission = JsonNode.Parse(StoryFile.Read($"{step}.json"))!.AsObject();
        if (step == "extension")
            submission["body"]!["newDueAt"] = ProtocolTime.Write(TimeProvider.System.Now().AddDays(14));
        return submission;
    }

    private void Tell(string step, Guid messageId, Digest signed)
    {
        var told = new DemoReport.Step(step, TimeProvider.System.Now(), messageId, signed, Math.Round(_watch.Elapsed.TotalMilliseconds, 1));
        _steps.Add(told);
        onStep(told);
    }
}

/// <summary>A party of the story that sends a message to the other.</summary>
internal sealed record Side(GatewayClient Client, DemoDraft Drafts, DemoParty Sender, DemoParty Recipient);

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
