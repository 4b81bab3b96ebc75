namespace Exchange.Cli.Messages;

internal sealed class BringBackVerb : Verb
{
    private const string None = "none";

    private readonly Argument<string> _id = new("ID") { Description = "Reference or id of an exchange, or the id of a message in it." };
    private readonly Option<string> _on = new("--on")
    {
        Description = $"Day or time in UTC, such as 2026-11-23 or 2026-11-23T16:00:00.000Z; '{None}' clears it.",
        HelpName = "DATE",
        Required = true,
    };
    private readonly Option<string?> _sender = MeantMessage.SenderOption();

    public BringBackVerb()
        : base(
            "bring-back",
            "Bring an exchange back at a time: from then on it is listed by: exchange cases --brought-back. Recorded in the ledger.",
            "exchange bring-back BGD-MYS-2026-000001 --on 2026-12-01",
            "exchange bring-back BGD-MYS-2026-000001 --on none"
        ) => Take(_id, _on, _sender);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, _id, _sender, client, cancellation);
        var message = await client.GetAsync<MessageView>(meant.Path(), cancellation);
        var on = invocation.Required(_on) is var text && text == None ? "" : $"&on={Uri.EscapeDataString(text)}";
        var exchange = await client.PostAsync<ExchangeView>(
            $"api/v1/exchanges/{message.ExchangeId}/bring-back?counterpart={message.Counterpart}{on}",
            [],
            Guid.Empty,
            cancellation
        );
        invocation.Answer(exchange, CaseText.Summary(exchange, invocation.Surroundings.Time.Now()));
    }
}
