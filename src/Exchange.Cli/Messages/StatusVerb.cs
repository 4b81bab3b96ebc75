using Exchange.Protocol.Life;

namespace Exchange.Cli.Messages;

internal sealed class StatusVerb : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "Reference or id of an exchange, or the id of a message in it." };
    private readonly Option<string?> _sender = MeantMessage.SenderOption();
    private readonly Option<long?> _before = PageOption.Create();

    public StatusVerb()
        : base(
            "status",
            "Show the state of an exchange, what is still open in it, and what happened in order of time, the newest 200 entries: "
                + "messages, receipts, deadlines, decisions and accesses.",
            "exchange status BGD-MYS-2026-000001",
            "exchange status 019b0c4e-…"
        ) => Take(_id, _sender, _before);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        var message = await client.GetAsync<MessageView>(meant.Path(), cancellation);
        var path = $"api/v1/exchanges/{message.ExchangeId}";
        var exchange = await client.GetAsync<ExchangeView>($"{path}?counterpart={message.Counterpart}", cancellation);
        string[] query = [$"counterpart={message.Counterpart}", .. PageOption.Query(invocation, _before)];
        var (newest, next) = await client.GetPageAsync<IReadOnlyList<HistoryView>>(
            $"{path}/history?{string.Join('&', query)}",
            cancellation
        );
        IReadOnlyList<HistoryView> timeline = [.. newest.Reverse()];
        invocation.Answer(
            new StatusView(exchange, timeline),
            [
                CaseText.Summary(exchange, invocation.Surroundings.Time.Now()),
                .. exchange.State.StillOpen.Select(point => $"  Open: {OpenPoints.Sentence(point)}"),
                .. TimelineText.Lines(timeline, DueOf(exchange.State, invocation)).Select(line => "  " + line),
                .. exchange.KeptUntil is { } last
                    ? [string.Create(CultureInfo.InvariantCulture, $"  Content is kept until {last:yyyy-MM-dd}{OnHold(exchange)}")]
                    : Array.Empty<string>(),
            ]
        );
        PageOption.SayMore(invocation, next, "older entries");
    }

    // On the newest page, while an answer is awaited.
    private DateTimeOffset? DueOf(ExchangeStateView state, Invocation invocation) =>
        invocation.Value(_before) is null && state.OurTurn is not null ? state.DueAt : null;

    private static string OnHold(ExchangeView exchange) => exchange.Hold is null ? "." : ", and longer while the exchange is on hold.";
}

/// <summary>An exchange and what happened in it.</summary>
/// <param name="Exchange">Its state and its newest messages.</param>
/// <param name="Timeline">Entries of our ledger, the oldest first.</param>
internal sealed record StatusView(ExchangeView Exchange, IReadOnlyList<HistoryView> Timeline);
