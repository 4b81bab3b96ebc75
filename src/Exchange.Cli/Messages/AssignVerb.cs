using Exchange.Cli.Parties;

namespace Exchange.Cli.Messages;

internal sealed class AssignVerb : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "Reference or id of an exchange." };
    private readonly Option<string?> _unit = new("--unit") { Description = "The unit of ours that has it from now on.", HelpName = "UNIT" };
    private readonly Option<string?> _officer = new("--officer")
    {
        Description = "The officer of that unit who works with it.",
        HelpName = "NAME",
    };
    private readonly Option<bool> _mine = new("--mine") { Description = "Take it yourself, in your unit or in the one that --unit names." };
    private readonly Option<bool> _none = new("--none") { Description = "Assign it to no unit: everyone who works with cases sees it." };
    private readonly Option<string?> _counterpart = new("--counterpart")
    {
        Description = "The counterpart, if exchanges with several have this id.",
        HelpName = "PARTY",
    };

    public AssignVerb()
        : base(
            "assign",
            "Assign an exchange to a unit of ours, whose officers alone see it then, and to one of them. Recorded in the ledger.",
            "exchange assign MYS-BGD-2026-000001 --mine",
            "exchange assign MYS-BGD-2026-000001 --unit CID --officer rahima",
            "exchange assign MYS-BGD-2026-000001 --none"
        ) => Take(_id, _unit, _officer, _mine, _none, _counterpart);

    protected override async Task RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        var (unit, officer, isMine, isNone) = (
            invocation.Value(_unit),
            invocation.Value(_officer),
            invocation.Value(_mine),
            invocation.Value(_none)
        );
        if (isNone ? isMine || unit is not null || officer is not null : !isMine && unit is null)
        {
            throw new CommandFailedException(
                ExitCode.Usage,
                "It is not clear to whom it is assigned.",
                "Nothing was changed.",
                "Give --mine, or --unit, or --none alone."
            );
        }

        using var client = new GatewayClient(GatewayAddress.Of(invocation));
        var counterpart = invocation.Value(_counterpart) is { } party ? $"{PartyArgument.Parse(party)}" : null;
        var meant = await MeantMessage.OfAsync(invocation.Required(_id), _id.Name, null, client, cancellation);
        (string Name, string? Value)[] query =
        [
            ("counterpart", counterpart),
            ("unit", unit),
            ("officer", officer),
            ("mine", isMine ? "true" : null),
        ];
        var text = string.Join(
            '&',
            query.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}")
        );
        var exchange = await client.PostAsync<ExchangeView>(
            $"api/v1/exchanges/{MessageId.Write(meant.Id)}/assign?{text}",
            [],
            Guid.Empty,
            cancellation
        );
        invocation.Answer(exchange, CaseText.Summary(exchange, invocation.Surroundings.Time.Now()));
    }
}
