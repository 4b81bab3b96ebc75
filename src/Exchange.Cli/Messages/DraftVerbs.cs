using System.Text.Json.Nodes;

namespace Exchange.Cli.Messages;

/// <summary>A verb for one draft.</summary>
internal abstract class DraftVerb : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "The draft: its id, as 'exchange draft list' shows it." };

    protected DraftVerb(string name, string description, params string[] examples)
        : base(name, description, examples) => Take(_id);

    protected sealed override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        if (!MessageId.TryParse(invocation.Required(_id).ToLowerInvariant(), out var id))
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                "ID is not the id of a draft.",
                "Nothing was changed.",
                "List the ids with: exchange draft list"
            );
        }

        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        await RunAsync(invocation, client, $"api/v1/drafts/{MessageId.Write(id)}", cancellation);
    }

    protected abstract Task RunAsync(Invocation invocation, GatewayClient client, string path, CancellationToken cancellation);
}

internal sealed class DraftNewVerb : Verb
{
    private readonly Argument<string> _file = new("FILE.json")
    {
        Description =
            "File with counterpart, kind, handling and body, as for 'exchange submit'; it may be incomplete ('-' for standard input).",
    };
    private readonly Option<string?> _replyTo = new("--reply-to")
    {
        Description = "The message that it answers: an id, or the reference of the exchange that it opened.",
        HelpName = "ID",
    };
    private readonly Option<string?> _sender = MeantMessage.SenderOption();
    private readonly Option<string?> _kind = new("--kind")
    {
        Description = "Kind of the message, if the file does not name it.",
        HelpName = "KIND",
    };
    private readonly Option<Guid?> _key = new("--key")
    {
        Description =
            "Idempotency key of an earlier call whose outcome is unknown: repeats it without a second effect (default: a new one).",
        HelpName = "UUID",
    };

    public DraftNewVerb()
        : base(
            "new",
            "Begin a draft, which its author alone sees until its release is asked for.",
            "exchange draft new request.json",
            "exchange draft new answer.json --kind response --reply-to MYS-BGD-2026-000001"
        ) => Take(_file, _replyTo, _sender, _kind, _key);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var file = DraftFile.Read(await SubmissionFile.ReadAsync(invocation.Required(_file), cancellation));
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var answered = invocation.Value(_replyTo) is { } replyTo
            ? await MeantMessage.OfAsync(replyTo, _replyTo.Name, invocation.Value(_sender), client, cancellation)
            : null;
        var key = invocation.Value(_key) ?? MessageId.New(invocation.Surroundings.Time);
        var made = await DraftFile.CreateAsync(client, file, invocation.Value(_kind), answered, key, cancellation);
        invocation.Say($"To see what is missing: exchange draft check {made.Id}");
        invocation.Answer(made, MessageId.Write(made.Id));
    }
}

internal sealed class DraftListVerb : Verb
{
    private readonly Option<string?> _status = new("--status")
    {
        Description = $"Show drafts of this status only: {CodeNames<DraftStatus>.All}.",
        HelpName = "STATUS",
    };
    private readonly Option<Guid?> _before = new("--before")
    {
        Description = "Show the next page: the id of the last draft of the page before.",
        HelpName = "ID",
    };

    public DraftListVerb()
        : base(
            "list",
            "List your drafts, and as a supervisor those of others that are not being edited, the newest first, 50 a page.",
            "exchange draft list",
            "exchange draft list --status awaiting-release"
        ) => Take(_status, _before);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        string[] query =
        [
            .. invocation.Value(_status) is { } status ? [$"status={Uri.EscapeDataString(status)}"] : Array.Empty<string>(),
            .. invocation.Value(_before) is { } before ? [$"before={before}"] : Array.Empty<string>(),
        ];
        var (drafts, next) = await client.GetPageAsync<IReadOnlyList<DraftView>>($"api/v1/drafts?{string.Join('&', query)}", cancellation);
        if (drafts.Count == 0)
            invocation.Say("There are no such drafts.");
        invocation.Answer(drafts, drafts.Select(DraftText.Line));
        if (next is not null)
            invocation.Say($"There are older drafts. To see them, repeat the command with: --before {drafts[^1].Id}");
    }
}

