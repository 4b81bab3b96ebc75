using Exchange.Protocol.Life;

namespace Exchange.Cli.Messages;

internal sealed class HoldVerb : Verb
{
    private readonly Argument<string> _id = HeldExchange.Argument();
    private readonly Option<string> _reason = new("--reason")
    {
        Description = $"Why it is kept: {CodeNames<HoldReason>.All}.",
        HelpName = "CODE",
        Required = true,
    };
    private readonly Option<string?> _sender = MeantMessage.SenderOption();

    public HoldVerb()
        : base(
            "hold",
            "Keep what the messages of an exchange say beyond its date, for a reason, until a supervisor lifts the hold. Recorded "
                + "in the ledger.",
            "exchange hold BGD-MYS-2026-000001 --reason court-proceedings"
        ) => Take(_id, _reason, _sender);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation) =>
        HeldExchange.ChangeAsync(
            invocation,
            _id,
            _sender,
            "hold",
            $"&reason={Uri.EscapeDataString(invocation.Required(_reason))}",
            cancellation
        );
}

internal sealed class LiftHoldVerb : Verb
{
    private readonly Argument<string> _id = HeldExchange.Argument();
    private readonly Option<string?> _sender = MeantMessage.SenderOption();
    private readonly Option<bool> _yes = new("--yes") { Description = "Confirm. What is destroyed cannot be had back." };

    public LiftHoldVerb()
        : base(
            "lift-hold",
            "Lift the hold of an exchange, as a supervisor: what its messages say is destroyed at its date again, and within minutes "
                + "if that has passed. Recorded in the ledger.",
            "exchange lift-hold BGD-MYS-2026-000001 --yes"
        ) => Take(_id, _sender, _yes);

    protected override Task RunAsync(Invocation invocation, CancellationToken cancellation) =>
        invocation.Value(_yes)
            ? HeldExchange.ChangeAsync(invocation, _id, _sender, "lift-hold", "", cancellation)
            : throw new CommandFailedException(
                ExitCode.Usage,
                "What an exchange on hold says may be past its date, and would be destroyed within minutes.",
                "Nothing was changed.",
                "If that is meant, repeat the command with --yes."
            );
}

/// <summary>The exchange that a hold is about.</summary>
internal static class HeldExchange
{
    public static Argument<string> Argument() =>
        new("ID") { Description = "Reference or id of an exchange, or the id of a message in it." };

    public static async Task ChangeAsync(
        Invocation invocation,
        Argument<string> id,
        Option<string?> sender,
        string step,
        string query,
        CancellationToken cancellation
    )
    {
        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var meant = await MeantMessage.OfAsync(invocation, id, sender, client, cancellation);
        var message = await client.GetAsync<MessageView>(meant.Path(), cancellation);
        var exchange = await client.PostAsync<ExchangeView>(
            $"api/v1/exchanges/{message.ExchangeId}/{step}?counterpart={message.Counterpart}{query}",
            [],
            Guid.Empty,
            cancellation
        );
        invocation.Answer(exchange, CaseText.Summary(exchange, invocation.Surroundings.Time.Now()));
    }
}
