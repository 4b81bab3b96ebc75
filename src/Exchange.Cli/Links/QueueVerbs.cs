using Exchange.Cli.Parties;

namespace Exchange.Cli.Links;

internal sealed class LinkQueueVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };
    private readonly Option<long?> _after = PageOption.Create("--after");

    public LinkQueueVerb()
        : base(
            "queue",
            "List what waits in the outbox for the broker's confirm or for a receipt, in the order of sending.",
            "exchange link queue MYS",
            "exchange link queue MYS --json"
        ) => Take(_party, _after);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var path =
            $"api/v1/links/{PartyArgument.Parse(invocation.Required(_party))}/queue?{string.Join('&', PageOption.Query(invocation, _after))}";
        var (queued, next) = await client.GetPageAsync<IReadOnlyList<QueuedView>>(path, cancellation);
        invocation.Answer(queued, queued.Count == 0 ? ["Nothing waits."] : queued.Select(Line));
        PageOption.SayMore(invocation, next, "later messages");
    }

    private static string Line(QueuedView queued) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{queued.Id} {queued.MessageId} {queued.Kind}: {CodeNames<QueueState>.Write(queued.State)} since {ProtocolTime.Write(queued.MadeAt)}, attempts {queued.Attempts}{(queued.NextAttemptAt is { } at ? $", next {ProtocolTime.Write(at)}" : "")}"
        );
}

internal sealed class LinkDeferredVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };
    private readonly Option<long?> _after = PageOption.Create("--after");

    public LinkDeferredVerb()
        : base(
            "deferred",
            "List what arrived from a counterpart and cannot be judged yet, with what it waits for.",
            "exchange link deferred MYS"
        ) => Take(_party, _after);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var path =
            $"api/v1/links/{PartyArgument.Parse(invocation.Required(_party))}/deferred?{string.Join('&', PageOption.Query(invocation, _after))}";
        var (deferred, next) = await client.GetPageAsync<IReadOnlyList<DeferredView>>(path, cancellation);
        invocation.Answer(deferred, deferred.Count == 0 ? ["Nothing is deferred."] : deferred.Select(Line));
        PageOption.SayMore(invocation, next, "later messages");
    }

    private static string Line(DeferredView deferred) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{deferred.Id} {ProtocolTime.Write(deferred.ArrivedAt)} {deferred.Reason}: {deferred.Size} bytes, {deferred.Sealed}"
        );
}

internal sealed class LinkResendVerb : Verb
{
    private readonly Argument<string> _party = new("PARTY") { Description = "The counterpart." };

    public LinkResendVerb()
        : base(
            "resend",
            "Send again at once what has no receipt. It is sent again by itself too, at most an hour later.",
            "exchange link resend MYS"
        ) => Take(_party);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var resent = await client.PostAsync<ResentView>(
            $"api/v1/links/{PartyArgument.Parse(invocation.Required(_party))}/resend",
            [],
            Guid.Empty,
            cancellation
        );
        invocation.Answer(
            resent,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{resent.Messages} messages without a receipt are sent to {resent.Counterpart} again"
            )
        );
    }
}
