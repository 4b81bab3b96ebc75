using Exchange.Protocol.Vocabulary;

namespace Exchange.Cli.Messages;

internal sealed class DraftOutgoingVerb()
    : DraftVerb(
        "outgoing",
        "Show all that would leave with a draft, to whom and under which codes, and the digest that releases it.",
        "exchange draft outgoing 019b0c4e-…"
    )
{
    protected override async Task RunAsync(Invocation invocation, GatewayClient client, string path, CancellationToken cancellation)
    {
        var outgoing = await client.GetAsync<OutgoingView>($"{path}/outgoing", cancellation);
        invocation.Answer(
            outgoing,
            [
                $"{outgoing.Kind} to {outgoing.To}, {CodeNames<Classification>.Write(outgoing.Classification)}",
                .. outgoing.Handling.Select(part => $"  {string.Join(' ', part.Codes)}  {part.Pointer}"),
                .. outgoing.Rules.Count == 0
                    ? ["No rule demands a release."]
                    : outgoing.Rules.Select(rule => $"A second person must release it: {rule.Detail}"),
                .. PlainLine.OfJson(outgoing.Message.ToJsonString(ProtocolJson.Indented)),
                .. (outgoing.Warnings ?? []).Select(warning => $"Warning: {warning.Pointer}: {warning.Detail}"),
                $"Digest of what would leave: {outgoing.Digest}",
            ]
        );
    }
}

internal sealed class DraftReturnVerb : DraftVerb
{
    private readonly Option<long> _seen = new("--seen")
    {
        Description = "The version that you have read, as 'exchange draft show' prints it; refused if its author has changed it since.",
        HelpName = "NUMBER",
        Required = true,
    };
    private readonly Option<string> _reason = new("--reason")
    {
        Description = "What its author should change.",
        HelpName = "TEXT",
        Required = true,
    };

    public DraftReturnVerb()
        : base(
            "return",
            "Return a draft that awaits release to its author.",
            "exchange draft return 019b0c4e-… --seen 3 --reason \"Name the source.\""
        ) => Take(_seen, _reason);

    protected override async Task RunAsync(Invocation invocation, GatewayClient client, string path, CancellationToken cancellation)
    {
        var draft = await client.CallOfVersionAsync<DraftView>(
            HttpMethod.Post,
            $"{path}/return",
            new DraftReturn(invocation.Required(_reason)),
            invocation.Value(_seen),
            cancellation
        );
        invocation.Answer(draft, DraftText.Line(draft));
    }
}

internal sealed class DraftReleaseVerb : DraftVerb
{
    private readonly Option<string> _digest = new("--digest")
    {
        Description = "Digest of what you have read, as 'exchange draft outgoing' prints it.",
        HelpName = "DIGEST",
        Required = true,
    };

    public DraftReleaseVerb()
        : base(
            "release",
            "Release a draft of another author, which sends it. Needs a person with the role supervisor who has signed in.",
            "exchange draft release 019b0c4e-… --digest sha256:3f0c…"
        ) => Take(_digest);

    protected override async Task RunAsync(Invocation invocation, GatewayClient client, string path, CancellationToken cancellation)
    {
        if (!Digest.TryParse(invocation.Required(_digest), out var digest))
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                "--digest is not a digest.",
                "Nothing was sent.",
                "Read the draft and its digest with: exchange draft outgoing ID"
            );
        }

        var draft = await client.CallAsync<DraftView>(HttpMethod.Post, $"{path}/release", new DraftRelease(digest), cancellation);
        invocation.Say($"{draft.Reference} is signed, recorded and queued. To see its receipt later: exchange receipt {draft.Id}");
        invocation.Answer(draft, DraftText.Line(draft));
    }
}