internal sealed class DraftShowVerb()
    : DraftVerb(
        "show",
        "Show a draft with what it says. That another than its author reads it is recorded in the ledger.",
        "exchange draft show 019b0c4e-…"
    )
{
    protected override async Task RunAsync(Invocation invocation, GatewayClient client, string path, CancellationToken cancellation)
    {
        var draft = await client.GetAsync<DraftView>(path, cancellation);
        invocation.Answer(
            draft,
            [
                DraftText.Line(draft),
                .. draft.Reason is { } reason ? PlainLine.OfJson($"Returned: {reason}") : [],
                .. PlainLine.OfJson(
                    draft.Message is { } message
                        ? JsonSerializer.Serialize(message, ProtocolJson.Indented)
                        : "It was sent: what it says is in the message."
                ),
            ]
        );
    }
}

internal sealed class DraftEditVerb : DraftVerb
{
    private readonly Argument<string> _file = new("FILE.json")
    {
        Description = "File with handling and body, which replaces what the draft says ('-' for standard input).",
    };
    private readonly Option<long?> _over = new("--over")
    {
        Description =
            "The version that you have edited, as 'exchange draft show' prints it; refused if there is a later one (default: the newest).",
        HelpName = "NUMBER",
    };

    public DraftEditVerb()
        : base(
            "edit",
            "Replace what a draft says. A release that was asked for is void then.",
            "exchange draft edit 019b0c4e-… request.json --over 3"
        ) => Take(_file, _over);

    protected override async Task RunAsync(Invocation invocation, GatewayClient client, string path, CancellationToken cancellation)
    {
        var file = DraftFile.Read(await SubmissionFile.ReadAsync(invocation.Required(_file), cancellation));
        var version = invocation.Value(_over) ?? (await client.GetAsync<DraftView>(path, cancellation)).Version;
        var draft = await client.CallOfVersionAsync<DraftView>(
            HttpMethod.Put,
            path,
            new JsonObject { ["message"] = DraftFile.MessageOf(file) },
            version,
            cancellation
        );
        invocation.Answer(draft, DraftText.Line(draft));
    }
}

internal sealed class DraftCheckVerb()
    : DraftVerb("check", "Check a draft as it stands: every fault and every warning. Nothing is sent.", "exchange draft check 019b0c4e-…")
{
    protected override async Task RunAsync(Invocation invocation, GatewayClient client, string path, CancellationToken cancellation)
    {
        var found = await client.GetAsync<CheckedView>($"{path}/check", cancellation);
        CheckedText.Answer(invocation, found, [], null, "Correct what is named, and check again.");
    }
}

internal sealed class DraftSubmitVerb()
    : DraftVerb("submit", "Send a draft, or ask a second person for its release if a rule demands one.", "exchange draft submit 019b0c4e-…")
{
    protected override async Task RunAsync(Invocation invocation, GatewayClient client, string path, CancellationToken cancellation)
    {
        var draft = await client.CallAsync<DraftView>(HttpMethod.Post, $"{path}/submit", null, cancellation);
        invocation.Say(
            draft.Status == DraftStatus.Sent
                ? $"{draft.Reference} is signed, recorded and queued."
                : "A second person must release it. Nothing was sent yet."
        );
        invocation.Answer(draft, DraftText.Line(draft));
    }
}

internal sealed class DraftDeleteVerb : DraftVerb
{
    private readonly Option<bool> _yes = new("--yes") { Description = "Confirm. A deleted draft cannot be read again." };

    public DraftDeleteVerb()
        : base("delete", "Delete a draft with its key.", "exchange draft delete 019b0c4e-… --yes") => Take(_yes);

    protected override async Task RunAsync(Invocation invocation, GatewayClient client, string path, CancellationToken cancellation)
    {
        if (!invocation.Value(_yes))
        {
            throw new CommandFailedException(
                ExitCode.Refused,
                "A deleted draft cannot be read again.",
                "Nothing was changed.",
                "To confirm, add: --yes"
            );
        }

        await client.CallAsync(HttpMethod.Delete, path, null, cancellation);
        invocation.Say("The draft is deleted.");
    }
}
