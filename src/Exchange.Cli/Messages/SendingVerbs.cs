using Exchange.Protocol.Messages;

namespace Exchange.Cli.Messages;

/// <summary>A verb that gives the gateway something to send.</summary>
internal abstract class SendingVerb : Verb
{
    private readonly Option<Guid?> _key = new("--key")
    {
        Description =
            "Idempotency key of an earlier call whose outcome is unknown: repeats it without a second effect (default: a new one).",
        HelpName = "UUID",
    };

    protected SendingVerb(string name, string description, params string[] examples)
        : base(name, description, examples) => Take(_key);

    /// <summary>Sends a message, or asks a second person for its release if a rule demands one.</summary>
    /// <param name="kind">Its kind; null if <paramref name="json"/> names it.</param>
    /// <param name="answered">The message that it answers.</param>
    /// <returns>True if it was sent.</returns>
    protected async Task<bool> SendAsync(
        Invocation invocation,
        string path,
        byte[] json,
        string? kind,
        MeantMessage? answered,
        CancellationToken cancellation
    )
    {
        var key = invocation.Value(_key) ?? MessageId.New(invocation.Surroundings.Time);
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        try
        {
            if (await TryPostAsync(client, path, json, key, cancellation) is { } sent)
            {
                foreach (var warning in sent.Warnings)
                    invocation.Say($"Warning: {warning.Pointer}: {warning.Detail}");
                invocation.Say(
                    $"{sent.Reference} is signed, recorded and queued. To see its receipt later: exchange receipt {sent.MessageId}"
                );
                invocation.Answer(sent, MessageId.Write(sent.MessageId));
                return true;
            }

            var draft = await DraftFile.CreateAsync(client, DraftFile.Read(json), kind, answered, key, cancellation);
            invocation.Say($"This message must be released by a second person: it is kept as draft {draft.Id}.");
            draft = await client.CallAsync<DraftView>(HttpMethod.Post, $"api/v1/drafts/{draft.Id}/submit", null, cancellation);
            invocation.Say($"It waits for its release, and nothing was sent yet. To see where it is: exchange draft show {draft.Id}");
            invocation.Answer(draft, MessageId.Write(draft.Id));
            return false;
        }
        catch (CommandFailedException failure) when (failure.Code is ExitCode.Unreachable or ExitCode.Failed)
        {
            throw new CommandFailedException(
                failure.Code,
                failure.Happened,
                failure.Kept,
                $"To repeat the same call without a second effect, add: --key {key}"
            )
            {
                Details = failure.Details,
            };
        }
        catch (OperationCanceledException)
        {
            throw new CommandFailedException(
                ExitCode.Failed,
                "The command was interrupted before the gateway answered.",
                "The gateway may have recorded the message.",
                $"To repeat the same call without a second effect, add: --key {key}"
            );
        }
    }

    // Null if it must be released.
    private static async Task<SubmittedView?> TryPostAsync(
        GatewayClient client,
        string path,
        byte[] json,
        Guid key,
        CancellationToken cancellation
    )
    {
        try
        {
            return await client.PostAsync<SubmittedView>(path, json, key, cancellation);
        }
        catch (CommandFailedException refused) when (refused.Problem == "release-required")
        {
            return null;
        }
    }
}

internal sealed class SubmitVerb : SendingVerb
{
    private readonly Argument<string> _file = new("FILE.json")
    {
        Description = "File with counterpart, kind, handling and body ('-' for standard input).",
    };

    public SubmitVerb()
        : base(
            "submit",
            "Open an exchange with a counterpart, such as with a request. What must be released waits as a draft for a second person.",
            "exchange submit request.json",
            "exchange submit - --json < request.json"
        ) => Take(_file);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation) =>
        await SendAsync(
            invocation,
            "api/v1/messages",
            await SubmissionFile.ReadAsync(invocation.Required(_file), cancellation),
            null,
            null,
            cancellation
        );
}

/// <summary>The verb of a kind that follows in an exchange, such as <c>respond</c>.</summary>
internal sealed class AnswerVerb : SendingVerb
{
    private readonly Argument<string> _id = MeantMessage.Argument(
        "The message to answer: that which opened the exchange, or a clarification that asks"
    );
    private readonly Argument<string> _file = new("FILE.json")
    {
        Description = "File with handling and body of the answer ('-' for standard input).",
    };
    private readonly Option<string?> _sender = MeantMessage.SenderOption();
    private readonly CaseKind _kind;

    public AnswerVerb(CaseKind kind)
        : base(kind.Verb, kind.Summary, $"exchange {kind.Verb} 019b0c4e-… answer.json")
    {
        _kind = kind;
        Take(_id, _file, _sender);
    }

    /// <summary>One for each kind that has no verb with options of its own.</summary>
    public static IEnumerable<AnswerVerb> All() =>
        CaseKinds.All.Where(kind => kind.Follows && kind != CaseKinds.Acknowledgement).Select(kind => new AnswerVerb(kind));

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var answer = await SubmissionFile.ReadAsync(invocation.Required(_file), cancellation);
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        await SendAsync(invocation, meant.Path($"/{Name}"), answer, _kind.Code, meant, cancellation);
    }
}

/// <summary>The file that an officer submits; <c>-</c> is the standard input.</summary>
internal static class SubmissionFile
{
    /// <exception cref="CommandFailedException">It does not exist, or is larger than a submission may be.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        if (path != "-" && !File.Exists(path))
        {
            throw new CommandFailedException(
                // Who gives the content itself instead of a file's name must not find it in an error.
                ExitCode.Usage,
                "The file that was given as FILE.json does not exist.",
                "Nothing was sent.",
                path.StartsWith('@') ? "Give the name without '@'." : "Give the name of a file, or - for the standard input."
            );
        }

        await using var input = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        var bytes = new byte[Submission.MaximumSize + 1];
        // A terminal's own read cannot be called off, but need not be waited for.
        var size = await input
            .ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation)
            .AsTask()
            .WaitAsync(cancellation);
        return size < bytes.Length
            ? bytes[..size]
            : throw new CommandFailedException(
                ExitCode.Refused,
                FormattableString.Invariant($"The submission is larger than {Submission.MaximumSize} bytes, the limit."),
                "Nothing was sent.",
                "Shorten it, or send several requests."
            );
    }
}
