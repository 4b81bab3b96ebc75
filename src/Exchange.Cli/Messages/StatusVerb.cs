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
            "Show the state of an exchange, what is still open in it, and its messages, the newest 200.",
            "exchange status BGD-MYS-2026-000001",
            "exchange status 019b0c4e-…"
        ) => Take(_id, _sender, _before);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        var message = await client.GetAsync<MessageView>(meant.Path(), cancellation);
        var exchange = await client.GetAsync<ExchangeView>(
            $"api/v1/exchanges/{message.ExchangeId}?counterpart={message.Counterpart}",
            cancellation
        );
        string[] query = [$"exchange={message.ExchangeId}", $"counterpart={message.Counterpart}", .. PageOption.Query(invocation, _before)];
        var (newest, next) = await client.GetPageAsync<IReadOnlyList<MessageView>>(
            $"api/v1/messages?{string.Join('&', query)}",
            cancellation
        );
        IReadOnlyList<MessageView> messages = [.. newest.Reverse()];
        invocation.Answer(
            exchange with
            {
                Messages = messages,
                HasEarlierMessages = next is not null,
            },
            [
                CaseText.Summary(exchange, invocation.Surroundings.Time.Now()),
                .. exchange.State.StillOpen.Select(point => $"  Open: {OpenPoints.Sentence(point)}"),
                .. messages
                    .SelectMany(item => new[] { "  " + MessageText.Line(item), MessageText.Fate(item), MessageText.Erased(item) })
                    .OfType<string>(),
                .. messages.Min(item => item.KeptUntil) is { } last
                    ? [string.Create(CultureInfo.InvariantCulture, $"  Content is kept until {last:yyyy-MM-dd}{OnHold(exchange)}")]
                    : Array.Empty<string>(),
            ]
        );
        PageOption.SayMore(invocation, next, "older messages");
    }

    private static string OnHold(ExchangeView exchange) => exchange.Hold is null ? "." : ", and longer while the exchange is on hold.";
}
