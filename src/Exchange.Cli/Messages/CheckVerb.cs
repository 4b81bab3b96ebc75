using System.Text.Json.Nodes;
using Exchange.Cli.Parties;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Cli.Messages;

internal sealed class CheckVerb : Verb
{
    private static readonly string[] OfGateway =
    [
        "whether the counterpart is known and takes the language",
        "the highest classification and the longest retention that may be sent there",
        "whether the exchange, and every message and item that is named, is there and allows it",
        "consent for what is quoted of another party",
        "codes of places by the gateway's own list",
    ];

    private readonly Argument<string> _file = new("FILE.json")
    {
        Description = "File to submit, which names its kind ('-' for standard input).",
    };
    private readonly Option<string?> _replyTo = new("--reply-to")
    {
        Description = "The message that it answers: an id, or the reference of the exchange that it opened.",
        HelpName = "ID",
    };
    private readonly Option<string?> _sender = MeantMessage.SenderOption();

    public CheckVerb()
        : base(
            "check",
            "Check a file before it is submitted: every fault and every warning. Nothing is sent or stored. The gateway judges it if one "
                + "is named and answers; without one, the file is judged by itself, and what was not judged is said.",
            "exchange check request.json",
            "exchange check answer.json --reply-to MYS-BGD-2026-000001",
            "exchange check - --json < answer.json"
        ) => Take(_file, _replyTo, _sender);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var json = await SubmissionFile.ReadAsync(invocation.Required(_file), cancellation);
        var own = Read(invocation, json);
        // Nothing more can be judged of what names no kind.
        var (found, reason) = own.Faults is [{ Pointer: "" or "/kind" }] ? (own, null) : await AskAsync(invocation, json, own, cancellation);
        CheckedText.Answer(
            invocation,
            found,
            reason is null ? [] : OfGateway,
            reason,
            found.Faults is [{ Pointer: "/kind" }]
                ? "Name the kind in the file, as in \"kind\": \"request\"; an answer may name it too."
                : "Correct what is named, and check again."
        );
    }

    // By the file alone: what a gateway may send at most is its own setting.
    private CheckedView Read(Invocation invocation, byte[] json)
    {
        var limits = new SubmissionLimits(invocation.Surroundings.Time.Now(), Enum.GetValues<Classification>().Max());
        var read = Submission.ReadAny(json, limits, invocation.Value(_replyTo) is not null);
        return new(
            read.Value?.Body.Kind.Code,
            [.. read.Faults.Select(fault => new FaultView(fault.Pointer, (int)fault.Code, fault.Text))],
            [.. read.Warnings.Select(warning => new WarningView(warning.Pointer, warning.Text))]
        );
    }

    // What the gateway finds; or what is found without it, and why it was not asked.
    private async Task<(CheckedView Found, string? NotAsked)> AskAsync(
        Invocation invocation,
        byte[] json,
        CheckedView own,
        CancellationToken cancellation
    )
    {
        if (invocation.HomeOrNone is null && string.IsNullOrEmpty(invocation.Surroundings.Variable("EXCHANGE_URL")))
            return (own, "no gateway is named (--home DIR, or EXCHANGE_URL)");
        var replyTo = invocation.Value(_replyTo);
        if (replyTo is null && (JsonNode.Parse(json) as JsonObject)?["counterpart"] is null)
            return (own, "the file names no counterpart, and no message that it answers was given (--reply-to ID)");
        try
        {
            using var client = new GatewayClient(GatewayAddress.Of(invocation));
            var sender = invocation.Value(_sender) is { } party ? PartyArgument.Parse(party).Value : null;
            var path = replyTo is null
                ? "api/v1/messages/check"
                : (await MeantMessage.OfAsync(replyTo, _replyTo.Name, sender, client, cancellation)).Path("/check");
            return (await client.PostAsync<CheckedView>(path, json, MessageId.New(invocation.Surroundings.Time), cancellation), null);
        }
        catch (CommandFailedException failure) when (failure.Code == ExitCode.Unreachable)
        {
            return (own, "the gateway did not answer");
        }
        // Of a home that the command itself names, this must be corrected.
        catch (CommandFailedException failure) when (failure.Code == ExitCode.Usage && invocation.NamedHome is null)
        {
            return (own, $"the gateway was not asked ({failure.Happened.TrimEnd('.')})");
        }
    }
}

/// <summary>What a check has found, as lines of text.</summary>
internal static class CheckedText
{
    /// <exception cref="CommandFailedException">There are faults.</exception>
    public static void Answer(Invocation invocation, CheckedView found, IReadOnlyList<string> notJudged, string? reason, string toDo)
    {
        invocation.Answer(
            new Document(found.Kind, found.Faults, found.Warnings, notJudged, reason),
            [
                .. found.Faults.Count == 0
                    ? [$"This is a valid {found.Kind}."]
                    : found.Faults.Select(fault => Problem.FaultLine(fault.Pointer, $"{fault.Code}", fault.Detail)),
                .. found.Warnings.Select(warning => $"Warning: {warning.Pointer}: {warning.Detail}"),
                .. notJudged.Count == 0 ? Array.Empty<string>() : [$"Not judged, as {reason}: {string.Join("; ", notJudged)}."],
            ]
        );
        if (found.Faults.Count > 0)
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                $"It has {found.Faults.Count} fault{(found.Faults.Count == 1 ? "" : "s")}.",
                "Nothing was sent.",
                toDo
            );
        }
    }

    private sealed record Document(
        string? Kind,
        IReadOnlyList<FaultView> Faults,
        IReadOnlyList<WarningView> Warnings,
        IReadOnlyList<string> NotJudged,
        string? NotAsked
    );
}
